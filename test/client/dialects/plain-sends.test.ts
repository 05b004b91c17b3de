// Sends to a server without receipts: written once, never again, and nobody claims to know what became of them.
import { describe, expect, test } from 'vitest'
import type { Outcome } from '../../../src/core/model.ts'
import { microtasks } from '../../support/client-harness.ts'
import { createManualWorld } from '../../support/manual-world.ts'
import { createPlainHarness, type PlainHarness } from '../../support/plain-harness.ts'
import { createDisk, settled, storageOn } from '../storage-bench.ts'

async function live(setting: Parameters<typeof createPlainHarness>[0] = {}): Promise<PlainHarness> {
  const page = createPlainHarness(setting)
  page.socket.connect()
  await page.open()
  return page
}

async function redial(page: PlainHarness): Promise<void> {
  page.manual.latest().close(1006)
  await page.pass(1_000)
  await page.open()
}

/** Everything written to every socket, of this type. */
const everywhere = (page: PlainHarness, type: string) => page.manual.sockets.flatMap(socket => page.written(type, socket))

const isReceipt = (message: unknown) => {
  const { type, id, ...rest } = message as { type?: string; id: string }
  return type === 'ack' ? { id, ...rest } : null
}

describe('without receipts', () => {
  test('[PLAIN1] a send is unconfirmed once it is written, and is never written again', async () => {
    const page = await live()
    const sent = page.socket.send('chat', { text: 'hi' })
    expect(await sent.settled).toEqual({ outcome: 'unconfirmed' })
    expect(page.written('chat')).toEqual([{ type: 'chat', id: sent.id, text: 'hi' }])
    await redial(page)
    await redial(page)
    expect(everywhere(page, 'chat')).toHaveLength(1)
    expect(page.socket.store.outbox()).toMatchObject([{ id: sent.id, state: 'unconfirmed' }])
  })

  test('[PLAIN1] what is sent while the link is down waits, and is written once it is up, in order', async () => {
    const page = createPlainHarness()
    page.socket.connect()
    const first = page.socket.send('chat', { n: 1 })
    page.socket.send('chat', { n: 2 })
    expect(page.socket.store.status().queued).toBe(2)
    await page.open()
    expect(page.written('chat').map(({ n }) => n)).toEqual([1, 2])
    expect(await first.settled).toEqual({ outcome: 'unconfirmed' })
    expect(page.socket.store.status().queued).toBe(0)
  })

  test('[PLAIN1] what is written nowhere within its time expires, and what is cancelled before is never written', async () => {
    const page = createPlainHarness()
    page.socket.connect()
    const brief = page.socket.send('chat', {}, { ttlMs: 5_000 })
    const taken = page.socket.send('chat', {})
    expect(taken.cancel()).toBe(true)
    await page.pass(6_000)
    await page.open()
    expect(await Promise.all([brief.settled, taken.settled])).toEqual([{ outcome: 'expired' }, { outcome: 'cancelled' }])
    expect(everywhere(page, 'chat')).toEqual([])
  })

  test('[PLAIN1] to a link in doubt nothing is written: it waits for the next', async () => {
    const page = await live()
    page.say({ type: 'task_update', task_id: 't1', status: 'running' })
    page.rest.tasks.set('t1', { id: 't1', status: 'running' })
    await page.pass(41_000)
    page.socket.send('chat', { text: 'wait' })
    expect(page.written('chat')).toEqual([])
    await page.pass(8_000)
    await page.open()
    expect([page.manual.sockets.length, page.written('chat').length]).toEqual([2, 1])
  })

  test('[PLAIN1] a link in doubt that speaks after all takes what waits', async () => {
    const page = await live()
    page.say({ type: 'task_update', task_id: 't1', status: 'running' })
    page.rest.tasks.set('t1', { id: 't1', status: 'running' })
    await page.pass(41_000)
    page.socket.send('chat', { text: 'wait' })
    page.say('anything')
    expect([page.manual.sockets.length, page.written('chat').length]).toEqual([1, 1])
  })

  test('[PLAIN1] a receipt that the page itself made is no sign of life of the server', async () => {
    const page = await live()
    await page.pass(30_000)
    for (let second = 0; second < 10; second += 1) {
      page.socket.send('chat', {})
      await page.pass(1_000)
    }
    expect(page.socket.store.status().freshness).toBe('stale')
  })

  test('[PLAIN1] the user may send once more what is unconfirmed, under the same key, and it is written once more', async () => {
    const page = await live()
    const sent = page.socket.submit('chat', { text: 'hi' })
    await sent.settled
    const again = page.socket.retrySend(sent.id)
    expect([again.id, await again.settled]).toEqual([sent.id, { outcome: 'unconfirmed' }])
    await redial(page)
    expect(everywhere(page, 'chat')).toHaveLength(2)
  })

  test('[PLAIN1] a send that a page wrote before it crashed is not written by the next one', async () => {
    const disk = createDisk()
    const { storage, crash } = storageOn(disk)
    const before = await live({ manual: createManualWorld('one'), options: { storage, identity: 'ada' }, dialect: { isReceipt } })
    before.socket.send('chat', { text: 'once' })
    await before.pass(5_000)
    expect(before.written('chat')).toHaveLength(1)
    crash()
    await settled()
    const after = createPlainHarness({ manual: createManualWorld('two'), options: { storage: storageOn(disk).storage, identity: 'ada' } })
    after.socket.connect()
    await settled()
    expect(after.socket.store.outbox()).toMatchObject([{ state: 'written' }])
    await after.open()
    expect(after.socket.store.outbox()).toMatchObject([{ state: 'unconfirmed' }])
    expect(everywhere(after, 'chat')).toEqual([])
  })

  test('[PLAIN1] how far the user has read stays with the page', async () => {
    const page = await live()
    page.say({ type: 'task_update', task_id: 't1', status: 'done' })
    page.manual.paint()
    page.socket.markSeen()
    await page.pass(1_000)
    expect([page.socket.store.unread(), page.manual.latest().sent, page.socket.store.status().queued]).toEqual([0, [], 0])
  })

  test('[PLAIN1] cancels and answers name the task as the server does', async () => {
    const page = await live()
    page.say({ type: 'task_update', task_id: 't1', status: 'input-required', prompt: 'really?' })
    page.manual.paint()
    expect(page.socket.store.task('t1')).toMatchObject({ status: 'input-required', prompt: 'really?' })
    const cancel = page.socket.cancelTask('t1')
    const answer = page.socket.answerTask('t1', 'yes')
    await Promise.all([cancel.settled, answer.settled])
    expect(page.manual.latest().sent).toEqual([
      { type: 'cancel', id: cancel.id, task_id: 't1' },
      { type: 'answer', id: answer.id, task_id: 't1', data: 'yes' },
    ])
  })
})

describe('the application’s own encode', () => {
  test('[PLAIN1] writes what it gives: a text as it is, an array as several messages', async () => {
    const page = await live({ dialect: { encode: command => [{ op: command.type }, '{"op":"text"}'] } })
    page.socket.submit('chat', 'hi')
    expect(page.manual.latest().sent).toEqual([{ op: 'submit' }, { op: 'text' }])
  })

  test('[PLAIN1] where it gives nothing the send is rejected, for this server has no such command', async () => {
    const page = await live({ dialect: { encode: () => null } })
    const outcome = await page.socket.send('dance', {}).settled
    expect(outcome).toMatchObject({ outcome: 'rejected', error: { code: 'unsupported' } })
    expect(page.manual.latest().sent).toEqual([])
  })

  test('[PLAIN1] where it throws, that is told, and the send is rejected', async () => {
    const errors: Error[] = []
    const page = await live({
      dialect: {
        encode() {
          throw new Error('oops')
        },
      },
    })
    page.socket.on('error', error => errors.push(error))
    expect(await page.socket.send('chat', {}).settled).toMatchObject({ outcome: 'rejected' })
    expect(errors.map(({ message }) => message)).toEqual(['oops'])
    expect(page.socket.store.status()).toMatchObject({ state: 'connected' })
  })
})

describe('with receipts', () => {
  const receipted = (extra = {}) => live({ dialect: { isReceipt, ...extra } })

  test('[PLAIN1] a send waits for its receipt, and is written again to the next socket, under its id', async () => {
    const page = await receipted()
    const sent = page.socket.send('chat', { text: 'hi' })
    await redial(page)
    expect(everywhere(page, 'chat').map(({ id }) => id)).toEqual([sent.id, sent.id])
    page.say({ type: 'ack', id: sent.id, data: { at: 7 } })
    expect(await sent.settled).toEqual({ outcome: 'accepted', data: { at: 7 } })
    await redial(page)
    expect(everywhere(page, 'chat')).toHaveLength(2)
  })

  test('[PLAIN1] a refusal is told as it came', async () => {
    const page = await receipted()
    const sent = page.socket.send('chat', {})
    page.say({ type: 'ack', id: sent.id, ok: false, error: { code: 'too-long', message: 'shorter, please' } })
    const expected: Outcome = { outcome: 'rejected', error: { code: 'too-long', message: 'shorter, please', retryable: false } }
    expect(await sent.settled).toEqual(expected)
  })

  test('[PLAIN1] a receipt that names a task ties it to its submit', async () => {
    const page = await receipted()
    const sent = page.socket.submit('report', { from: 1 }, { conversation: 'c1' })
    page.say({ type: 'ack', id: sent.id, taskId: 42 })
    expect(await sent.settled).toEqual({ outcome: 'accepted', data: { taskId: '42' } })
    page.say({ type: 'task_update', task_id: 42, status: 'done', result: 'r' })
    page.manual.paint()
    expect(page.socket.store.tasks()).toMatchObject([
      { id: '42', key: sent.id, kind: 'report', conversation: 'c1', input: { from: 1 }, status: 'succeeded', result: 'r' },
    ])
  })

  test('[PLAIN1] a receipt that is late raises a question that has its 10 s', async () => {
    const page = await receipted()
    page.socket.send('chat', {})
    await page.pass(10_500)
    expect(page.written('ping')).toHaveLength(1)
    await page.pass(9_000)
    expect(page.socket.store.status().freshness).toBe('live')
  })
})

describe('a task and its submit', () => {
  test.each([
    ['the id of the message said back', (key: string) => ({ id: key, task_id: 't1' })],
    ['a key', (key: string) => ({ request_id: key, task_id: 't1' })],
    ['the server’s own name for the task', (key: string) => ({ task_id: key })],
  ])('[PLAIN1] are one by %s', async (_, names) => {
    const page = await live()
    const sent = page.socket.submit('chat', { text: 'hi' }, { conversation: 'c1' })
    await sent.settled
    page.manual.paint()
    expect(page.socket.store.tasks()).toMatchObject([{ id: null, key: sent.id, sync: 'unconfirmed' }])
    page.say({ type: 'task_update', status: 'running', ...names(sent.id) })
    page.manual.paint()
    expect(page.socket.store.tasks()).toMatchObject([
      { key: sent.id, kind: 'chat', conversation: 'c1', input: { text: 'hi' }, sync: 'synced' },
    ])
    expect(page.socket.store.outbox()).toEqual([])
  })

  test('[PLAIN1] are two where the server does not say, and the submit stays unconfirmed', async () => {
    const page = await live()
    const sent = page.socket.submit('chat', { text: 'hi' })
    await sent.settled
    page.say({ type: 'task_update', id: 'notice-7', task_id: 't1', status: 'running' })
    page.manual.paint()
    expect(page.socket.store.tasks()).toMatchObject([
      { id: null, key: sent.id, sync: 'unconfirmed' },
      { id: 't1', key: 't1' },
    ])
  })

  test('[PLAIN1] a submit of which nothing was heard is asked for by its key, twice and no more', async () => {
    const page = await live()
    const sent = page.socket.submit('chat', { text: 'hi' })
    await sent.settled
    page.say({ type: 'pong' })
    await page.pass(39_000)
    page.say({ type: 'pong' })
    await page.pass(39_000)
    expect(page.rest.asked).toEqual([[], [sent.id], [sent.id]])
  })

  test('[PLAIN1] a submit that the server knows by its key comes back after a drop', async () => {
    const page = await live()
    const sent = page.socket.submit('chat', { text: 'hi' }, { conversation: 'c1' })
    await sent.settled
    page.rest.tasks.set(sent.id, { id: sent.id, status: 'done', result: 'hello' })
    await redial(page)
    await microtasks()
    page.manual.paint()
    expect(page.socket.store.tasks()).toMatchObject([
      { id: sent.id, key: sent.id, conversation: 'c1', status: 'succeeded', result: 'hello' },
    ])
  })
})

describe('the seed’s outbox', () => {
  test('[PLAIN1] holds 50 messages for 5 minutes, and drops the oldest, which is told', async () => {
    const page = createPlainHarness({ preset: 'taskNotifications' })
    page.socket.connect()
    const sent = Array.from({ length: 51 }, (_, n) => page.socket.send('chat', { n }))
    expect(await sent[0]?.settled).toEqual({ outcome: 'cancelled' })
    await page.pass(299_000)
    expect(page.socket.store.status().queued).toBe(50)
    await page.pass(2_000)
    expect([page.socket.store.status().queued, await sent[50]?.settled]).toEqual([0, { outcome: 'expired' }])
  })

  test('[PLAIN1] gives way to the page’s own options', async () => {
    const page = createPlainHarness({ preset: 'taskNotifications', options: { outbox: { maxCount: 2 } } })
    page.socket.connect()
    for (let n = 0; n < 3; n += 1) page.socket.send('chat', { n })
    await page.open()
    expect(page.written('chat').map(({ n }) => n)).toEqual([1, 2])
  })
})
