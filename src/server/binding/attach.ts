// Takes the WebSocket upgrades of one path of an http server; all others are left to whoever listens for them.
import { type IncomingMessage, type Server, STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import type { WebSocket, WebSocketServer } from 'ws'
import { SUBPROTOCOL } from '../../protocol/frames.ts'
import * as WIRE from '../../protocol/limits.ts'
import { pathOf, requestOf } from '../http/node-adapter.ts'
import { TIMES } from '../limits.ts'
import type { Node } from '../node.ts'
import type { Log } from '../types.ts'
import { bindSocket } from './socket.ts'

export interface SocketsOptions {
  readonly path: string
  readonly node: Node
  readonly log: Log
}

/** `ws` is loaded here and nowhere else, so that the rest of the server works without it. */
export function attachSockets(http: Server, { path, node, log }: SocketsOptions): void {
  const acceptor = import('ws').then(({ WebSocketServer: Acceptor }) => new Acceptor(ACCEPTOR))
  acceptor.catch(() => {
    log({
      level: 'error',
      event: 'ws-missing',
      message: 'The package `ws` is not installed, so no socket can be accepted. Run `npm install ws`.',
    })
  })

  http.on('upgrade', (message, socket, head) => {
    if (pathOf(message) !== path) return void (http.listenerCount('upgrade') === 1 && refuse(socket, 404))
    // Between the request and the handshake an error has no other listener, and would end the process.
    socket.on('error', () => {})
    const bound = (ws: WebSocket): void =>
      bindSocket(ws, { node, log, caller: { request: requestOf(message), address: addressOf(message) } })
    const upgrade = (server: WebSocketServer): void => server.handleUpgrade(message, socket, head, bound)
    acceptor.then(upgrade).catch(error => {
      log({ level: 'debug', event: 'upgrade-failed', error: error instanceof Error ? error.message : String(error) })
      refuse(socket, 503)
    })
  })
}

/** Frames are small and numerous, so compression would cost more memory than it saves. The engine bounds the hello further. */
const ACCEPTOR = {
  noServer: true,
  clientTracking: false,
  perMessageDeflate: false,
  maxPayload: WIRE.upBytes,
  closeTimeout: TIMES.closeMs,
  handleProtocols: (offered: Set<string>): string | false => offered.has(SUBPROTOCOL) && SUBPROTOCOL,
}

const addressOf = ({ socket }: IncomingMessage): string => socket.remoteAddress ?? 'unknown'

/** With no other listener an upgrade that is not ours would hang. */
function refuse(socket: Duplex, status: 404 | 503): void {
  if (!socket.writable) return void socket.destroy()
  socket.on('error', () => {})
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}
