// One node: it admits sockets of any transport, knows which connection is whose, and sends all of them on when it goes.
import { createAdmission } from './admission.ts'
import type { Authenticate } from './authentication.ts'
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
  const everyone = new Set<Connection>()
  const users = createDirectory()
  let draining: Draining | null = null
  let lastLeft = (): void => {}

  const reconnectSpreadMs = (): number => Math.max(TIMES.spreadFloorMs, Math.round((everyone.size * 1000) / BOUNDS.returnsPerSecond))

  /** After the newer one's welcome, so that its client always has a socket (DESIGN §3.7). */
  function welcomed(connection: Connection, place: Place): void {
    const others = users.enter(connection, place)
    for (const other of others) {
      if (other.client === place.client) other.connection.leave(4007, 'superseded by a newer socket of this page')
      else if (options.exclusive) other.connection.leave(4501, 'replaced by another page of this user')
    }
  }

  function released(connection: Connection): void {
    users.leave(connection)
    everyone.delete(connection)
    if (everyone.size === 0) lastLeft()
  }

  function hostOf(request: Request, freeHandshake: () => void): ConnectionHost {
    return {
      ...options,
      authenticate: token => options.authenticate(token, request),
      reconnectSpreadMs,
      welcomed(connection, place) {
        freeHandshake()
        welcomed(connection, place)
      },
      released(connection) {
        freeHandshake()
        released(connection)
      },
    }
  }

  return {
    accept(transport, { request, address }) {
      const verdict = judgeOrigin(request, options.origins)
      const free = verdict === 'forbidden' ? () => {} : admission.take(address)
      const host = hostOf(request, free ?? (() => {}))
      const connection = createConnection({ transport, admission: free === null ? 'shed' : verdict, draining, host })
      everyone.add(connection)
      return connection
    },
    revoke(user) {
      for (const { connection } of users.of(user)) connection.leave(4505, 'access was revoked')
    },
    stats: () => ({ connections: everyone.size, handshakes: admission.count(), users: users.count() }),
    async drain(graceMs) {
      const spreadMs = Math.min(graceMs, reconnectSpreadMs())
      draining = { spreadMs: reconnectSpreadMs() }
      for (const connection of everyone) connection.drain({ graceMs, spreadMs })
      if (everyone.size === 0) return
      await new Promise<void>(resolve => {
        const cancel = world.at(world.now() + graceMs + 2 * TIMES.closeMs, resolve)
        lastLeft = () => {
          cancel()
          resolve()
        }
      })
    },
  }
}

interface Entry extends Place {
  readonly connection: Connection
}

interface Directory {
  /** Answers the user's other connections. */
  enter(connection: Connection, place: Place): readonly Entry[]
  leave(connection: Connection): void
  of(user: string): readonly Entry[]
  count(): number
}

/** Whose connection is which, in memory only. An old socket's late close removes itself and nothing else. */
function createDirectory(): Directory {
  const byUser = new Map<string, Map<Connection, Entry>>()
  const userOf = new Map<Connection, string>()
  const of = (user: string): readonly Entry[] => [...(byUser.get(user)?.values() ?? [])]

  return {
    of,
    enter(connection, place) {
      const others = of(place.user)
      const own = byUser.get(place.user) ?? new Map<Connection, Entry>()
      byUser.set(place.user, own.set(connection, { ...place, connection }))
      userOf.set(connection, place.user)
      return others
    },
    leave(connection) {
      const user = userOf.get(connection)
      if (user === undefined) return
      userOf.delete(connection)
      const own = byUser.get(user)
      own?.delete(connection)
      if (own?.size === 0) byUser.delete(user)
    },
    count: () => byUser.size,
  }
}
