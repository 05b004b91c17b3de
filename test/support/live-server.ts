// A whole server on a free port of this machine, and peers that dial it with real WebSockets.
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { WebSocket } from 'ws'
import { decodeServer, encode } from '../../src/protocol/codec.ts'
import type { ClientMessage, ServerMessage } from '../../src/protocol/frames.ts'
import { createResilientServer } from '../../src/server/index.ts'
import type { ResilientServer } from '../../src/server/resilient-server.ts'
import type { LogEntry, ServerOptions } from '../../src/server/types.ts'

export interface LiveServer extends AsyncDisposable {
  readonly resilient: ResilientServer
  readonly http: Server
  readonly port: number
  readonly entries: readonly LogEntry[]
  dial(options?: DialOptions): LivePeer
  /** Dials, says hello as this user and waits for the welcome. */
  welcome(user: string, hello?: Partial<Extract<ClientMessage, { type: 'hello' }>>): Promise<LivePeer>
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Response>
}

export interface DialOptions {
  readonly path?: string
  readonly protocols?: readonly string[]
  readonly headers?: Readonly<Record<string, string>>
}

export interface LivePeer {
  readonly ws: WebSocket
  readonly frames: readonly ServerMessage[]
  opened(): Promise<void>
  say(...messages: readonly ClientMessage[]): void
  /** The first frame that fits, now or later. */
  frame<T extends ServerMessage['type']>(
    type: T,
    fits?: (frame: Extract<ServerMessage, { type: T }>) => boolean,
  ): Promise<Extract<ServerMessage, { type: T }>>
  closed(): Promise<number>
}

export async function startServer(options: Partial<ServerOptions> = {}, prepare: (http: Server) => void = () => {}): Promise<LiveServer> {
  const entries: LogEntry[] = []
  const resilient = createResilientServer({
    authenticate: ({ token }) => (token === null ? null : { user: token }),
    log: entry => void entries.push(entry),
    ...options,
  })
  const http = createServer()
  prepare(http)
  resilient.attach(http, { path: '/rs' })
  await new Promise<void>(resolve => http.listen(0, '127.0.0.1', resolve))
  const { port } = http.address() as AddressInfo
  const peers: LivePeer[] = []

  const dial = ({ path = '/rs', protocols = ['resilient-socket.v1'], headers = {} }: DialOptions = {}): LivePeer => {
    const peer = livePeer(new WebSocket(`ws://127.0.0.1:${port}${path}`, [...protocols], { headers }))
    peers.push(peer)
    return peer
  }
  return {
    resilient,
    http,
    port,
    entries,
    dial,
    async welcome(user, hello = {}) {
      const peer = dial()
      await peer.opened()
      peer.say({ type: 'hello', v: 1, client: `page-of-${user}`, token: user, ...hello })
      await peer.frame('welcome')
      return peer
    },
    get: (path, headers = {}) => fetch(`http://127.0.0.1:${port}${path}`, { headers }),
    async [Symbol.asyncDispose]() {
      for (const { ws } of peers) ws.terminate()
      await resilient.close({ drainMs: 0 })
      http.closeAllConnections()
      await new Promise(resolve => http.close(resolve))
    },
  }
}

function livePeer(ws: WebSocket): LivePeer {
  const frames: ServerMessage[] = []
  const waiting = new Set<() => void>()
  const ending = new Promise<number>(resolve => void ws.on('close', resolve))
  const opening = new Promise<void>((resolve, reject) => {
    ws.on('open', resolve)
    ws.on('error', reject)
  })
  opening.catch(() => {})
  ws.on('message', data => {
    const frame = decodeServer((data as Buffer).toString())
    if (frame.type === 'unknown' || frame.type === 'protocol-error') throw new Error(`not a frame of v1: ${JSON.stringify(frame)}`)
    frames.push(frame)
    for (const look of waiting) look()
  })
  return {
    ws,
    frames,
    opened: () => opening,
    say: (...messages) => messages.forEach(message => ws.send(encode(message))),
    frame: (type, fits = () => true) =>
      new Promise(resolve => {
        const look = (): void => {
          const found = frames.find(
            (each): each is Extract<ServerMessage, { type: typeof type }> => each.type === type && fits(each as never),
          )
          if (found === undefined) return
          waiting.delete(look)
          resolve(found)
        }
        waiting.add(look)
        look()
      }),
    closed: () => ending,
  }
}
