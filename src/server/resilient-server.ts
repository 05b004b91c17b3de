// The server's public face.
import type { Server } from 'node:http'
import type { Stats, TaskWriter } from './types.ts'

export interface ResilientServer extends TaskWriter {
  /** Socket at `path` (`/rs` by default), HTTP API at `path/tasks`. Other requests and upgrades stay the application's. Needs the package `ws`. */
  attach(http: Server, options?: { path?: string }): void
  /**
   * The HTTP API, for runtimes that speak `Request` and `Response`: any URL whose path ends in `/tasks`, `/tasks/<id or key>` or
   * `/tasks/<id or key>/cancel`. Never rejects.
   */
  fetch(request: Request): Promise<Response>
  /** Closes this user's sockets on this node with 4505: the page forgets what it holds. `authenticate` must refuse from then on. */
  revoke(user: string): Promise<void>
  stats(): Stats
  /** Drains: sends every client on, serves for `drainMs` (5 s by default), then closes. Tasks still running then are settled by `rerun`. */
  close(options?: { drainMs?: number }): Promise<void>
}
