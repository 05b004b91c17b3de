// The application's own names and payloads, declared once and shared by page and server through `Register`.
import type { StandardSchemaV1 } from '@standard-schema/spec'
import { createInspector, type Inspector, type InspectorMaker, type Misfit, TRUSTING } from './inspector.ts'

/**
 * Augment it in the entry that `defineApp` was imported from, for all entries: `declare module 'resilient-socket/client' { interface Register
 * { app: typeof app } }`. Without it kinds are `string`, payloads `unknown`.
 */
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

/** The means of checking come with `defineApp`, so that a page which declares nothing loads none. */
const makers = new WeakMap<AppShape, InspectorMaker>()

/**
 * Declares kinds of task, events and ops with any Standard Schema library. It returns its argument. Give it to the page and to the server:
 *
 * - what crosses the wire is what a schema takes; whoever reads it gets what the schema makes of it, so schemas should take plain JSON;
 * - the server refuses inputs that do not fit (`invalid-data`), and results and answers of its own handlers (`invalid-result`);
 * - the page sets aside what does not fit and raises `invalid`: an event is not told, an input is null, a task whose result does not fit is
 *   `failed` with `invalid-result`, an op is rejected so. Nothing else waits for it.
 * - Schemas of a page must not be async; those of the server may, for 10 s.
 */
export function defineApp<const A extends AppShape>(app: A): A {
  makers.set(app, createInspector)
  return app
}

export function inspectorOf(app: AppShape | undefined, tell: (misfit: Misfit) => void): Inspector {
  if (app === undefined) return TRUSTING
  const make = makers.get(app)
  if (make !== undefined) return make(app, tell)
  throw new TypeError('The option `app` checks nothing. Pass what defineApp returned.')
}

export type App = Register extends { app: infer A extends AppShape } ? A : AppShape

type At<M, K extends PropertyKey> = K extends keyof M ? M[K] : unknown
type Names<M> = M extends object ? keyof M & string : string

export type Kind = Names<At<App, 'tasks'>>
export type EventName = Names<At<App, 'events'>>
export type Op = Names<At<App, 'ops'>>

type Accepts<S> = S extends StandardSchemaV1<infer Input, unknown> ? Input : unknown
type Yields<S> = S extends StandardSchemaV1<unknown, infer Output> ? Output : unknown

/** What `submit` takes for a kind, and what a task shows. */
export type InputOf<K extends Kind> = Accepts<At<At<At<App, 'tasks'>, K>, 'input'>>
/** What the handler gets: the input after its schema. */
export type ParsedInput<K extends Kind> = Yields<At<At<At<App, 'tasks'>, K>, 'input'>>
/** What the handler returns: the result before its schema. */
export type ReturnOf<K extends Kind> = Accepts<At<At<At<App, 'tasks'>, K>, 'result'>>
/** What the page reads: the result after its schema. */
export type ResultOf<K extends Kind> = Yields<At<At<At<App, 'tasks'>, K>, 'result'>>
export type OpInput<O extends Op> = Accepts<At<At<At<App, 'ops'>, O>, 'input'>>
export type ParsedOpInput<O extends Op> = Yields<At<At<At<App, 'ops'>, O>, 'input'>>
export type OpReturn<O extends Op> = Accepts<At<At<At<App, 'ops'>, O>, 'output'>>
export type OpOutput<O extends Op> = Yields<At<At<At<App, 'ops'>, O>, 'output'>>
/** What the server emits, and what a listener hears. */
export type EventInput<E extends EventName> = Accepts<At<At<App, 'events'>, E>>
export type EventOf<E extends EventName> = Yields<At<At<App, 'events'>, E>>
