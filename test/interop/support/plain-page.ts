// A page with our client and the plain dialect, in Node: what it was told, what it showed meanwhile, and how often it dialed.
import { plain, type PlainOptions } from '../../../src/client/dialects/index.ts'
import { browserWorld, type ResilientSocket } from '../../../src/client/index.ts'
import type { ConnectionStatus } from '../../../src/core/model.ts'
import { openPage } from './pages.ts'

export interface PlainPage extends Disposable {
  readonly socket: ResilientSocket
  /** Ids of the tasks whose end it was told, each as often as it was. */
  readonly told: readonly string[]
  /** What the status said, each time that it changed. */
  readonly showed: readonly ConnectionStatus[]
  readonly dials: () => number
  /** How often REST has answered. */
  readonly rounds: () => number
  /** Every text that came, oldest first. */
  readonly heard: readonly string[]
  readonly wrote: readonly string[]
  /** From now on REST is asked for it whenever it is asked, as an app does that remembers what it began. */
  readonly remember: (id: string) => void
  /** Asks for it, as `useTask` does, and waits until it is shown as running. */
  watch(id: string): Promise<void>
  until(isSo: () => boolean): Promise<void>
  live(): Promise<void>
}

export interface PlainPageOptions extends PlainOptions {
  readonly url: string
  /** How the app asks the server about tasks. */
  readonly read: (ids: readonly string[], signal: AbortSignal) => Promise<readonly unknown[]>
}

/** The preset's 30 s, 10 s and 15 s, made short. */
export const SHORT: Pick<PlainOptions, 'ping' | 'pollMs'> = { ping: { everyMs: 1000, withinMs: 2000 }, pollMs: 1000 }
const BACKOFF = { firstMs: 100, baseMs: 200, capMs: 2000 }
/** How long a test waits for anything. */
const WITHIN_MS = 20_000
/** How long the app gives one request. */
const REQUEST_MS = 2000

export function openPlainPage({ url, read, ...options }: PlainPageOptions): PlainPage {
  const told: string[] = []
  const begun = new Set<string>()
  const lines = overheard()
  let rounds = 0
  const dialect = plain.taskNotifications({
    ...SHORT,
    async reconcile(ids, { signal }) {
      const tasks = await within(signal, limited => read([...new Set([...ids, ...begun])], limited))
      rounds += 1
      return tasks
    },
    ...options,
  })
  const page = openPage({ url, identity: 'ada', dialect, backoff: BACKOFF, world: lines.world })
  const { socket } = page
  socket.on('notification', ({ taskId }) => {
    told.push(taskId ?? '')
    begun.delete(taskId ?? '')
  })
  const until = (isSo: () => boolean) =>
    new Promise<void>((resolve, reject) => {
      const by = performance.now() + WITHIN_MS
      const timer = setInterval(() => {
        if (!isSo() && performance.now() < by) return
        clearInterval(timer)
        if (isSo()) resolve()
        else reject(new Error(`Not so within ${WITHIN_MS} ms: ${String(isSo)}. The page: ${JSON.stringify(look())}`))
      }, 10)
    })
  const look = () => {
    const tasks = socket.store.tasks().map(({ id, status, sync }) => [id, status, sync])
    return {
      status: socket.store.status(),
      told,
      tasks,
      dials: lines.dials(),
      rounds,
      heard: lines.heard.slice(-5),
      wrote: lines.wrote.slice(-5),
    }
  }
  return {
    socket,
    told,
    showed: page.statuses,
    dials: lines.dials,
    rounds: () => rounds,
    heard: lines.heard,
    wrote: lines.wrote,
    remember: id => void begun.add(id),
    async watch(id) {
      socket.askTask(id)
      await until(() => socket.store.task(id)?.status === 'running')
    },
    until,
    live: () => until(() => socket.store.status().freshness === 'live'),
    [Symbol.dispose]: () => page[Symbol.dispose](),
  }
}

/** The dialect's signal, and the app's own limit for one request. */
async function within<T>(outer: AbortSignal, run: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const limited = new AbortController()
  const abort = () => limited.abort()
  const timer = setTimeout(abort, REQUEST_MS)
  outer.addEventListener('abort', abort)
  try {
    return await run(limited.signal)
  } finally {
    clearTimeout(timer)
    outer.removeEventListener('abort', abort)
  }
}

/** A world whose sockets are listened to. */
function overheard() {
  const world = browserWorld()
  const heard: string[] = []
  const wrote: string[] = []
  let dials = 0
  return {
    heard,
    wrote,
    dials: () => dials,
    world: {
      ...world,
      openSocket: ((url, protocol, listener) => {
        dials += 1
        const handle = world.openSocket(url, protocol, {
          ...listener,
          frame(text) {
            heard.push(text)
            listener.frame(text)
          },
        })
        return {
          ...handle,
          send(text) {
            wrote.push(text)
            handle.send(text)
          },
        }
      }) satisfies typeof world.openSocket,
    },
  }
}
