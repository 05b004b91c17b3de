// Puts the HTTP API before the application's own listeners of an http server: each request is answered by one of the two, exactly once.
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Log } from '../types.ts'
import type { Fetch } from './api.ts'
import { pathOf, requestOf, send } from './node-adapter.ts'
import { problem } from './problem.ts'

export interface AttachOptions {
  /** Where the socket is, without a slash at the end; empty for the root. */
  readonly base: string
  readonly fetch: Fetch
  readonly log: Log
}

/**
 * The server's `emit` is wrapped rather than its listeners: a listener that the application adds later would else answer our
 * requests a second time. A request that nobody listens for is answered 404 instead of hanging for ever.
 */
export function attachApi(http: Server, { base, fetch, log }: AttachOptions): void {
  const emit = http.emit.bind(http)

  const answerOurs = async (message: IncomingMessage, reply: ServerResponse): Promise<void> => {
    try {
      await send(pathOf(message) === base ? upgradeRequired() : await fetch(requestOf(message)), reply)
    } catch (error) {
      log({ level: 'error', event: 'http-failed', error: error instanceof Error ? error.message : String(error) })
      reply.destroy()
    }
  }

  function emitFirst(event: string | symbol, ...values: readonly unknown[]): boolean {
    const [message, reply] = values
    if (event !== 'request' || !isRequest(message) || !isReply(reply)) return Reflect.apply(emit, undefined, [event, ...values])
    if (isOurs(pathOf(message), base)) {
      void answerOurs(message, reply)
      return true
    }
    const isHeard: boolean = Reflect.apply(emit, undefined, [event, ...values])
    if (!isHeard) void send(problem({ status: 404, code: 'not-found', detail: 'Nothing is here.' }), reply)
    return true
  }

  Object.assign(http, { emit: emitFirst })
}

/** At the root only the tasks are ours: the root page is the application's. */
export function isOurs(path: string, base: string): boolean {
  if (base === '') return path === '/tasks' || path.startsWith('/tasks/')
  return path === base || path.startsWith(`${base}/`)
}

function upgradeRequired(): Response {
  const detail = 'A WebSocket is here. Dial it with the subprotocol resilient-socket.v1; tasks are under `tasks`, over HTTP.'
  // Any page may read this, for it says nothing of anybody: a client whose sockets do not open asks here whether the server is up.
  const headers = { Upgrade: 'websocket', Connection: 'Upgrade', 'Access-Control-Allow-Origin': '*' }
  return problem({ status: 426, code: 'upgrade-required', detail, headers })
}

const isRequest = (value: unknown): value is IncomingMessage => typeof value === 'object' && value !== null && 'headers' in value
const isReply = (value: unknown): value is ServerResponse => typeof value === 'object' && value !== null && 'writeHead' in value
