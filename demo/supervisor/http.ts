// The supervisor's own HTTP server: the page, and the control API, which never goes through the faulty link.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { SUPERVISOR } from '../limits.ts'
import type { PageFiles } from './page-files.ts'

export interface ControlApi {
  /** The whole state, as the fault panel shows it. */
  state(): unknown
  /** Called after each change of it. Returns its end. */
  watch(wake: () => void): () => void
  /** What to do for `POST /api/<name>`; null: no such name. */
  act(name: string): ((body: unknown) => Promise<unknown>) | null
}

/** Thrown by an action for a request that makes no sense. */
export class BadRequest extends Error {
  override readonly name = 'BadRequest'
}

export const createHttp = (files: PageFiles, api: ControlApi): Server =>
  createServer((request, response) => {
    answer({ request, response, files, api }).catch((error: unknown) => {
      const status = error instanceof BadRequest ? 400 : 500
      sendJson(response, status, { error: error instanceof Error ? error.message : 'It failed.' })
    })
  })

interface Exchange {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly files: PageFiles
  readonly api: ControlApi
}

async function answer({ request, response, files, api }: Exchange): Promise<void> {
  const { pathname } = new URL(request.url ?? '/', 'http://demo')
  // A name that resolves to this machine must not become a way into it from another site.
  if (!isOurs(request)) return sendJson(response, 403, { error: 'Only the demo page may ask this.' })
  if (pathname === '/api/state') return sendJson(response, 200, api.state())
  if (pathname === '/api/events') return streamState(request, response, api)
  const action = pathname.startsWith('/api/') ? api.act(pathname.slice('/api/'.length)) : null
  if (action !== null && request.method === 'POST') return sendJson(response, 200, await action(await readJson(request)))
  sendFile(response, files, pathname === '/' ? '/index.html' : pathname)
}

/** Same host in name, and asked by our own page or by a program. */
function isOurs({ headers }: IncomingMessage): boolean {
  const host = headers.host ?? ''
  const isNumbered = /^(?:\d{1,3}(?:\.\d{1,3}){3}|\[[\da-f:]+\]|localhost)(?::\d+)?$/i.test(host)
  return isNumbered && (headers.origin === undefined || headers.origin === `http://${host}`)
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  if (!(request.headers['content-type'] ?? '').startsWith('application/json')) throw new BadRequest('Send JSON, with its content type.')
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request) {
    const piece = Buffer.from(chunk)
    bytes += piece.length
    if (bytes > SUPERVISOR.bodyBytes) throw new BadRequest(`The body is larger than ${SUPERVISOR.bodyBytes} bytes.`)
    chunks.push(piece)
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString())
  } catch {
    throw new BadRequest('The body is no JSON.')
  }
}

let watcherCount = 0

function streamState(request: IncomingMessage, response: ServerResponse, api: ControlApi): void {
  if (watcherCount >= SUPERVISOR.watchers) return sendJson(response, 503, { error: 'Too many pages watch the demo already.' })
  watcherCount += 1
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
  const send = () => response.write(`data: ${JSON.stringify(api.state())}\n\n`)
  const unwatch = api.watch(send)
  request.on('close', () => {
    watcherCount -= 1
    unwatch()
  })
  send()
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  if (response.headersSent) return void response.destroy()
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' })
  response.end(JSON.stringify(body))
}

function sendFile(response: ServerResponse, files: PageFiles, path: string): void {
  const file = files.get(path)
  if (file === undefined) return sendJson(response, 404, { error: `There is nothing at ${path}.` })
  response.writeHead(200, { 'content-type': file.type, 'cache-control': 'no-cache', 'x-content-type-options': 'nosniff' })
  response.end(file.body)
}
