// One direction of a link: bytes in order, each held back by the delay that ruled when it came. A frozen pipe moves nothing and forgets nothing.
import type { Socket } from 'node:net'
import type { Clock } from '../clock.ts'
import { PROXY } from '../limits.ts'

export interface Pipe {
  /** What TCP sees of a network that drops every packet: nothing moves. */
  freeze(): void
  /** Held bytes move on, in order, as TCP's retransmission would move them. */
  thaw(): void
  /** Nothing that is held or still to come goes through. */
  stop(): void
}

interface Held {
  /** null: the end of the stream. */
  readonly bytes: Buffer | null
  readonly dueAt: number
}

export function createPipe(from: Socket, to: Socket, { clock, delayMs }: { readonly clock: Clock; readonly delayMs: () => number }): Pipe {
  const held: Held[] = []
  let state: 'flowing' | 'frozen' | 'stopped' = 'flowing'
  let heldBytes = 0
  let cancelTimer = () => {}

  function hold(bytes: Buffer | null): void {
    if (state === 'stopped') return
    held.push({ bytes, dueAt: clock.now() + delayMs() })
    heldBytes += bytes?.length ?? 0
    flow()
  }

  function flow(): void {
    if (state !== 'flowing') return
    cancelTimer()
    // Whatever waits at the head holds back what came after it, under a shorter delay too.
    for (let next = held[0]; next !== undefined && next.dueAt <= clock.now(); next = held[0]) release(next)
    const waiting = held[0]
    if (waiting !== undefined) cancelTimer = clock.later(waiting.dueAt - clock.now(), flow)
    if (heldBytes + to.writableLength > PROXY.heldBytes) from.pause()
    else from.resume()
  }

  function release({ bytes }: Held): void {
    held.shift()
    heldBytes -= bytes?.length ?? 0
    if (!to.writable) return
    if (bytes === null) to.end()
    else to.write(bytes)
  }

  from.on('data', (bytes: Buffer) => hold(bytes))
  from.on('end', () => hold(null))
  to.on('drain', flow)
  from.resume()

  return {
    freeze() {
      if (state !== 'flowing') return
      state = 'frozen'
      cancelTimer()
      from.pause()
    },
    thaw() {
      if (state !== 'frozen') return
      state = 'flowing'
      flow()
    },
    stop() {
      state = 'stopped'
      cancelTimer()
      held.length = 0
      from.resume()
    },
  }
}
