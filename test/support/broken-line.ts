// A TCP line to a server for tests in one process: it counts every dial, and dies in ways of which nobody is told.
import { createServer, type Socket } from 'node:net'
import { machineClock } from '../../demo/clock-world.ts'
import { listen } from '../../demo/listen.ts'
import { createLink, type Link } from '../../demo/proxy/link.ts'

export interface BrokenLine {
  readonly port: number
  /** TCP connections so far, whatever became of them. */
  dials(): number
  /** A RST to both sides of every connection; new ones pass. */
  reset(): void
  /** Every connection there is goes dead in silence, for good; new ones pass. So it is when a laptop changes networks. */
  silence(): void
  /** Every connection there is says nothing to either side until the answer is called. */
  hold(): () => void
  /** From now on every connection is reset as soon as it comes; the others too. */
  refuse(): void
  accept(): void
  close(): Promise<void>
}

export async function startLine(target: () => number | null): Promise<BrokenLine> {
  const links = new Map<Socket, Link>()
  let dials = 0
  let isRefusing = false
  const server = createServer({ allowHalfOpen: true, noDelay: true }, client => {
    dials += 1
    const onClosed = () => void links.delete(client)
    const to = () => (isRefusing ? null : target())
    links.set(client, createLink({ client, target: to, clock: machineClock, delayMs: () => 0, frozen: false, onClosed }))
  })
  const port = await listen(server, 0)
  const each = (harm: (link: Link) => void) => {
    for (const link of links.values()) harm(link)
  }
  return {
    port,
    dials: () => dials,
    reset: () => each(link => link.reset()),
    silence: () => each(link => link.freeze()),
    hold() {
      const held = [...links.values()]
      for (const link of held) link.freeze()
      return () => held.forEach(link => link.thaw())
    },
    refuse() {
      isRefusing = true
      each(link => link.reset())
    },
    accept() {
      isRefusing = false
    },
    async close() {
      each(link => link.reset())
      await new Promise(resolve => server.close(resolve))
    },
  }
}
