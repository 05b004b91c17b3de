// One server process: the real node and the real workers over its own view of the store, on one host that may stop, sleep or die.
import { createAuthenticate } from '../server/authentication.ts'
import { createExecutor } from '../server/commands/execute.ts'
import { LIMITS } from '../server/limits.ts'
import { createNode, type Node } from '../server/node.ts'
import type { Store } from '../server/store.ts'
import { createWorkers, type Workers } from '../server/tasks/index.ts'
import type { Limits, LogEntry, ServerOptions } from '../server/types.ts'
import type { ServerWorld } from '../server/world.ts'
import type { Chance } from './chance.ts'
import type { Clock } from './clock.ts'
import { createGate, type StoreWeather } from './gate.ts'
import { createHandlers, createOps } from './handlers.ts'
import { createHost, type Host } from './host.ts'
import { createServerWorld } from './simulated-world.ts'
import type { Truth } from './truth.ts'
import type { Peer } from './wire.ts'

export interface Process {
  readonly host: Host
  readonly node: Node
  readonly workers: Workers
  readonly world: ServerWorld
  /** The store as this process sees it. */
  readonly store: Store
  peer(address: string): Peer
}

export interface ProcessOptions {
  readonly name: string
  readonly clock: Clock
  readonly chance: Chance
  readonly store: Store
  readonly weather: StoreWeather
  readonly truth: Truth
  readonly authenticate: (world: ServerWorld) => ServerOptions['authenticate']
  readonly limits: Partial<Limits>
  readonly log: (entry: LogEntry) => void
}

export const KINDS: readonly string[] = ['talk', 'again', 'ask', 'fail', 'list', 'brief', 'steps']

export function createProcess(options: ProcessOptions): Process {
  const { name, clock, chance, weather, truth, log } = options
  const host = createHost({ name, clock })
  const world = createServerWorld({ clock, chance: chance.fork('world'), host })
  const store = createGate({ store: options.store, clock, chance: chance.fork('gate'), host, weather })
  const limits: Limits = { ...LIMITS, ...options.limits }
  const shared = { store, world, limits, log }
  const craft = { store, world, truth, chance: chance.fork('craft') }
  const execute = createExecutor({ ...shared, ops: createOps(craft), kinds: new Set(KINDS) })
  const authenticate = createAuthenticate(options.authenticate(world), log)
  const node = createNode({ ...shared, authenticate, execute, origins: () => true, exclusive: false })
  const workers = createWorkers({
    ...shared,
    handlers: createHandlers(craft),
    policy: kind => (kind === 'again' || kind === 'steps' ? 'rerun' : 'fail'),
  })
  workers.start()
  return {
    host,
    node,
    workers,
    world,
    store,
    peer: address => ({ host, accept: transport => node.accept(transport, { request: REQUEST, address }) }),
  }
}

const REQUEST = new Request('http://app.test/rs', { headers: { origin: 'http://app.test' } })
