// A whole server in memory, for the tests and stories of an application: the real engine, workers and store, behind a network that breaks when told to.
import { createAuthenticate } from '../server/authentication.ts'
import { createExecutor } from '../server/commands/execute.ts'
import type { Connection } from '../server/engine/host.ts'
import { LIMITS } from '../server/limits.ts'
import { memoryStore } from '../server/memory/index.ts'
import { createNode, type Node } from '../server/node.ts'
import type { Store } from '../server/store.ts'
import { createTaskWriter, createWorkers, type Workers } from '../server/tasks/index.ts'
import type { Limits, ServerOptions, TaskWriter } from '../server/types.ts'
import { type Chance, createChance } from './chance.ts'
import { type Clock, createClock } from './clock.ts'
import { createFakePage, type FakePage } from './fake-page.ts'
import { createHost, type Host } from './host.ts'
import { SIMULATED } from './limits.ts'
import { createServerWorld, createStoreWorld, turn } from './simulated-world.ts'
import type { Peer } from './wire.ts'

export interface FakeServerOptions extends Pick<ServerOptions, 'handlers' | 'ops' | 'rerun'> {
  /** Who a token belongs to; by default every token is the name of its user, and no token is `ada`. */
  readonly authenticate?: ServerOptions['authenticate']
  /** From one end to the other; 20 by default. */
  readonly latencyMs?: number
  /** The same seed rolls the same jitter and the same ids. */
  readonly seed?: number | string
  /** Epoch ms at which its time begins. */
  readonly startAt?: number
}

export interface FakeServer extends Pick<TaskWriter, 'notify' | 'tasks'> {
  /** A browser page of its own network and clock: give its `world` to a socket or a provider. */
  page(): FakePage
  /** Moves time on, and runs everything that falls due, promises included. In React tests: `await act(() => server.advance(1_000))`. */
  advance(ms: number): Promise<void>
  /** Epoch ms of its time. */
  now(): number
  /** For handlers, in place of a timer, so that they keep to this time. */
  rest(ms: number): Promise<void>
  /** The process dies: every socket breaks, dials are refused. What is recorded stays. */
  kill(): void
  /** Comes up again, with the log it had. `forget`: with an empty one, as a server without a durable store. */
  start(options?: { readonly forget?: boolean }): void
  /** As a deployment does: sends its clients on, serves for `graceMs`, ends. Call `start` for the next one. */
  drain(graceMs: number): void
  /** Closes every socket with a code of the protocol: 4004 for an expired token, 4505 for a revoked user … */
  closeAll(code: number): void
  /** Sockets it holds. */
  connections(): number
}

interface Running {
  readonly host: Host
  readonly node: Node
  readonly workers: Workers
  readonly writer: Pick<TaskWriter, 'notify' | 'tasks'>
  readonly connections: Set<Connection>
}

/** Its time stands still until `advance`; `keepRealTime` lets it run. */
export function createFakeServer(options: FakeServerOptions = {}): FakeServer {
  const { seed = 1, startAt = SIMULATED.startAt, latencyMs = 20 } = options
  const clock = createClock(startAt)
  const chance = createChance(seed)
  const freshStore = () => memoryStore({ world: createStoreWorld({ clock, chance: chance.fork('store') }) })
  let store = freshStore()
  let running = boot({ options, clock, chance, store })
  const known: FakePage[] = []

  const isUp = () => running.host.state() !== 'dead'
  const kill = () => {
    running.host.kill()
    // A dead process says nothing; its machine resets what still speaks to it.
    for (const page of known) page.cut()
  }
  return {
    notify: (user, notice) => running.writer.notify(user, notice),
    tasks: {
      open: (user, task) => running.writer.tasks.open(user, task),
      get: (user, idOrKey) => running.writer.tasks.get(user, idOrKey),
      cancel: (user, idOrKey) => running.writer.tasks.cancel(user, idOrKey),
    },
    page() {
      const name = `page-${known.length + 1}`
      const peer = () => (isUp() ? peerOf(running) : null)
      const page = createFakePage({ name, clock, chance: chance.fork(name), latencyMs, peer })
      known.push(page)
      return page
    },
    async advance(ms) {
      const until = clock.now() + ms
      await turn()
      for (let run = clock.next(until); run !== null; run = clock.next(until)) {
        run()
        await turn()
      }
    },
    now: clock.now,
    rest: ms => new Promise(rested => void clock.at(clock.now() + ms, rested)),
    kill,
    start({ forget = false } = {}) {
      if (isUp()) kill()
      if (forget) store = freshStore()
      running = boot({ options, clock, chance, store })
    },
    drain(graceMs) {
      const { host, node, workers } = running
      host.run(() => void Promise.all([workers.stop({ drainMs: graceMs }), node.drain(graceMs)]).then(() => host.kill()))
    },
    closeAll(code) {
      for (const connection of running.connections) connection.leave(code, 'closed by the test')
    },
    connections: () => (isUp() ? running.node.stats().connections : 0),
  }
}

interface Boot {
  readonly options: FakeServerOptions
  readonly clock: Clock
  readonly chance: Chance
  readonly store: Store
}

function boot({ options, clock, chance, store }: Boot): Running {
  const { handlers, ops = {}, rerun = [], authenticate = byName } = options
  const host = createHost({ name: 'server', clock })
  const world = createServerWorld({ clock, chance: chance.fork(`server/${clock.now()}`), host })
  const limits: Limits = LIMITS
  const log = () => undefined
  const shared = { store, world, limits, log }
  const execute = createExecutor({ ...shared, ops, kinds: handlers ? new Set(Object.keys(handlers)) : null })
  const node = createNode({
    ...shared,
    authenticate: createAuthenticate(authenticate, log),
    execute,
    origins: () => true,
    exclusive: false,
  })
  const policy = typeof rerun === 'function' ? rerun : (kind: string) => (rerun.includes(kind) ? ('rerun' as const) : ('fail' as const))
  const workers = createWorkers({ ...shared, handlers: handlers ?? {}, policy })
  workers.start()
  return { host, node, workers, writer: createTaskWriter(shared), connections: new Set() }
}

const byName: ServerOptions['authenticate'] = ({ token }) => ({ user: token ?? 'ada' })

const REQUEST = requestFrom('http://fake.test')

/** As a server sees it. In a browser a page may not set `origin` on a `Request`, and one without is taken for no page (AUTH4). */
function requestFrom(origin: string): Request {
  return Object.defineProperty(new Request(`${origin}/rs`), 'headers', { value: new Headers({ origin }) })
}

function peerOf({ host, node, connections }: Running): Peer {
  return {
    host,
    accept(transport) {
      const connection = node.accept(transport, { request: REQUEST, address: '203.0.113.1' })
      connections.add(connection)
      const closed = () => {
        connections.delete(connection)
        connection.closed()
      }
      return { ...connection, closed }
    },
  }
}
