// A server of `ws` alone, as its README writes it, on an HTTP server that answers for the tasks.
import { once } from 'node:events'
import { createServer } from 'node:http'
import { WebSocketServer } from 'ws'
import { portOf } from '../support/processes.ts'
import { createDesk, type Peer } from './desk.ts'

export async function wsPeer(): Promise<Peer> {
  const desk = createDesk()
  const server = createServer((request, response) => {
    const task = desk.read(lastPart(request.url))
    response.writeHead(task === null ? 404 : 200, { 'content-type': 'application/json' }).end(JSON.stringify(task))
  })
  const wss = new WebSocketServer({ server })
  wss.on('connection', function connection(ws, request) {
    const user = lastPart(request.url)
    desk.enter(user, text => ws.send(text))
    ws.on('error', () => {})
    ws.on('message', function message(data: Buffer) {
      const answer = desk.answer(user, data.toString())
      if (answer !== null) ws.send(answer)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: portOf(server),
    desk,
    async [Symbol.asyncDispose]() {
      for (const client of wss.clients) client.terminate()
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

const lastPart = (url = ''): string => new URL(url, 'http://here').pathname.split('/').at(-1) ?? ''
