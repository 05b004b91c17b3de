// The server of pages that keep what they send: it notes what ran, and has a door that the test may shut.
import { type LiveServer, startServer } from './live-server.ts'

export interface KeptServer extends LiveServer {
  readonly socketUrl: string
  /** Ids of the commands that ran, in order. */
  readonly ran: readonly string[]
  /** From now on nobody is welcomed, until the answer is called. */
  shutDoor(): () => void
}

export async function startKeptServer(): Promise<KeptServer> {
  const ran: string[] = []
  let door = Promise.resolve()
  const server = await startServer({
    origins: () => true,
    async authenticate({ token }) {
      await door
      return token === null ? null : { user: token }
    },
    ops: { note: (_, { id }) => void ran.push(id) },
    handlers: { chat: (_, task) => task.append('All of it.') },
  })
  return {
    ...server,
    socketUrl: `ws://127.0.0.1:${server.port}/rs`,
    ran,
    shutDoor() {
      let open = (): void => {}
      door = new Promise(resolve => {
        open = resolve
      })
      return () => open()
    },
  }
}
