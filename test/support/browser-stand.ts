// A server in this process, a line that breaks, and bare pages that run the client without React: what the browser tests stand on.
import { createServer, type Server } from 'node:http'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { listen, LOOPBACK } from '../../demo/listen.ts'
import { createResilientServer, createTaskWriter, memoryStore } from '../../src/server/index.ts'
import type { ResilientServer } from '../../src/server/types.ts'
import { type BrokenLine, startLine } from './broken-line.ts'

export interface Stand extends AsyncDisposable {
  readonly line: BrokenLine
  /** Of a bare page; anything may follow, so that there are several. */
  readonly pageUrl: string
  /** Through the line. */
  readonly socketUrl: string
  /** The page's one script, as text. */
  readonly script: string
  /** Work in another process than the server's: its end does not touch it. */
  readonly writer: ReturnType<typeof createTaskWriter>
  /** What the op `note` was given, in order, each time it ran. */
  readonly notes: readonly unknown[]
  readonly tokens: {
    lifeMs: number
    /** True: an application that hands out the token it has until it is told that it was refused. */
    stale: boolean
    /** Those that were asked for, and whether as `refused`. */
    readonly asked: boolean[]
  }
  /** Drains the server as a deploy does, and starts its successor over the same store. */
  restart(drainMs: number): Promise<void>
}

export interface StandOptions {
  /** Headers of the pages, as a Content-Security-Policy. */
  readonly headers?: Readonly<Record<string, string>>
}

export async function startStand({ headers = {} }: StandOptions = {}): Promise<Stand> {
  const script = await (bundled ??= bundle())
  const store = memoryStore()
  const notes: unknown[] = []
  const tokens = { lifeMs: 3_600_000, stale: false, asked: [] as boolean[] }
  const pages = createPages({ script, headers, token: refused => tokenOf(tokens, refused) })
  const pagePort = await listen(pages, 0)
  const pageUrl = `http://${LOOPBACK}:${pagePort}`
  const start = () => startServer({ store, notes, origins: [pageUrl, 'null'] })
  let running = await start()
  let isUp = true
  const line = await startLine(() => (isUp ? running.port : null))
  return {
    line,
    pageUrl,
    socketUrl: `ws://${LOOPBACK}:${line.port}/rs`,
    script,
    writer: createTaskWriter({ store }),
    notes,
    tokens,
    async restart(drainMs) {
      await running.stop(drainMs)
      isUp = false
      running = await start()
      isUp = true
    },
    async [Symbol.asyncDispose]() {
      await line.close()
      await running.stop(0)
      await store.close()
      pages.closeAllConnections()
      await new Promise(resolve => pages.close(resolve))
    },
  }
}

/** Built once for all the stands of a file. */
let bundled: Promise<string> | undefined

async function bundle(): Promise<string> {
  const entry = fileURLToPath(new URL('../browser/stand-page.ts', import.meta.url))
  const lib = { entry, formats: ['iife' as const], name: 'page', fileName: 'page' }
  const built = await build({ configFile: false, logLevel: 'warn', build: { write: false, lib } })
  const [output] = Array.isArray(built) ? built : []
  const chunk = output?.output[0]
  if (chunk === undefined) throw new Error('vite built nothing from test/browser/stand-page.ts. Build it by hand to see why.')
  return chunk.code
}

interface PagesOptions {
  readonly script: string
  readonly headers: Readonly<Record<string, string>>
  readonly token: (refused: boolean) => string
}

function createPages({ script, headers, token }: PagesOptions): Server {
  return createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://stand')
    const reply = (type: string, body: string) =>
      response.writeHead(200, { 'content-type': `${type}; charset=utf-8`, 'access-control-allow-origin': '*', ...headers }).end(body)
    if (pathname === '/page.js') reply('text/javascript', script)
    else if (pathname === '/token') reply('text/plain', token(searchParams.has('refused')))
    else reply('text/html', `<!doctype html><title>${pathname}</title><script src="/page.js"></script>`)
  })
}

/** `user.expiresAt`: worthless as a secret, and all that a test of expiry needs. */
function tokenOf(tokens: { readonly lifeMs: number; readonly stale: boolean; readonly asked: boolean[] }, refused: boolean): string {
  tokens.asked.push(refused)
  return `ada.${tokens.stale && !refused ? Date.now() - 1_000 : Date.now() + tokens.lifeMs}`
}

interface ServerNeeds {
  readonly store: ReturnType<typeof memoryStore>
  readonly notes: unknown[]
  readonly origins: readonly string[]
}

async function startServer({ store, notes, origins }: ServerNeeds) {
  const resilient: ResilientServer = createResilientServer({
    store,
    origins,
    log: () => {},
    authenticate({ token }) {
      const [user, expiresAt] = (token ?? '').split('.')
      return user === undefined || user === '' ? null : { user, expiresInMs: Math.max(0, Number(expiresAt) - Date.now()) }
    },
    ops: { note: data => void notes.push(data) },
  })
  const http = createServer()
  resilient.attach(http, { path: '/rs' })
  const port = await listen(http, 0)
  const stop = async (drainMs: number) => {
    await resilient.close({ drainMs })
    http.closeAllConnections()
    http.close()
  }
  return { port, stop }
}
