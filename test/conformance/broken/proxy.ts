// A server that is broken in one way: ours, behind a layer that mangles what goes by.
import { createServer, request as httpRequest } from 'node:http'
import type { AddressInfo } from 'node:net'
import { WebSocket, WebSocketServer } from 'ws'
import type { ServerOptions } from '../../../src/server/types.ts'
import { startServer } from '../../support/live-server.ts'
import { ourOptions } from '../our-server.ts'

/** A frame as JSON: the layer knows no types, for it breaks them. */
// oxlint-disable-next-line typescript/no-explicit-any
export type Loose = any

export interface Link {
  /** 1 for the first socket of the server's life. */
  readonly number: number
  toClient(frame: Loose): void
  toServer(frame: Loose): void
  close(code: number): void
}

export interface Layer {
  readonly dialed?: () => void
  /** What goes on instead; by default the frame itself. */
  readonly down?: (frame: Loose) => readonly Loose[]
  readonly up?: (frame: Loose) => readonly Loose[]
  /** The code that the client sees. */
  readonly closing?: (code: number) => number
  /** How frames go down. */
  readonly form?: 'text' | 'binary'
}

export interface Fault {
  /** What such a server does. */
  readonly title: string
  /** The rule that it breaks. */
  readonly breaks: string
  readonly options?: Partial<ServerOptions>
  /** Made once for a server, then called for each socket. */
  readonly layer?: () => (link: Link) => Layer
  /** What goes down over HTTP instead of this status and path. */
  readonly http?: () => HttpLayer
}

export interface HttpLayer {
  readonly status?: (status: number, path: string) => number
  readonly headers?: (headers: Record<string, string>) => void
}

export interface BrokenServer extends AsyncDisposable {
  readonly port: number
}

export async function startBroken({ options, layer, http }: Fault): Promise<BrokenServer> {
  const upstream = await startServer({ ...ourOptions, ...options, limits: { ...ourOptions.limits, ...options?.limits } })
  const layerOf = layer?.() ?? (() => ({}))
  const front = createServer()
  const acceptor = new WebSocketServer({ noServer: true, handleProtocols: () => 'resilient-socket.v1' })
  let number = 0

  front.on('request', (message, reply) => {
    const { method, headers } = message
    const asked = httpRequest({ port: upstream.port, host: '127.0.0.1', path: message.url, method, headers }, answer => {
      const altered = { ...answer.headers } as Record<string, string>
      const status = answer.statusCode ?? 500
      const mangler = http?.()
      mangler?.headers?.(altered)
      reply.writeHead(mangler?.status?.(status, message.url ?? '') ?? status, altered)
      answer.pipe(reply)
    })
    asked.on('error', () => reply.destroy())
    message.pipe(asked)
  })
  front.on('upgrade', (message, socket, head) => {
    socket.on('error', () => {})
    const { host = '', origin = '' } = message.headers
    acceptor.handleUpgrade(message, socket, head, client => {
      const server = new WebSocket(`ws://127.0.0.1:${upstream.port}/rs`, ['resilient-socket.v1'], { headers: { host, origin } })
      join(client, server, link => layerOf({ ...link, number: ++number }))
    })
  })
  await new Promise<void>(resolve => front.listen(0, '127.0.0.1', resolve))
  return {
    port: (front.address() as AddressInfo).port,
    async [Symbol.asyncDispose]() {
      for (const client of acceptor.clients) client.terminate()
      front.closeAllConnections()
      await new Promise(resolve => front.close(resolve))
      await upstream[Symbol.asyncDispose]()
    },
  }
}

function join(client: WebSocket, server: WebSocket, layerOf: (link: Omit<Link, 'number'>) => Layer): void {
  const waiting: (string | Buffer)[] = []
  const send = (data: string | Buffer): void => {
    if (server.readyState === WebSocket.OPEN) server.send(data)
    else waiting.push(data)
  }
  const end = (code: number): void => {
    if (code === 1005 || code === 1006) client.terminate()
    else client.close(code)
    server.close()
  }
  const layer: Layer = layerOf({
    toClient: frame => client.send(JSON.stringify(frame)),
    toServer: frame => send(JSON.stringify(frame)),
    close: end,
  })
  for (const socket of [client, server]) socket.on('error', () => {})
  server.on('open', () => {
    for (const data of waiting.splice(0)) server.send(data)
  })
  server.on('message', (data: Buffer) => {
    if (client.readyState !== WebSocket.OPEN) return
    for (const frame of through(layer.down, data.toString())) client.send(frame, { binary: layer.form === 'binary' })
  })
  client.on('message', (data: Buffer, isBinary) => {
    if (isBinary) return send(data)
    for (const frame of through(layer.up, data.toString())) send(frame)
  })
  server.on('close', code => end(layer.closing?.(code) ?? code))
  client.on('close', () => server.close())
  layer.dialed?.()
}

/** Text that is no object goes by as it is. */
function through(mangle: Layer['up'], text: string): readonly string[] {
  const frame = parsed(text)
  if (mangle === undefined || typeof frame !== 'object' || frame === null) return [text]
  return mangle(frame).map(each => (each === frame && JSON.stringify(each) === text ? text : JSON.stringify(each)))
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
