// The agent: its options and its face.
import type { TokenContext } from '../client/types.ts'
import type { AppShape, InputOf, Kind } from '../core/app.ts'
import type { Task } from '../core/model.ts'
import type { Cursor } from '../protocol/values.ts'
import type { AgentWorld } from './agent-world.ts'
import type { Decode } from './answers.ts'
import type { AgentKeys, HistoryFilter } from './query-keys.ts'
import type { RetryPolicy } from './retry.ts'

export interface AgentOptions {
  /** Where the socket is, over HTTP: `/rs`, whose tasks are at `/rs/tasks`. On a server a whole URL. No query, no user and no password in it. */
  readonly baseUrl: string | URL
  /** Asked in each attempt, as by the socket, and once more with `refused` after a 401. null: signed out. It goes in a header and nowhere else. */
  readonly getToken?: ((context: TokenContext) => string | null | Promise<string | null>) | undefined
  /**
   * Who is signed in now. Where it has changed since a call began, nothing more of that call is sent, for `getToken` would give it another's token
   * (AUTH1): it fails as `other-user`.
   */
  readonly identity?: (() => string | null) | undefined
  /** Of each attempt, from its token to the last byte of its answer; 10,000 by default. */
  readonly timeoutMs?: number | undefined
  /** 4 tries, waits of up to 300 ms, 600 ms …, 10 s at most, and a `Retry-After` of up to a minute. false: one try. */
  readonly retry?: { readonly [N in keyof RetryPolicy]?: RetryPolicy[N] | undefined } | false | undefined
  /** In place of the global one, for cookies of another origin (`credentials`) or headers of your own. */
  readonly fetch?: ((url: string, init: RequestInit) => Promise<Response>) | undefined
  /** What `defineApp` returned: results are then as their schemas make them, as over the socket. */
  readonly app?: AppShape | undefined
  /** Tells this agent's entries in the query cache from others': name the user, so that nobody is shown what another's page cached. */
  readonly scope?: string | undefined
  /** Paths below `baseUrl`, where a server has its own. */
  readonly paths?: { readonly [N in keyof AgentPaths]?: AgentPaths[N] | undefined } | undefined
  /** For a server that answers otherwise than ours. */
  readonly decode?: Decode | undefined
  readonly world?: AgentWorld | undefined
}

export interface AgentPaths {
  readonly tasks: () => string
  readonly task: (idOrKey: string) => string
  readonly cancel: (idOrKey: string) => string
}

export interface Accepted<K extends Kind = Kind> {
  /** As far as a head says it: one that has ended already is shown as waiting, `stale`, until it is read (`get`). */
  readonly task: Task<K>
  /** Whoever has read the user's log up to here has seen the write (GAP4); null from a server that keeps no log. */
  readonly cursor: Cursor | null
}

export interface TaskPage {
  /** Newest first, without their streams. */
  readonly tasks: readonly Task[]
  /** The `before` of the next page; null: there is none. */
  readonly next: string | null
}

export interface Abortable {
  readonly signal?: AbortSignal | undefined
}

export interface SubmitOptions extends Abortable {
  /** The task's key and the `Idempotency-Key` (TASK5). Name it to send the same again after an error: the task runs once. */
  readonly key?: string | undefined
  readonly conversation?: string | undefined
  readonly retryOf?: string | undefined
}

export interface ListOptions extends HistoryFilter, Abortable {
  /** The `next` of the page before. */
  readonly before?: string | undefined
  readonly limit?: number | undefined
}

export interface Agent {
  submit<K extends Kind>(kind: K, input: InputOf<K>, options?: SubmitOptions): Promise<Accepted<K>>
  /** null from a server that says no more than yes. */
  cancel(idOrKey: string, options?: Abortable): Promise<Accepted | null>
  /** null: the server does not know it. */
  get<K extends Kind = Kind>(idOrKey: string, options?: Abortable): Promise<Task<K> | null>
  list(page?: ListOptions): Promise<TaskPage>
  /** For `setQueryData`, `getQueryData` and `invalidateQueries` of your own. */
  readonly keys: AgentKeys
  /** Who is signed in now; always null without `identity` in the options. */
  readonly identity: () => string | null
  readonly world: AgentWorld
}
