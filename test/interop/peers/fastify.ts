// A server on Fastify with @fastify/websocket, as its README writes it.
import websocket from '@fastify/websocket'
import { fastify } from 'fastify'
import { portOf } from '../support/processes.ts'
import { createDesk, type Peer } from './desk.ts'

export async function fastifyPeer(): Promise<Peer> {
  const desk = createDesk()
  const app = fastify()
  await app.register(websocket)
  app.get<{ Params: { user: string } }>('/ws/:user', { websocket: true }, (socket, { params: { user } }) => {
    desk.enter(user, text => socket.send(text))
    socket.on('message', (data: Buffer) => {
      const answer = desk.answer(user, data.toString())
      if (answer !== null) socket.send(answer)
    })
  })
  app.get<{ Params: { id: string } }>('/tasks/:id', ({ params: { id } }, reply) =>
    reply.code(desk.read(id) ? 200 : 404).send(desk.read(id)),
  )
  await app.listen({ port: 0, host: '127.0.0.1' })
  return {
    port: portOf(app.server),
    desk,
    async [Symbol.asyncDispose]() {
      for (const client of app.websocketServer.clients) client.terminate()
      app.server.closeAllConnections()
      await app.close()
    },
  }
}
