// The application's own names and payloads, declared once and shared by page and server through `Register`.
import type { StandardSchemaV1 } from '@standard-schema/spec'

/** Augment it: `declare module 'resilient-socket' { interface Register { app: typeof app } }`. Without it kinds are `string`, payloads `unknown`. */
export interface Register {}

export interface TaskShape {
  readonly input: StandardSchemaV1
  readonly result?: StandardSchemaV1
}

export interface OpShape {
  readonly input: StandardSchemaV1
  readonly output?: StandardSchemaV1
}

export interface AppShape {
  readonly tasks?: Readonly<Record<string, TaskShape>>
  readonly events?: Readonly<Record<string, StandardSchemaV1>>
  readonly ops?: Readonly<Record<string, OpShape>>
}

/** Declares kinds of task, events and ops with any Standard Schema library. It returns its argument. */
export function defineApp<const A extends AppShape>(app: A): A {
  return app
}

export type App = Register extends { app: infer A extends AppShape } ? A : AppShape

type At<M, K extends PropertyKey> = K extends keyof M ? M[K] : unknown
type Names<M> = M extends object ? keyof M & string : string

export type Kind = Names<At<App, 'tasks'>>
export type EventName = Names<At<App, 'events'>>
export type Op = Names<At<App, 'ops'>>

type Accepts<S> = S extends StandardSchemaV1<infer Input, unknown> ? Input : unknown
type Yields<S> = S extends StandardSchemaV1<unknown, infer Output> ? Output : unknown

/** What `submit` takes for a kind. */
export type InputOf<K extends Kind> = Accepts<At<At<At<App, 'tasks'>, K>, 'input'>>
/** What the handler gets: the input after its schema. */
export type ParsedInput<K extends Kind> = Yields<At<At<At<App, 'tasks'>, K>, 'input'>>
export type ResultOf<K extends Kind> = Yields<At<At<At<App, 'tasks'>, K>, 'result'>>
export type OpInput<O extends Op> = Accepts<At<At<At<App, 'ops'>, O>, 'input'>>
export type OpOutput<O extends Op> = Yields<At<At<At<App, 'ops'>, O>, 'output'>>
export type EventOf<E extends EventName> = Yields<At<At<App, 'events'>, E>>
