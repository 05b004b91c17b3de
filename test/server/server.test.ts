// The public face: tasks and notices of the server's own, revocation, figures, and a clean end.
import { createServer } from 'node:http'
import { expect, test } from 'vitest'
import { createResilientServer, memoryStore } from '../../src/server/index.ts'
import { startServer } from '../support/live-server.ts'

const submit = (id: string, kind = 'chat') =>
  ({ type: 'command', id, op: 'task.submit', data: { kind, input: null }, ttlMs: 60_000 }) as const

test('a task that the server opens is seen by its user, to its end', async () => {
  await using server = await startServer()
  const peer = await server.welcome('ada')
  const task = await server.resilient.tasks.open('ada', { kind: 'export' })
  task.append('row 1')
  await task.succeed({ rows: 1 })
  const settled = await peer.frame('events', frame => frame.list.some(({ event }) => event.type === 'task.settled'))
  expect(settled.list.at(-1)).toMatchObject({ event: { task: { status: 'succeeded', result: { rows: 1 } } } })
  expect(await server.resilient.tasks.get('ada', task.id)).toMatchObject({ status: 'succeeded' })
})

test('a handler that throws fails its task, and the server serves on', async () => {
  await using server = await startServer({
    handlers: {
      chat: () => {
        throw new Error('no model')
      },
    },
  })
  const peer = await server.welcome('ada')
  peer.say(submit('k1'))
  const frame = await peer.frame('events', ({ list }) => list.some(({ event }) => event.type === 'task.settled'))
  expect(frame.list.at(-1)).toMatchObject({ event: { task: { status: 'failed', error: { code: 'handler-failed' } } } })
  expect(peer.ws.readyState).toBe(1)
})

test('with handlers only their kinds may be submitted', async () => {
  await using server = await startServer({ handlers: { chat: () => {} } })
  const peer = await server.welcome('ada')
  peer.say(submit('k1', 'unheard-of'))
  expect(await peer.frame('receipt')).toMatchObject({ ok: false, error: { code: 'unknown-kind' } })
})

test('without handlers any kind may be, for workers in other processes', async () => {
  await using server = await startServer()
  const peer = await server.welcome('ada')
  peer.say(submit('k1', 'anything'))
  expect(await peer.frame('receipt')).toMatchObject({ ok: true })
})

test('stats count what is there', async () => {
  await using server = await startServer()
  await Promise.all([server.welcome('ada', { client: 'p1' }), server.welcome('ada', { client: 'p2' }), server.welcome('bob')])
  expect(server.resilient.stats()).toEqual({ connections: 3, handshakes: 0, users: 2, running: 0 })
})

test('revoke ends the user’s sockets with 4505', async () => {
  await using server = await startServer()
  const peer = await server.welcome('ada')
  await server.resilient.revoke('ada')
  expect(await peer.closed()).toBe(4505)
})

test('[DRAIN1] close says bye, serves the grace, closes 4000; running tasks may finish meanwhile', async () => {
  let finish = (): void => {}
  await using server = await startServer({ handlers: { chat: () => new Promise<void>(resolve => (finish = resolve)) } })
  const peer = await server.welcome('ada')
  peer.say(submit('k1'))
  await peer.frame('events', ({ list }) => list.some(({ event }) => event.type === 'task.updated'))
  const closed = server.resilient.close({ drainMs: 300 })
  expect(await peer.frame('bye')).toMatchObject({ code: 4000, graceMs: 300 })
  finish()
  await peer.frame('events', ({ list }) =>
    list.some(({ event }) => event.type === 'task.settled' && 'task' in event && event.task.status === 'succeeded'),
  )
  expect(await peer.closed()).toBe(4000)
  await closed
  expect(server.resilient.stats()).toMatchObject({ connections: 0, running: 0 })
})

test('[DRAIN1] who dials a closing server is sent on with 4000', async () => {
  await using server = await startServer()
  const old = await server.welcome('ada')
  const closed = server.resilient.close({ drainMs: 200 })
  const late = server.dial()
  await late.opened()
  late.say({ type: 'hello', v: 1, client: 'late', token: 'ada' })
  expect([await late.closed(), old.ws.readyState]).toEqual([4000, 1])
  await closed
})

test('close can be asked for twice, and a given store is left to its giver', async () => {
  const store = memoryStore()
  const resilient = createResilientServer({ store, authenticate: () => null })
  await Promise.all([resilient.close({ drainMs: 0 }), resilient.close({ drainMs: 0 })])
  expect(await store.submit('ada', { key: 'k1', kind: 'chat', input: 1 })).toMatchObject({ outcome: 'created' })
})

test('a path without its slash is refused with a way to mend it', () => {
  const resilient = createResilientServer({ authenticate: () => null })
  expect(() => resilient.attach(createServer(), { path: 'rs' })).toThrow("'/rs'")
})

test('[AUTH4] no log entry holds a token, whatever goes wrong', async () => {
  await using server = await startServer({
    authenticate: ({ token }) => {
      throw new Error(`bad token ${token}`)
    },
  })
  const peer = server.dial()
  await peer.opened()
  peer.say({ type: 'hello', v: 1, client: 'p1', token: 'top-secret' })
  expect(await peer.closed()).toBe(1013)
  expect([server.entries.length, JSON.stringify(server.entries).includes('top-secret')]).toEqual([1, false])
})
