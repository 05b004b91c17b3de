// The demo as a whole: the page and its control API, the fault proxy, and the server's process behind it.
import { fileURLToPath } from 'node:url'
import { machineClock } from '../clock-world.ts'
import { listen, listenNear, LOOPBACK } from '../listen.ts'
import { startFaultProxy } from '../proxy/proxy.ts'
import { secretBeside } from '../token.ts'
import { createControl } from './control.ts'
import { createHttp } from './http.ts'
import { buildPage } from './page-files.ts'
import { createServerProcess } from './server-process.ts'

export interface DemoOptions {
  /** Of the page; the fault proxy takes the next one if it is free. 0: any. */
  readonly port: number
  /** True: another port will do where this one is taken. */
  readonly anyPort: boolean
  readonly db: string
  readonly wordMs: number
  /** False: the control API and the socket without a page, for tests that need none. */
  readonly page: boolean
  readonly output: 'out' | 'err'
}

export interface Demo {
  readonly pageUrl: string
  readonly socketUrl: string
  stop(): Promise<void>
}

const PROGRAM = fileURLToPath(new URL('../server.ts', import.meta.url))

export async function startDemo({ port, anyPort, db, wordMs, page, output }: DemoOptions): Promise<Demo> {
  const watchers = new Set<() => void>()
  const onChange = () => watchers.forEach(wake => wake())
  const watch = (wake: () => void) => {
    watchers.add(wake)
    return () => void watchers.delete(wake)
  }

  let origins: readonly string[] = []
  const args = () => ['--db', db, '--pace', String(wordMs), ...origins.flatMap(origin => ['--origin', origin])]
  const clock = machineClock
  const secret = secretBeside(db)
  const files = page ? await buildPage() : new Map<string, never>()
  const server = createServerProcess({ program: PROGRAM, args, clock, output, onChange })
  const proxy = await startFaultProxy({ port: port === 0 ? 0 : port + 1, target: () => server.port(), clock, onChange })
  const http = createHttp(files, createControl({ proxy, server, secret, clock, watch }))

  async function stop(): Promise<void> {
    http.closeAllConnections()
    http.close()
    await Promise.all([server.stop(), proxy.close()])
  }
  try {
    const pagePort = await (anyPort ? listenNear : listen)(http, port)
    origins = [`http://${LOOPBACK}:${pagePort}`, `http://localhost:${pagePort}`]
    await server.start()
    return { pageUrl: `http://${LOOPBACK}:${pagePort}/`, socketUrl: `ws://${LOOPBACK}:${proxy.port}/rs`, stop }
  } catch (error) {
    await stop()
    throw error
  }
}
