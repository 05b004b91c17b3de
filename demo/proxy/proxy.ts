// A TCP proxy that breaks the link for real: sockets are cut, reset, frozen, slowed or refused, so that nobody has to pretend.
import { once } from 'node:events'
import { createServer, type Server, type Socket } from 'node:net'
import type { Clock } from '../clock.ts'
import { PROXY } from '../limits.ts'
import { listen, listenNear } from '../listen.ts'
import { lastingMode, type Fault, type FaultMode, type LinkMode } from './faults.ts'
import { createLink, type Link } from './link.ts'

export interface ProxyState {
  readonly mode: LinkMode
  readonly delayMs: number
  readonly connections: number
}

export interface FaultProxy {
  readonly port: number
  state(): ProxyState
  apply(fault: Fault): Promise<void>
  close(): Promise<void>
}

export interface FaultProxyOptions {
  /** Taken if free, else any other; kept through `refuse` and healing. 0: any. */
  readonly port: number
  /** The server's port on this machine; null: it does not listen. Asked for each connection. */
  readonly target: () => number | null
  readonly clock: Clock
  readonly onChange?: () => void
}

export async function startFaultProxy({ port: wanted, target, clock, onChange = () => {} }: FaultProxyOptions): Promise<FaultProxy> {
  const links = new Map<Socket, Link>()
  let mode: LinkMode = 'pass'
  let delayMs = 0
  let listener: Server | null = createListener()
  const port = await listenNear(listener, wanted)

  function createListener(): Server {
    return createServer({ allowHalfOpen: true, noDelay: true }, accept)
  }

  function accept(client: Socket): void {
    if (links.size >= PROXY.links) return void client.resetAndDestroy()
    const onClosed = () => {
      links.delete(client)
      onChange()
    }
    const link = createLink({ client, target, clock, delayMs: () => delayMs, frozen: mode === 'blackhole', onClosed })
    if (!client.destroyed) links.set(client, link)
    onChange()
  }

  async function openOrShut(): Promise<void> {
    if (mode === 'refuse') {
      listener?.close()
      listener = null
    } else if (listener === null) {
      listener = createListener()
      await listen(listener, port)
    }
  }

  return {
    port,
    state: () => ({ mode, delayMs, connections: links.size }),
    async apply(fault) {
      mode = lastingMode(fault)
      delayMs = fault.mode === 'delay' ? fault.delayMs : 0
      for (const link of links.values()) touch(link, fault.mode)
      await openOrShut()
      onChange()
    },
    async close() {
      const closed = listener === null ? null : once(listener, 'close')
      listener?.close()
      listener = null
      for (const link of links.values()) link.reset()
      await closed
    },
  }
}

function touch(link: Link, mode: FaultMode): void {
  switch (mode) {
    case 'cut':
      return link.cut()
    case 'reset':
    case 'refuse':
      return link.reset()
    case 'blackhole':
      return link.freeze()
    case 'pass':
    case 'delay':
      return link.thaw()
  }
}
