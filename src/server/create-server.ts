// The server's public face: one node, its workers, its socket and its HTTP API over one store.
import type { Server } from 'node:http'
import { createAuthenticate } from './authentication.ts'
import { attachSockets } from './binding/attach.ts'
import { createExecutor } from './commands/execute.ts'
import { consoleLog } from './console-log.ts'
import { createApi, type Fetch } from './http/api.ts'
import { attachApi } from './http/attach.ts'
import { LIMITS, TIMES } from './limits.ts'
import { memoryStore } from './memory/index.ts'
import { nodeWorld } from './node-world.ts'
import { createNode, type Node } from './node.ts'
import type { ResilientServer } from './resilient-server.ts'
import { checkedHandlers, checkedOps } from './schemas.ts'
import type { LeasePolicy } from './store.ts'
import { createTaskWriter, createWorkers, type Workers } from './tasks/index.ts'
import type { Limits, ServerOptions, TaskWriter } from './types.ts'

/**
 * A server over `store` (in memory by default: it forgets at a restart). Workers for `handlers` start at once.
 *
 * - With `handlers`, only their kinds may be submitted; without, any kind may, for workers in other processes.
 * - `ops` answer `app.<name>` commands: return JSON within 10 s, or throw a `TaskError` to reject. Each command runs at most once.
 * - `authenticate` has 10 s. null: the client is signed out. A throw: it comes back later.
 * - `origins` `'same'` compares the Origin's host with the Host header: behind a proxy that rewrites Host, name the origins.
 * - `limits.handshakesPerAddress` counts handshakes under way, by the address that dials: raise it behind a proxy.
 */
export function createResilientServer(options: ServerOptions): ResilientServer {
  const parts = assemble(options)
  const { node, workers, writer, fetch } = parts
  let closing: Promise<void> | null = null
  workers.start()

  return {
    attach: (http, { path = '/rs' } = {}) => attach(http, parts, path),
    fetch,
    ...writer,
    async revoke(user) {
      node.revoke(user)
    },
    stats: () => ({ ...node.stats(), running: workers.running() }),
    close({ drainMs = TIMES.drainMs } = {}) {
      closing ??= shutDown(parts, drainMs)
      return closing
    },
  }
}

interface Parts {
  readonly node: Node
  readonly workers: Workers
  readonly writer: TaskWriter
  readonly fetch: Fetch
  readonly log: NonNullable<ServerOptions['log']>
  /** Closes the store if it is our own; one that was given is its giver's. */
  readonly closeStore: () => Promise<void>
}

function assemble(options: ServerOptions): Parts {
  const { world = nodeWorld(), log = consoleLog, origins = 'same', app = {}, handlers, ops = {}, exclusive = false } = options
  const store = options.store ?? memoryStore({ world })
  const limits = limitsOf(options.limits)
  const shared = { store, world, limits, log }
  const authenticate = createAuthenticate(options.authenticate, log)
  const execute = createExecutor({ ...shared, app, ops: checkedOps(app, ops), kinds: kindsOf(options) })
  return {
    node: createNode({ ...shared, authenticate, execute, origins, exclusive }),
    workers: createWorkers({ ...shared, handlers: checkedHandlers(app, handlers ?? {}), policy: policyOf(options.rerun) }),
    writer: createTaskWriter({ ...shared, app }),
    fetch: createApi({ store, execute, authenticate, origins, log }),
    log,
    closeStore: async () => (options.store === undefined ? store.close() : undefined),
  }
}

function kindsOf({ handlers, app }: ServerOptions): ReadonlySet<string> | null {
  const named = handlers ?? app?.tasks
  return named === undefined ? null : new Set(Object.keys(named))
}

/** A bound given as undefined keeps its default. */
function limitsOf(given: Partial<Limits> = {}): Limits {
  return { ...LIMITS, ...Object.fromEntries(Object.entries(given).filter(([, bound]) => bound !== undefined)) }
}

function policyOf(rerun: ServerOptions['rerun'] = []): LeasePolicy {
  return typeof rerun === 'function' ? rerun : kind => (rerun.includes(kind) ? 'rerun' : 'fail')
}

function attach(http: Server, { node, fetch, log }: Parts, path: string): void {
  const base = path.replace(/\/+$/, '')
  if (base !== '' && !base.startsWith('/')) {
    throw new TypeError(`attach was given the path '${path}', which no request ever has. Begin it with a slash: '/${path}'.`)
  }
  attachSockets(http, { path: base === '' ? '/' : base, node, log })
  attachApi(http, { base, fetch, log })
}

/** Workers stop claiming at once, so that other nodes take over; both have the same time to come to an end. */
async function shutDown({ node, workers, closeStore }: Parts, drainMs: number): Promise<void> {
  await Promise.all([workers.stop({ drainMs }), node.drain(drainMs)])
  await closeStore()
}
