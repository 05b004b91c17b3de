// The server of the benchmark: at a word from the page it sends the same burst, as frames of the protocol or as plain messages.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type RawData, type WebSocket, WebSocketServer } from 'ws'
import type { LogEvent } from '../../src/protocol/values.ts'

/** Tokens of an answer each, spread over as many tasks as there are readers. */
export interface Burst {
  readonly messages: number
  readonly readers: number
}

const EPOCH = 'epoch'
const TOKEN = 'word '
/** Sent between two turns of the event loop, so that the socket's buffer stays small. */
const PER_TURN = 200

export interface Flood {
  readonly url: string
  readonly stop: () => Promise<void>
}

/** `/plain` sends `{id, chunk}`; `/rs` speaks resilient-socket.v1. */
export async function startFlood(burst: Burst): Promise<Flood> {
  const http = createServer()
  const sockets = new WebSocketServer({ server: http, handleProtocols: protocols => [...protocols][0] ?? false })
  sockets.on('connection', (socket, request) => (request.url === '/rs' ? speak(socket, burst) : talk(socket, burst)))
  await new Promise<void>(resolve => http.listen(0, '127.0.0.1', resolve))
  const { port } = http.address() as AddressInfo
  return {
    url: `ws://127.0.0.1:${port}`,
    stop: () =>
      new Promise(stopped => {
        for (const socket of sockets.clients) socket.terminate()
        http.close(() => stopped())
      }),
  }
}

const taskOf = (index: number, { readers }: Burst): string => `t${index % readers}`

function talk(socket: WebSocket, burst: Burst): void {
  const send = (index: number) => socket.send(JSON.stringify({ id: taskOf(index, burst), chunk: TOKEN }))
  socket.on('message', () => pour(burst.messages, send))
}

function speak(socket: WebSocket, burst: Burst): void {
  const say = (frame: unknown) => socket.send(JSON.stringify(frame))
  const begin = () => {
    say(WELCOME)
    const cursor = { epoch: EPOCH, offset: 0, mark: EPOCH }
    const tasks = Array.from({ length: burst.readers }, (_, index) => taskNamed(`t${index}`))
    say({ type: 'snapshot', cursor, part: 1, parts: 1, tasks, pieces: [], notifications: [], seen: 0 })
    say({ type: 'events', prev: 0, offset: 0, mark: EPOCH, list: [], live: true })
  }
  const send = (index: number) => {
    const at = Math.floor(index / burst.readers) * TOKEN.length
    const event: LogEvent = { type: 'task.stream', id: taskOf(index, burst), attempt: 1, name: 'text', kind: 'text', at, chunk: TOKEN }
    say({ type: 'events', prev: index, offset: index + 1, mark: `m${index}`, list: [{ offset: index + 1, time: 0, event }] })
  }
  socket.on('message', data => {
    const frame = JSON.parse(textOf(data)) as {
      readonly type: string
      readonly id?: number | string
      readonly op?: string
      readonly data?: { id?: string }
    }
    if (frame.type === 'hello') begin()
    if (frame.type === 'ping') say({ type: 'pong', id: frame.id })
    if (frame.op === 'task.get')
      say({ type: 'receipt', id: frame.id, ok: true, data: { task: taskNamed(frame.data?.id ?? ''), pieces: [] } })
    if (frame.op === 'app.go') {
      say({ type: 'receipt', id: frame.id, ok: true, data: null })
      pour(burst.messages, send)
    }
  })
}

const textOf = (data: RawData): string => (data instanceof Buffer ? data.toString() : '{}')

const taskNamed = (id: string) => ({ ...HEAD, id, key: id, input: null })

function pour(messages: number, send: (index: number) => void, from = 0): void {
  const last = Math.min(messages, from + PER_TURN)
  for (let index = from; index < last; index += 1) send(index)
  if (last < messages) setImmediate(() => pour(messages, send, last))
}

const WELCOME = {
  type: 'welcome',
  connection: 'c',
  user: 'ada',
  epoch: EPOCH,
  head: 0,
  outcome: 'snapshot',
  reason: 'new',
  heartbeat: { intervalMs: 15_000, activeIntervalMs: 4_000, timeoutMs: 5_000 },
  limits: { upBytes: 65_536, inFlight: 32, ackBytes: 65_536, hedge: false },
  reconnectSpreadMs: 50,
}

const HEAD = { kind: 'chat', rev: 1, attempt: 1, status: 'running', cancelRequested: false, lengths: {}, createdAt: 1, updatedAt: 1 }
