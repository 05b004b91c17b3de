// One `ws` socket as a transport of the engine, and its events as the connection's.
import type { RawData, WebSocket } from 'ws'
import type { Connection, Transport } from '../engine/host.ts'
import type { Caller, Node } from '../node.ts'
import type { Log } from '../types.ts'

export interface BindOptions {
  readonly node: Node
  readonly caller: Caller
  readonly log: Log
}

export function bindSocket(ws: WebSocket, { node, caller, log }: BindOptions): void {
  // First of all: an error without a listener ends the process.
  ws.on('error', error => note(error, log))
  let connection: Connection | null = null
  const transport = transportOf(ws, () => connection?.flushed())
  const accepted = node.accept(transport, caller)
  connection = accepted
  ws.on('message', (data, isBinary) => (isBinary ? accepted.receivedBinary() : accepted.received(textOf(data))))
  ws.on('close', () => accepted.closed())
}

function transportOf(ws: WebSocket, flushed: () => void): Transport {
  return {
    send(text) {
      // A failed send is followed by the socket's own close.
      if (ws.readyState === ws.OPEN) ws.send(text, () => flushed())
    },
    close: (code, reason) => ws.close(code, reason),
    terminate: () => ws.terminate(),
    bufferedBytes: () => ws.bufferedAmount,
    pause: () => ws.pause(),
    resume: () => ws.resume(),
  }
}

function textOf(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString()
  return Buffer.isBuffer(data) ? data.toString() : Buffer.from(data).toString()
}

/** What breaks the rules of WebSocket is worth a warning; a network that failed is daily life. */
function note(error: Error, log: Log): void {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : 'unknown'
  log({ level: code.startsWith('WS_ERR') ? 'warn' : 'debug', event: 'socket-error', code })
}
