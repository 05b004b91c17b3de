// A server in this process and pages that share a socket: what the tests of tabs stand on.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import type { ResilientSocket } from '../../src/client/index.ts'
import { createResilientServer } from '../../src/server/index.ts'
import type { ResilientServer } from '../../src/server/resilient-server.ts'

declare global {
  interface Window {
    readonly rs: ResilientSocket
    readonly told: readonly string[]
    readonly tokens: number
  }
}

export interface TabsStand extends AsyncDisposable {
  readonly port: number
  readonly resilient: ResilientServer
  /** Sockets so far, whatever became of them. */
  dials(): number
  /** What the op `note` was given, in order, each time it ran. */
  readonly notes: readonly unknown[]
}

export async function startTabsStand(): Promise<TabsStand> {
  const files = await pageFiles()
  const notes: unknown[] = []
  let dials = 0
  const http = createServer((request, response) => {
    const file = files.get(request.url ?? '')
    response.setHeader('content-type', file === undefined ? 'text/html' : 'text/javascript')
    response.end(file ?? '<!doctype html><script type="module" src="/tab.js"></script>')
  })
  http.on('upgrade', () => (dials += 1))
  const resilient = createResilientServer({
    authenticate: ({ token }) => (token === null ? null : { user: token }),
    handlers: { echo: input => input },
    ops: { note: data => void notes.push(data) },
    log: () => {},
  })
  resilient.attach(http, { path: '/rs' })
  await new Promise<void>(resolve => void http.listen(0, '127.0.0.1', resolve))
  const { port } = http.address() as AddressInfo
  return {
    port,
    resilient,
    dials: () => dials,
    notes,
    async [Symbol.asyncDispose]() {
      await resilient.close({ drainMs: 0 })
      http.closeAllConnections()
      await new Promise(resolve => void http.close(resolve))
    },
  }
}

/** The page of each tab: a socket, and what it told. */
async function pageFiles(): Promise<ReadonlyMap<string, string>> {
  const entry = fileURLToPath(new URL('../browser/tab-page.ts', import.meta.url))
  const built = await build({
    configFile: false,
    logLevel: 'warn',
    build: { write: false, modulePreload: false, rolldownOptions: { input: { tab: entry }, output: { entryFileNames: '[name].js' } } },
  })
  const outputs = Array.isArray(built) ? built : 'output' in built ? [built] : []
  return new Map(outputs.flatMap(({ output }) => output).flatMap(file => (file.type === 'chunk' ? [[`/${file.fileName}`, file.code]] : [])))
}
