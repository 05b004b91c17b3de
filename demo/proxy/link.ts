// One connection through the proxy: the client's socket, the server's socket, and a pipe each way.
import { connect, type Socket } from 'node:net'
import type { Clock } from '../clock.ts'
import { LOOPBACK } from '../listen.ts'
import { createPipe, type Pipe } from './pipe.ts'

export interface Link {
  /** Holds everything back: bytes, ends and resets. Neither side learns anything. */
  freeze(): void
  thaw(): void
  /** A FIN to both sides, now. */
  cut(): void
  /** A RST to both sides, now. */
  reset(): void
}

export interface LinkOptions {
  readonly client: Socket
  /** Where the server listens; null: nowhere. Asked when the link reaches out to it. */
  readonly target: () => number | null
  readonly clock: Clock
  readonly delayMs: () => number
  /** Born into a blackhole: the server hears of it at the thaw. */
  readonly frozen: boolean
  readonly onClosed: () => void
}

export function createLink({ client, target, clock, delayMs, frozen, onClosed }: LinkOptions): Link {
  let isFrozen = frozen
  let server: Socket | null = null
  let pipes: readonly Pipe[] = []
  const sides = () => (server === null ? [client] : [client, server])

  watch(client)
  if (frozen) client.pause()
  else dial()

  function dial(): void {
    const port = target()
    if (port === null) return void client.resetAndDestroy()
    server = connect({ port, host: LOOPBACK, allowHalfOpen: true, noDelay: true })
    watch(server)
    pipes = [createPipe(client, server, { clock, delayMs }), createPipe(server, client, { clock, delayMs })]
  }

  function watch(side: Socket): void {
    // Every error of a socket is followed by its close, which decides.
    side.on('error', () => {})
    side.on('close', () => {
      if (sides().every(({ destroyed }) => destroyed)) finish()
      else if (!isFrozen) breakOff(sides())
    })
  }

  function finish(): void {
    for (const pipe of pipes) pipe.stop()
    onClosed()
  }

  function abandon(end: (side: Socket) => void): void {
    isFrozen = false
    for (const pipe of pipes) pipe.stop()
    for (const side of sides()) end(side)
  }

  return {
    freeze() {
      isFrozen = true
      for (const pipe of pipes) pipe.freeze()
    },
    thaw() {
      if (!isFrozen) return
      isFrozen = false
      if (server === null) dial()
      else if (sides().some(({ destroyed }) => destroyed)) breakOff(sides())
      else for (const pipe of pipes) pipe.thaw()
    },
    cut: () => abandon(side => side.resume().end()),
    reset: () => abandon(side => side.resetAndDestroy()),
  }
}

/** One side is gone, so the other has nobody to talk to. */
function breakOff(sides: readonly Socket[]): void {
  for (const side of sides) {
    if (side.writableEnded) side.destroySoon()
    else side.resetAndDestroy()
  }
}
