// What one run is given, and what a rule may need of it.
import type { Cursor, Json } from '../protocol/values.ts'

export interface Options {
  readonly url: string
  /** What the upgrades name as Origin. */
  readonly origin: string
  readonly token: string | null
  readonly secondToken: string | null
  /** Where the HTTP API is; `guess`: at the socket's place, if anything answers there. */
  readonly http: { readonly base: string; readonly standing: 'stated' | 'guess' } | null
  readonly kind: string
  /** A kind that was stated has to work; `guess`: where the server does not take it, its rules do not apply. */
  readonly kindStanding: 'stated' | 'guess'
  readonly input: Json
  /** Of a task that runs until it is cancelled. */
  readonly longInput: Json | undefined
  readonly op: string | null
  readonly opData: Json
  /** Ids or keys of rules; empty: all. */
  readonly only: readonly string[]
  readonly slow: boolean
  readonly timeoutMs: number
}

/** What the first page found out about the server. */
export interface Facts {
  readonly user: string
  readonly secondUser: string | null
  /** `runs`: a task of the kind was seen to settle. `taken`: it was accepted. Otherwise why not. */
  readonly kind: 'runs' | 'taken' | { readonly refused: string }
  /** Whether the kind takes an input that is padded by a field of ours. */
  readonly padding: 'taken' | { readonly refused: string }
  readonly http: 'there' | { readonly refused: string }
  /** Tasks that the run has seen to end, the newest last. */
  ended(): readonly string[]
  /** The first cursor of the run, and the offsets of what was told since that nobody may leave out. */
  readonly oldest: { readonly cursor: Cursor; entries(): readonly number[] } | null
}

export type Need = 'token' | 'second-token' | 'kind' | 'running' | 'long-input' | 'padding' | 'op' | 'http' | 'slow'

/** Why a need is not met, or null. */
export function unmet(need: Need, options: Options, facts: Facts): string | null {
  switch (need) {
    case 'token':
      return options.token === null ? 'no --token was given' : null
    case 'second-token':
      return options.secondToken === null ? 'no --second-token was given' : null
    case 'kind':
      return kindRefusal(options, facts)
    case 'running':
      return kindRefusal(options, facts) ?? idleness(options, facts)
    case 'long-input':
      return kindRefusal(options, facts) ?? (options.longInput === undefined ? 'no --long-input was given' : null)
    case 'padding':
      return kindRefusal(options, facts) ?? refusalOf(facts.padding)
    case 'op':
      return options.op === null ? 'no --op was given' : null
    case 'http':
      return refusalOf(facts.http)
    case 'slow':
      return options.slow ? null : 'it takes up to a minute: give --slow'
  }
}

const kindRefusal = ({ kindStanding }: Options, { kind }: Facts): string | null => (kindStanding === 'guess' ? refusalOf(kind) : null)

function idleness({ kind, kindStanding }: Options, facts: Facts): string | null {
  return kindStanding === 'stated' || facts.kind === 'runs'
    ? null
    : `no task of the kind ${kind} was seen to settle: give --kind and --input`
}

const refusalOf = (fact: string | { readonly refused: string }): string | null => (typeof fact === 'string' ? null : fact.refused)
