// `ready`: waits until the connection is up, for at most as long as the caller says.
import type { Engine } from './engine.ts'
import type { ResilientSocket } from './types.ts'

export function readiness({ driver, emitter, alarms, world, ended }: Engine): ResilientSocket['ready'] {
  return ({ timeoutMs, signal } = {}) =>
    new Promise((resolve, reject) => {
      const isUp = () => driver.state().status.state === 'connected'
      if (signal?.aborted === true) return reject(notReady('its signal was aborted'))
      if (ended.aborted) return reject(notReady('the socket was disposed of'))
      if (isUp()) return resolve()
      const end = (error: Error | null) => {
        for (const undo of undos) undo()
        if (error === null) resolve()
        else reject(error)
      }
      const abort = () => end(notReady('its signal was aborted'))
      const over = () => end(notReady('the socket was disposed of'))
      signal?.addEventListener('abort', abort, { once: true })
      ended.addEventListener('abort', over, { once: true })
      const undos = [
        emitter.on('status', () => (isUp() ? end(null) : undefined)),
        () => signal?.removeEventListener('abort', abort),
        () => ended.removeEventListener('abort', over),
        timeoutMs === undefined ? () => undefined : alarms.set(world.now() + timeoutMs, () => end(notReady(`${timeoutMs} ms passed`))),
      ]
      driver.rearm()
    })
}

const notReady = (why: string) => new Error(`The connection was not ready when ${why}. Read the status for the reason, or wait longer.`)
