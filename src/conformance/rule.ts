// What a rule is: its id, its sentence, and how it is judged.
import type { Need } from './options.ts'
import type { Transcript } from './transcript.ts'
import type { Visit } from './visit.ts'

interface Named {
  /** Of docs/SPEC.md; `P1` to `P7` are the ground rules of docs/PROTOCOL.md, `HTTP` is its HTTP API. */
  readonly id: string
  readonly name: string
  /** What a server that keeps it does. */
  readonly says: string
}

/** Judged by what a server does when something is done to it. It throws how the rule was broken. */
export interface Tried extends Named {
  readonly needs: readonly Need[]
  /** `aside`: it waits long and touches nobody's log, so it runs beside the others. `long`: it waits in its turn, for it needs a log that is quiet. */
  readonly pace?: 'aside' | 'long'
  attempt(visit: Visit): Promise<void>
}

/** Judged over everything that the run heard. */
export interface Observed extends Named {
  judge(transcripts: readonly Transcript[]): Judgement
}

/** `unseen`: nothing was heard that the rule speaks of. */
export type Judgement = 'kept' | 'unseen' | { readonly expected: string; readonly came: string }

export type Rule = Tried | Observed

export const keyOf = ({ id, name }: Named): string => `${id}.${name}`

export const isObserved = (rule: Rule): rule is Observed => 'judge' in rule

/** No names: everything. `GAP1` names all rules of that id, `GAP1.chain` one. */
export function isWanted(rule: Rule, only: readonly string[]): boolean {
  return only.length === 0 || only.some(name => name === rule.id || name === keyOf(rule))
}
