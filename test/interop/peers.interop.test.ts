// Servers in Node that know nothing of us, as their READMEs write them: the link drops in the middle, a task ends meanwhile, and its end is told once.
import { describe, expect, test } from 'vitest'
import { machineClock } from '../../demo/clock-world.ts'
import { startFaultProxy } from '../../demo/proxy/proxy.ts'
import { fastifyPeer } from './peers/fastify.ts'
import { honoPeer } from './peers/hono.ts'
import { wsPeer } from './peers/ws.ts'
import { bare } from './support/bare.ts'
import { record } from './support/faults.ts'
import { openPlainPage } from './support/plain-page.ts'
import { begin, expectToldOnce } from './support/told.ts'

const PEERS = [
  ['@fastify/websocket', fastifyPeer],
  ['@hono/node-ws', honoPeer],
  ['ws', wsPeer],
] as const

/** As a page does that knows `GET /tasks/{id}` and no list. */
const reader = (port: number) => async (ids: readonly string[], signal: AbortSignal) => {
  const answers = await Promise.all(ids.map(id => fetch(`http://127.0.0.1:${port}/tasks/${id}`, { signal })))
  return Promise.all(answers.filter(({ ok }) => ok).map(answer => answer.json()))
}

const until = async (isSo: () => boolean): Promise<void> => {
  while (!isSo()) await new Promise(resolve => setTimeout(resolve, 10))
}

describe.each(PEERS)('%s', (name, startPeer) => {
  test('[PLAIN1] a task that ends while nobody is connected is told once the page is back', async () => {
    await using peer = await startPeer()
    const proxy = await startFaultProxy({ port: 0, target: () => peer.port, clock: machineClock })
    using page = openPlainPage({ url: `ws://127.0.0.1:${proxy.port}/ws/ada`, read: reader(proxy.port) })
    const taskId = await begin(page, { submit: peer.desk.submit, ms: 1500 })
    await proxy.apply({ mode: 'refuse' })
    await until(() => peer.desk.read(taskId)?.status === 'completed')
    await page.until(() => page.socket.store.status().state === 'reconnecting')
    expect([page.told, page.socket.store.status().freshness]).toEqual([[], 'stale'])
    await proxy.apply({ mode: 'pass' })
    await expectToldOnce(page, taskId)
    await proxy.close()
    record({ server: name, fault: 'away', client: 'plain', socket: 'opened again', answer: 'told once' })
  })

  test('a bare WebSocket is not told of it, not even when it is opened again', async () => {
    await using peer = await startPeer()
    const url = `ws://127.0.0.1:${peer.port}/ws/ada`
    using page = await bare(url)
    const taskId = peer.desk.submit({ user: 'ada', text: 'answer', ms: 200 })
    page.ws.terminate()
    await until(() => peer.desk.read(taskId)?.status === 'completed')
    using later = await bare(url)
    later.say({ type: 'ping' })
    await later.until(() => later.pongs() === 1)
    expect(later.told).toEqual([])
    record({ server: name, fault: 'away', client: 'bare', socket: 'closed', answer: 'lost', log: 'nothing' })
  })

  test('[PLAIN1] what is submitted over the socket is answered over it, and a healthy link is kept', async () => {
    await using peer = await startPeer()
    using page = openPlainPage({ url: `ws://127.0.0.1:${peer.port}/ws/ada`, read: reader(peer.port) })
    await page.live()
    const { settled } = page.socket.submit('task', { text: 'answer', ms: 1500 })
    // Without receipts nobody can say more of it.
    expect((await settled).outcome).toBe('unconfirmed')
    await page.until(() => page.told.length > 0)
    const [taskId = ''] = page.told
    expect(page.socket.store.task(taskId)).toMatchObject({ status: 'succeeded', result: peer.desk.read(taskId)?.result })
    expect([page.dials(), page.told]).toEqual([1, [taskId]])
  })
})
