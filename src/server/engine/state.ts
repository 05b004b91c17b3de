// The whole state of one connection. A phase holds what means something only in it.
import type { Hello } from '../../protocol/frames.ts'
import type { Cursor } from '../../protocol/values.ts'
import type { Limits } from '../types.ts'
import type { Chatter } from './chatter.ts'
import type { Commands } from './commands.ts'
import type { Effect } from './effects.ts'
import type { Flow } from './flow.ts'
import type { Pulse } from './pulse.ts'
import type { Token } from './token.ts'
import type { Writer } from './writer.ts'

/** The node is going away: who comes now is sent on. */
export interface Draining {
  readonly spreadMs: number
}

export interface Serving {
  readonly name: 'serving'
  readonly user: string
  readonly client: string
  readonly writer: Writer
  readonly flow: Flow
  readonly commands: Commands
  readonly pulse: Pulse
  readonly chatter: Chatter
  readonly token: Token
  /** The end of a drain's grace, or null. */
  readonly leaveAt: number | null
}

export type Phase =
  | { readonly name: 'accepted' }
  | { readonly name: 'awaiting-hello'; readonly by: number; readonly needsToken: boolean }
  | { readonly name: 'authenticating'; readonly by: number; readonly hello: Greeting }
  /** The first look at the user's log, which the welcome tells of. `woken`: it grew meanwhile. */
  | {
      readonly name: 'opening'
      readonly by: number
      readonly user: string
      readonly hello: Greeting
      readonly token: Token
      readonly woken: boolean
    }
  | Serving
  | { readonly name: 'closing'; readonly by: number }
  | { readonly name: 'closed' }

export type PhaseName = Phase['name']

/** What is kept of a hello: never its token. */
export type Greeting = Pick<Hello, 'client' | 'user'> & { readonly cursor: Cursor | null }

export interface EngineState {
  /** The connection's id, as its welcome says it. */
  readonly id: string
  readonly limits: Limits
  readonly draining: Draining | null
  readonly phase: Phase
}

export type In<P extends PhaseName> = EngineState & { readonly phase: Extract<Phase, { name: P }> }

export type Step = readonly [EngineState, readonly Effect[]]

export const stay = (state: EngineState): Step => [state, []]

/** Runs the next decision on the state so far and keeps the effects of both, in order. */
export function andThen([state, effects]: Step, next: (state: EngineState) => Step): Step {
  const [after, more] = next(state)
  return [after, more.length === 0 ? effects : [...effects, ...more]]
}

/** The next decision, unless the one before ended the serving. */
export function whileServing(step: Step, next: (state: In<'serving'>) => Step): Step {
  return andThen(step, state => (isServing(state) ? next(state) : stay(state)))
}

export const isServing = (state: EngineState): state is In<'serving'> => state.phase.name === 'serving'

export function serving(state: In<'serving'>, change: Partial<Omit<Serving, 'name'>>): In<'serving'> {
  return { ...state, phase: { ...state.phase, ...change } }
}

export function initialState(facts: Omit<EngineState, 'phase'>): EngineState {
  return { ...facts, phase: { name: 'accepted' } }
}
