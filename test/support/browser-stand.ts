// A server in this process, a line that breaks, and bare pages that run the client without React: what the browser tests stand on.
import { createServer, type Server } from 'node:http'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { listen, LOOPBACK } from '../../demo/listen.ts'
import { createResilientServer, createTaskWriter, memoryStore } from '../../src/server/index.ts'
import type { ResilientServer } from '../../src/server/resilient-server.ts'
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
  /** Who sent each of them. */
  readonly authors: readonly string[]
  readonly tokens: {
    /** Whom the next ones are for; empty: nobody, whom the server refuses. */
    user: string
    lifeMs: number
    /** True: an application that hands out the token it has until it is told that it was refused. */
    stale: boolean
    /** Those that were asked for, and whether as `refused`. */
    readonly asked: boolean[]
  }
  /** Drains the server as a deploy does, and starts its successor over the same store. */
  restart(drainMs: number): Promise<void>
  /** As a rolling deploy does: the successor serves, over the same store, before the server drains. */
  handOver(drainMs: number): Promise<void>
}

export interface StandOptions {
  /** Headers of the pages, as a Content-Security-Policy. */
  readonly headers?: Readonly<Record<string, string>>
  /** The page's script, in test/browser. */
  readonly page?: 'stand-page.ts' | 'banner-page.tsx'
}

export async function startStand({ headers = {}, page = 'stand-page.ts' }: StandOptions = {}): Promise<Stand> {
  const script = await bundleOf(page)
  const store = memoryStore()
  const notes: unknown[] = []
  const authors: string[] = []
  const tokens = { user: 'ada', lifeMs: 3_600_000, stale: false, asked: [] as boolean[] }
  const pages = createPages({ script, headers, token: refused => tokenOf(tokens, refused) })
  const pagePort = await listen(pages, 0)
  const pageUrl = `http://${LOOPBACK}:${pagePort}`
  const start = () => startServer({ store, notes, authors, origins: [pageUrl, 'null'] })
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
    authors,
    tokens,
    async restart(drainMs) {
      await running.stop(drainMs)
      isUp = false
      running = await start()
      isUp = true
    },
    async handOver(drainMs) {
      const { stop } = running
      running = await start()
      await stop(drainMs)
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

/** Each is built once for all the stands of a file. */
const bundles = new Map<string, Promise<string>>()

function bundleOf(page: string): Promise<string> {
  const made = bundles.get(page) ?? bundle(page)
  bundles.set(page, made)
  return made
}

async function bundle(page: string): Promise<string> {
  const entry = fileURLToPath(new URL(`../browser/${page}`, import.meta.url))
  const lib = { entry, formats: ['iife' as const], name: 'page', fileName: 'page' }
  const define = { 'process.env.NODE_ENV': '"production"' }
  const oxc = { jsx: { runtime: 'automatic' as const, development: false } }
  const built = await build({ configFile: false, logLevel: 'error', define, oxc, build: { write: false, lib } })
  const [output] = Array.isArray(built) ? built : []
  const chunk = output?.output[0]
  if (chunk === undefined) throw new Error(`vite built nothing from test/browser/${page}. Build it by hand to see why.`)
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
    else reply('text/html', `<!doctype html><title>${pathname}</title><body><script src="/page.js"></script>`)
  })
}

/** `user.expiresAt`: worthless as a secret, and all that a test of expiry needs. */
function tokenOf(
  tokens: { readonly user: string; readonly lifeMs: number; readonly stale: boolean; readonly asked: boolean[] },
  refused: boolean,
): string {
  tokens.asked.push(refused)
  return `${tokens.user}.${tokens.stale && !refused ? Date.now() - 1_000 : Date.now() + tokens.lifeMs}`
}

interface ServerNeeds {
  readonly store: ReturnType<typeof memoryStore>
  readonly notes: unknown[]
  readonly authors: string[]
  readonly origins: readonly string[]
}

async function startServer({ store, notes, authors, origins }: ServerNeeds) {
  const resilient: ResilientServer = createResilientServer({
    store,
    origins,
    log: () => {},
    authenticate({ token }) {
      const [user, expiresAt] = (token ?? '').split('.')
      return user === undefined || user === '' ? null : { user, expiresInMs: Math.max(0, Number(expiresAt) - Date.now()) }
    },
    ops: {
      note(data, { user }) {
        notes.push(data)
        authors.push(user)
      },
    },
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
