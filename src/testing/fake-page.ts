// A browser page before a fake server: its world, and all that may happen to its link.
import type { World } from '../client/world.ts'
import type { Chance } from './chance.ts'
import type { Clock } from './clock.ts'
import { createHost } from './host.ts'
import { createPageNetwork } from './network.ts'
import { createClientWorld } from './simulated-world.ts'
import type { Peer, Tap } from './wire.ts'

export interface FakePage {
  /** For `createResilientSocket({ url: '/rs', world })`, or the provider's `world`. */
  readonly world: World
  /** Its sockets break, and both ends hear of it. The next dial gets through. */
  cut(): void
  /** Nothing arrives any more in either direction, and nobody is told; dials hang. Until `heal`. */
  blackhole(): void
  /** Its sockets break and dials are refused. Until `heal`. */
  refuse(): void
  /** Dials get through again. What was lost stays lost. */
  heal(): void
  /** From one end to the other, from now on. */
  delay(latencyMs: number): void
  /** As the browser does it: the link is gone silently, dials fail, and the page is told `offline`. */
  goOffline(): void
  goOnline(): void
  hide(): void
  show(): void
  /** The laptop is closed: nothing runs here for so long. */
  sleep(ms: number): void
  /** Sockets it holds, those of dials included. */
  sockets(): number
}

export interface FakePageOptions {
  readonly name: string
  readonly clock: Clock
  readonly chance: Chance
  readonly latencyMs: number
  readonly peer: () => Peer | null
}

const DEAF: Tap = { sent: () => undefined, arrived: () => undefined, over: () => undefined }
const AT_ONCE = { page: 0, node: 0 } as const

export function createFakePage({ name, clock, chance, latencyMs, peer }: FakePageOptions): FakePage {
  const host = createHost({ name, clock })
  const network = createPageNetwork({ clock, chance: chance.fork('network'), page: host, peer, tap: () => DEAF, latencyMs })
  const { line } = network
  const client = createClientWorld({ clock, chance: chance.fork('world'), host, openSocket: network.openSocket })
  const cut = () => network.cut(AT_ONCE)
  const refuse = () => {
    line.dialing = { type: 'refuse' }
    cut()
  }
  const heal = () => {
    line.dialing = { type: 'reach' }
  }
  return {
    world: client.world,
    cut,
    refuse,
    heal,
    blackhole() {
      line.dialing = { type: 'hang' }
      network.lose('both')
    },
    delay(ms) {
      line.up.latencyMs = ms
      line.down.latencyMs = ms
    },
    goOffline() {
      line.dialing = { type: 'refuse' }
      network.lose('both')
      client.hint('offline')
    },
    goOnline() {
      heal()
      client.hint('online')
    },
    hide: () => client.hint('hidden'),
    show: () => client.hint('visible'),
    sleep: ms => host.sleep(ms),
    sockets: () => network.held().length,
  }
}
