// What may stand between a page and its server: a proxy that knows HTTP and no WebSockets, or a gateway that lets nobody in.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { listen } from '../../demo/listen.ts'

export interface HttpGate extends AsyncDisposable {
  readonly port: number
}

/** Forwards each request without its wish to upgrade; what the server says to that goes back. */
export const startProxyWithoutUpgrades = (targetPort: number): Promise<HttpGate> =>
  startGate(async ({ url }, response) => {
    const answer = await fetch(`http://127.0.0.1:${targetPort}${url}`)
    response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(await answer.text())
  })

/** Answers everything alike, as a gateway in front of the server does to who is signed out. */
export const startGateway = (status: number): Promise<HttpGate> =>
  startGate((_, response) => void response.writeHead(status, { 'access-control-allow-origin': '*' }).end())

async function startGate(answer: (request: IncomingMessage, response: ServerResponse) => unknown): Promise<HttpGate> {
  // Without a listener for upgrades Node hands them to this one, as plain requests.
  const server = createServer((request, response) => void answer(request, response))
  const port = await listen(server, 0)
  return {
    port,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
}
