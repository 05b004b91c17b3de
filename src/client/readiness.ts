// `ready`: waits until the connection is up, for at most as long as the caller says.
import type { Engine } from './engine.ts'
import type { ResilientSocket } from './types.ts'

export function readiness({ driver, emitter, alarms, world, ended }: Engine): ResilientSocket['ready'] {
  return ({ timeoutMs, signal } = {}) =>
    new Promise((resolve, reject) => {
      const undos: (() => void)[] = []
      const look = (late?: string): void => {
        const why = signal?.aborted === true ? 'its signal was aborted' : ended.aborted ? 'the socket was disposed of' : late
        if (why === undefined && driver.state().status.state !== 'connected') return
        for (const undo of undos.splice(0)) undo()
        if (why === undefined) resolve()
        else reject(new Error(`The connection was not ready when ${why}. Read the status for the reason, or wait longer.`))
      }
      const lookAgain = (): void => look()
      for (const source of [signal, ended]) {
        source?.addEventListener('abort', lookAgain)
        undos.push(() => source?.removeEventListener('abort', lookAgain))
      }
      undos.push(emitter.on('status', lookAgain))
      if (timeoutMs !== undefined) undos.push(alarms.set(world.now() + timeoutMs, () => look(`${timeoutMs} ms passed`)))
      look()
      driver.rearm()
    })
}
