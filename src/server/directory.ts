// Whose connection is which, in memory only. An old socket's late close removes itself and nothing else.
import type { Connection, Place } from './engine/host.ts'

export interface Entry extends Place {
  readonly connection: Connection
}

export interface Directory {
  /** Answers the user's other connections. */
  enter(connection: Connection, place: Place): readonly Entry[]
  leave(connection: Connection): void
  of(user: string): readonly Entry[]
  /** How many users have a connection here. */
  count(): number
}

export function createDirectory(): Directory {
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
