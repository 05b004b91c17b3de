// A server on Hono with @hono/node-ws, as its README writes it.
import { once } from 'node:events'
import type { Server } from 'node:http'
import { serve } from '@hono/node-server'
import { createNodeWebSocket } from '@hono/node-ws'
import { Hono } from 'hono'
import { portOf } from '../support/processes.ts'
import { createDesk, type Peer } from './desk.ts'

export async function honoPeer(): Promise<Peer> {
  const desk = createDesk()
  const app = new Hono()
  const node = createNodeWebSocket({ app })
  app.get(
    '/ws/:user',
    node.upgradeWebSocket(context => {
      const user = context.req.param('user') ?? ''
      return {
        onOpen: (_, socket) => desk.enter(user, text => socket.send(text)),
        onMessage(event, socket) {
          const answer = typeof event.data === 'string' ? desk.answer(user, event.data) : null
          if (answer !== null) socket.send(answer)
        },
      }
    }),
  )
  app.get('/tasks/:id', context => {
    const task = desk.read(context.req.param('id'))
    return task === null ? context.notFound() : context.json(task)
  })
  const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }) as Server
  node.injectWebSocket(server)
  await once(server, 'listening')
  return {
    port: portOf(server),
    desk,
    async [Symbol.asyncDispose]() {
      for (const client of node.wss.clients) client.terminate()
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
