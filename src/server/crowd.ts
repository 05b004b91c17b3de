// All connections of a node, whoever they belong to: counted, drained, and waited for until the last has left.
import type { Connection, Drain } from './engine/host.ts'
import type { ServerWorld } from './world.ts'

export interface Crowd {
  join(connection: Connection): Connection
  leave(connection: Connection): void
  size(): number
  drain(how: Drain): void
  /** Resolves when nobody is left, or after `ms`. */
  gone(ms: number): Promise<void>
}

export function createCrowd(world: ServerWorld): Crowd {
  const everyone = new Set<Connection>()
  let lastLeft = (): void => {}

  return {
    join(connection) {
      everyone.add(connection)
      return connection
    },
    leave(connection) {
      everyone.delete(connection)
      if (everyone.size === 0) lastLeft()
    },
    size: () => everyone.size,
    drain(how) {
      for (const connection of everyone) connection.drain(how)
    },
    async gone(ms) {
      if (everyone.size === 0) return
      await new Promise<void>(resolve => {
        const cancel = world.at(world.now() + ms, resolve)
        lastLeft = () => {
          cancel()
          resolve()
        }
      })
    },
  }
}
