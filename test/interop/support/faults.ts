// What is done to each server, and what came of it: the tests write it down, `scripts/servers-table.mjs` makes the table of docs/SERVERS.md of it.
import { mkdirSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** In the order of the table. */
export const FAULTS = {
  gone: 'the client is gone when the task ends',
  'half-open': 'half-open link: a router forgets the connection',
  unplugged: 'half-open link: the far end is unplugged for a while',
  return: 'the endpoint returns without closing',
  stuck: 'the endpoint reads no more',
  pop: 'the end of the old socket removes the new one',
  crash: 'the endpoint crashes',
  polite: 'the endpoint crashes and closes with 1000',
  inline: 'a long task in the endpoint holds pongs back',
  sigterm: 'SIGTERM, then a new process',
  sigkill: 'SIGKILL, then a new process',
  drops: '300 tasks through drops',
  away: 'nobody listens while the task ends',
  'idle-timeout': 'five minutes behind nginx, `proxy_read_timeout` 60 s',
} as const

export type Fault = keyof typeof FAULTS

const PYTHON_SERVERS = ['uvicorn + websockets', 'uvicorn + wsproto', 'hypercorn']

/** Who meets it. */
export const SERVERS: Readonly<Record<Fault, readonly string[]>> = {
  gone: PYTHON_SERVERS,
  'half-open': PYTHON_SERVERS,
  unplugged: PYTHON_SERVERS,
  return: PYTHON_SERVERS,
  stuck: PYTHON_SERVERS,
  pop: PYTHON_SERVERS,
  crash: PYTHON_SERVERS,
  polite: PYTHON_SERVERS,
  inline: PYTHON_SERVERS,
  sigterm: PYTHON_SERVERS,
  sigkill: PYTHON_SERVERS,
  drops: PYTHON_SERVERS,
  away: ['@fastify/websocket', '@hono/node-ws', 'ws'],
  'idle-timeout': ['uvicorn + wsproto'],
}

export interface Row {
  readonly server: string
  readonly fault: Fault
  /** Who was connected. */
  readonly client: 'bare' | 'plain'
  /** What became of the socket. */
  readonly socket: string
  /** What became of the answer. */
  readonly answer: string
  /** What the server logged when it sent. */
  readonly log?: string
}

const FOLDER = fileURLToPath(new URL('../../../artifacts/servers/', import.meta.url))

export function record(row: Row): void {
  mkdirSync(FOLDER, { recursive: true })
  const name = `${row.server} ${row.fault} ${row.client}`.replaceAll(/[^\w]+/g, '-')
  writeFileSync(`${FOLDER}${name}.json`, `${JSON.stringify(row)}\n`)
}
