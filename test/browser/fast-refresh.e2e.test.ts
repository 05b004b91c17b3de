// A developer edits a component while the page is open: the page shows the edit, and its connection is the one it had.
import { mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import react from '@vitejs/plugin-react'
import type { Browser, Page } from 'playwright'
import { createServer, type ViteDevServer } from 'vite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startServer, type LiveServer } from '../support/live-server.ts'
import { launch } from '../support/page.ts'

const root = new URL('../../', import.meta.url).pathname

let server: LiveServer
let vite: ViteDevServer
let browser: Browser
let folder: string

const wordSource = (word: string) => `
import { useState } from 'react'
import { useConnectionState, useTasks } from 'resilient-socket'
export function Word() {
  const [clicks, setClicks] = useState(0)
  const { state, freshness } = useConnectionState()
  return <button onClick={() => setClicks(clicks + 1)}>{['${word}', clicks, state, freshness, useTasks().length].join(' ')}</button>
}`
const appSource = (title: string) => `
import { ResilientSocketProvider } from 'resilient-socket'
import { Word } from './word.tsx'
export const App = () => (
  <ResilientSocketProvider url="ws://127.0.0.1:${server.port}/rs" getToken={() => 'ada'}>
    <h1>${title}</h1>
    <Word />
  </ResilientSocketProvider>
)`
const mainSource = `
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
createRoot(document.body.appendChild(document.createElement('main'))).render(<App />)`

const write = (name: string, source: string) => writeFileSync(join(folder, name), source)

beforeAll(async () => {
  // Not below node_modules, which neither the watcher nor Fast Refresh looks at.
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'fast-refresh-')))
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  server = await startServer({ origins: () => true })
  write('index.html', '<!doctype html><title>Fast Refresh</title><body><script type="module" src="/main.tsx"></script></body>')
  write('main.tsx', mainSource)
  write('app.tsx', appSource('Before'))
  write('word.tsx', wordSource('first'))
  const alias = [{ find: /^resilient-socket$/, replacement: join(root, 'src/index.ts') }]
  vite = await createServer({
    root: folder,
    configFile: false,
    logLevel: 'error',
    cacheDir: join(folder, '.vite'),
    resolve: { alias, dedupe: ['react', 'react-dom'] },
    plugins: [react()],
    server: { host: '127.0.0.1', port: 0, fs: { allow: [root, folder] } },
    optimizeDeps: { include: ['react', 'react-dom/client', 'react/jsx-dev-runtime', 'eventemitter3'] },
  })
  await vite.listen()
  browser = await launch()
})

afterAll(async () => {
  await browser.close()
  await vite.close()
  await server[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true, force: true })
})

const says = (page: Page, text: string) => page.getByText(text, { exact: true }).waitFor({ timeout: 30_000 })

test('an edit of a component, and of the one that holds the provider, leaves the connection and what is held as they were', async () => {
  const page = await browser.newPage()
  const sockets: string[] = []
  page.on('websocket', socket => void (socket.url().endsWith('/rs') && sockets.push(socket.url())))
  await page.goto(vite.resolvedUrls?.local[0] ?? 'about:blank')
  await says(page, 'first 0 connected live 0')
  await server.resilient.tasks.open('ada', { kind: 'export' })
  await page.getByRole('button').click()
  await says(page, 'first 1 connected live 1')
  write('word.tsx', wordSource('second'))
  await says(page, 'second 1 connected live 1')
  write('app.tsx', appSource('After'))
  await says(page, 'After')
  await says(page, 'second 1 connected live 1')
  expect(sockets).toHaveLength(1)
  expect(server.resilient.stats().connections).toBe(1)
})
