// Real sockets over loopback for the proxy's tests: a server that records, a client that records, and a wait for what they hold.
import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

export interface Peer {
  readonly socket: Socket
  /** Everything received so far. */
  readonly received: () => string
  /** `end` for a FIN, `reset` for a RST, null while open. */
  readonly ended: () => 'end' | 'reset' | null
}

export function watchPeer(socket: Socket): Peer {
  let received = ''
  let ended: 'end' | 'reset' | null = null
  socket.on('data', (bytes: Buffer) => (received += bytes.toString()))
  socket.on('end', () => (ended = 'end'))
  socket.on('error', () => (ended = 'reset'))
  return { socket, received: () => received, ended: () => ended }
}

export async function startTcpServer() {
  const peers: Peer[] = []
  const server = createServer({ allowHalfOpen: true }, socket => peers.push(watchPeer(socket)))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('the test server has no port')
  const close = () => {
    for (const { socket } of peers) socket.destroy()
    server.close()
  }
  return { port: address.port, peers, close }
}

export async function dialPeer(port: number): Promise<Peer> {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
  await once(socket, 'connect')
  return watchPeer(socket)
}
