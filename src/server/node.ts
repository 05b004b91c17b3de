// One node: it admits sockets of any transport, knows which connection is whose, and sends all of them on when it goes.
import { createAdmission } from './admission.ts'
import type { Authenticate } from './authentication.ts'
import { createCrowd } from './crowd.ts'
import { createDirectory, type Entry } from './directory.ts'
import { createConnection } from './engine/connection.ts'
import type { Connection, ConnectionHost, Execute, Place, Transport } from './engine/host.ts'
import type { Draining } from './engine/state.ts'
import { BOUNDS, TIMES } from './limits.ts'
import { judgeOrigin, type Origins } from './origin.ts'
import type { Store } from './store.ts'
import type { Limits, Log, Stats } from './types.ts'
import type { ServerWorld } from './world.ts'

export interface NodeOptions {
  readonly store: Store
  readonly world: ServerWorld
  readonly limits: Limits
  readonly log: Log
  readonly authenticate: Authenticate
  readonly execute: Execute
  readonly origins: Origins
  /** One socket per user: a newer one replaces those of other pages too (4501). */
  readonly exclusive: boolean
}

/** Who dials: the request that became the socket, and the address it came from. */
export interface Caller {
  readonly request: Request
  readonly address: string
}

export interface Node {
  /** Takes over a new socket of any transport. Its owner reports frames, flushes and the close to the connection. */
  accept(transport: Transport, caller: Caller): Connection
  /** Closes this user's sockets here with 4505. */
  revoke(user: string): void
  stats(): Omit<Stats, 'running'>
  /** Sends every client on, serves for `graceMs`, closes. Resolves when the last one has left, or soon after the grace. */
  drain(graceMs: number): Promise<void>
}

export function createNode(options: NodeOptions): Node {
  const { world, limits } = options
  const admission = createAdmission(limits)
  const everyone = createCrowd(world)
  const users = createDirectory()
  let draining: Draining | null = null

  const reconnectSpreadMs = (): number => Math.max(TIMES.spreadFloorMs, Math.round((everyone.size() * 1000) / BOUNDS.returnsPerSecond))

  /** The page itself does not count: its newer socket replaces the older. */
  function isCrowded(user: string, client: string): boolean {
    const clients = new Set(users.of(user).map(entry => entry.client))
    clients.delete(client)
    return clients.size >= limits.clientsPerUser
  }

  function hostOf(request: Request, freeHandshake: () => void): ConnectionHost {
    return {
      ...options,
      async authenticate(token, client) {
        const answer = await options.authenticate(token, request)
        return answer.outcome === 'identity' && isCrowded(answer.identity.user, client) ? { outcome: 'crowded' } : answer
      },
      reconnectSpreadMs,
      welcomed(connection, place) {
        freeHandshake()
        supersede(users.enter(connection, place), place, options.exclusive)
      },
      released(connection) {
        freeHandshake()
        users.leave(connection)
        everyone.leave(connection)
      },
    }
  }

  return {
    accept(transport, { request, address }) {
      const verdict = judgeOrigin(request, options.origins)
      const free = verdict === 'forbidden' ? () => {} : admission.take(address)
      const host = hostOf(request, free ?? (() => {}))
      return everyone.join(createConnection({ transport, admission: free === null ? 'shed' : verdict, draining, host }))
    },
    revoke(user) {
      for (const { connection } of users.of(user)) connection.leave(4505, 'access was revoked')
    },
    stats: () => ({ connections: everyone.size(), handshakes: admission.count(), users: users.count() }),
    drain(graceMs) {
      const spreadMs = reconnectSpreadMs()
      draining = { spreadMs }
      everyone.drain({ graceMs, spreadMs: Math.min(Math.floor(graceMs / 2), spreadMs) })
      return everyone.gone(graceMs + 2 * TIMES.closeMs)
    },
  }
}

/** After the newer one's welcome, so that its client always has a socket. */
function supersede(others: readonly Entry[], { client }: Place, exclusive: boolean): void {
  for (const other of others) {
    if (other.client === client) other.connection.leave(4007, 'superseded by a newer socket of this page')
    else if (exclusive) other.connection.leave(4501, 'replaced by another page of this user')
  }
}
