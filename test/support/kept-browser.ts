// A Chromium with a profile on disk, a page that keeps its state there, and ways to kill either without a word.
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type BrowserContext, chromium, type Page } from 'playwright'
import { build } from 'vite'
import { expect } from 'vitest'
import { chromiumArgs, chromiumPath } from '../../scripts/chromium.mjs'
import type { ResilientSocket } from '../../src/client/index.ts'

declare global {
  interface Window {
    kept: ResilientSocket
  }
}

export interface Profile extends AsyncDisposable {
  /** Starts Chromium on this profile. */
  readonly start: () => Promise<BrowserContext>
  readonly open: (context: BrowserContext, query: Readonly<Record<string, string>>) => Promise<Page>
  /** Of the page that `open` opens; at `/elsewhere` there is one that runs nothing. */
  readonly origin: string
}

export async function createProfile(): Promise<Profile> {
  const folder = await mkdtemp(join(tmpdir(), 'resilient-profile-'))
  const server = await pageServer()
  const { port } = server.address() as AddressInfo
  const contexts: BrowserContext[] = []
  const origin = `http://127.0.0.1:${port}`
  return {
    origin,
    async start() {
      const context = await chromium.launchPersistentContext(folder, { executablePath: chromiumPath(), args: [...chromiumArgs] })
      contexts.push(context)
      return context
    },
    async open(context, query) {
      const page = await context.newPage()
      await page.goto(`${origin}/?${new URLSearchParams(query)}`)
      await page.waitForFunction(() => 'kept' in window)
      return page
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(contexts.map(context => context.close().catch(() => undefined)))
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
      await rm(folder, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

async function pageServer(): Promise<Server> {
  const input = fileURLToPath(new URL('../browser/storage-page/main.ts', import.meta.url))
  const built = await build({ configFile: false, logLevel: 'warn', build: { write: false, rollupOptions: { input } } })
  const outputs = Array.isArray(built) ? built : 'output' in built ? [built] : []
  const chunks = outputs.flatMap(({ output }) => output).flatMap(file => (file.type === 'chunk' ? [file] : []))
  const entry = chunks.find(({ isEntry }) => isEntry)?.fileName
  const server = createServer((request, response) => {
    const script = chunks.find(({ fileName }) => request.url === `/${fileName}`)
    const isBare = request.url === '/elsewhere'
    response.setHeader('content-type', script === undefined ? 'text/html' : 'text/javascript')
    // A page of an opaque origin asks for its script as any stranger does.
    response.setHeader('access-control-allow-origin', '*')
    if (request.url?.includes('sandboxed')) response.setHeader('content-security-policy', 'sandbox allow-scripts')
    response.end(
      isBare ? '<!doctype html>' : (script?.code ?? `<!doctype html><title>kept</title><script type="module" src="/${entry}"></script>`),
    )
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return server
}

export const statusOf = (page: Page) => page.evaluate(() => window.kept.store.status())
export async function isLive(page: Page): Promise<void> {
  await expect.poll(async () => (await statusOf(page)).freshness).toBe('live')
}
/** A disk that took more than a second, as on a busy machine, is tried again after half a minute. */
export async function storageIs(page: Page, storage: 'kept' | 'memory'): Promise<void> {
  await expect.poll(async () => (await statusOf(page)).storage, { timeout: 60_000 }).toBe(storage)
}

/** Ends the whole browser as a loss of the process does: nothing is flushed, nobody is told. */
export async function killBrowser(context: BrowserContext): Promise<void> {
  const gone = new Promise<void>(resolve => void context.once('close', () => resolve()))
  process.kill(await processOf(context, 'browser'), 'SIGKILL')
  await gone
}

/** Ends the renderer of a page, found by what only it says it is. */
export async function killRenderer(page: Page): Promise<void> {
  const crashed = new Promise<void>(resolve => void page.once('crash', () => resolve()))
  const session = await page.context().newCDPSession(page)
  session.send('Page.crash').catch(() => undefined)
  await crashed
}

async function processOf(context: BrowserContext, type: string): Promise<number> {
  const browser = context.browser()
  if (browser === null) throw new Error('This context has no browser to ask for its processes.')
  const session = await browser.newBrowserCDPSession()
  const { processInfo } = await session.send('SystemInfo.getProcessInfo')
  const found = processInfo.find(each => each.type === type)
  if (found === undefined) throw new Error(`Chromium names no process of the type ${type}.`)
  return found.id
}
