// Listening on this machine alone, at a wanted port or, where that will do, at any free one.
import { once } from 'node:events'
import type { Server } from 'node:net'

export const LOOPBACK = '127.0.0.1'

/** The port it listens on. Rejects when the port is taken. */
export async function listen(server: Server, port: number): Promise<number> {
  server.listen(port, LOOPBACK)
  await once(server, 'listening')
  const address = server.address()
  if (typeof address === 'object' && address !== null) return address.port
  throw new Error('A TCP server of the demo listens, and has no port. This is a bug in demo/listen.ts.')
}

/** At `port` if it is free, else anywhere. */
export async function listenNear(server: Server, port: number): Promise<number> {
  return listen(server, port).catch((error: unknown) => {
    if (isTaken(error)) return listen(server, 0)
    throw error
  })
}

export const isTaken = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
