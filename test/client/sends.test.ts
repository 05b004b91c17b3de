import { expect, test } from 'vitest'
import type { Sent } from '../../src/core/model.ts'
import { commandsOn, createHarness, EPOCH, headOf, markAt, microtasks } from '../support/client-harness.ts'

const receipt = (id: unknown, extra: object = {}) => ({ type: 'receipt', id, ok: true, ...extra })
const refusal = (id: unknown, code: string) => ({ type: 'receipt', id, ok: false, error: { code, message: 'no', retryable: false } })

function connected(options: Parameters<typeof createHarness>[0] = {}) {
  const harness = createHarness(options)
  harness.socket.connect()
  harness.greet()
  return harness
}

test('[SEND1] a thousand sends through twenty cuts settle once each and are executed in order', async () => {
  const harness = connected({ identity: 'ana' })
  const server = createServer(harness)
  const outcomes: string[] = []
  const ids = Array.from({ length: 1_000 }, (_, index) => `s${index}`)
  for (const [index, id] of ids.entries()) {
    void harness.socket.send('note', { index }, { id }).settled.then(({ outcome }) => outcomes.push(outcome))
    if (index % 25 === 24) server.answer(20)
    if (index % 50 === 37) server.cut()
  }
  server.answer(1_000)
  await microtasks()
  expect(harness.manual.sockets).toHaveLength(21)
  expect(server.executed).toEqual(ids)
  expect(outcomes).toEqual(ids.map(() => 'accepted'))
})

/** A server that executes a command once, by its id, and whose answers may be lost with the socket. */
function createServer({ manual, greet }: ReturnType<typeof createHarness>) {
  const executed: string[] = []
  let read = 0
  const answer = (count: number) => {
    for (let left = count; left > 0 && read < manual.latest().sent.length; read += 1) {
      const { type, id } = manual.latest().sent[read] ?? {}
      if (type === 'ping') manual.latest().receive({ type: 'pong', id })
      if (type !== 'command') continue
      if (!executed.includes(String(id))) executed.push(String(id))
      left -= 1
      manual.latest().receive(receipt(id))
    }
  }
  return {
    executed,
    answer,
    cut() {
      // The first three commands run, and nobody hears of it.
      for (const { id } of commandsOn(manual.latest()).slice(0, 3)) if (!executed.includes(String(id))) executed.push(String(id))
      manual.latest().close(1006)
      read = 0
      manual.advance(500)
      greet({ outcome: 'replayed', reason: undefined })
      for (let second = 0; second < 6; second += 1) {
        manual.advance(1_000)
        answer(5)
      }
    },
  }
}

test('[SEND2] unsettled sends go out again in order on the next socket, with the same ids', () => {
  const { manual, socket, greet } = connected()
  const ids = ['a', 'b', 'c'].map(id => socket.send('note', id, { id }).id)
  manual.latest().receive(receipt('a'))
  manual.latest().close(1006)
  manual.advance(500)
  greet({ outcome: 'replayed' })
  expect(commandsOn(manual.sockets[0]).map(({ id }) => id)).toEqual(ids)
  expect(commandsOn(manual.sockets[1]).map(({ id }) => id)).toEqual(['b', 'c'])
})

test('[SEND4] cancel is true for what was unwritten and never sent, false for what may have run', async () => {
  const { manual, socket, greet } = createHarness()
  const queued = socket.send('note', 1)
  expect(queued.cancel()).toBe(true)
  expect(await queued.settled).toEqual({ outcome: 'cancelled' })
  expect(queued.cancel()).toBe(false)
  socket.connect()
  greet()
  const written = socket.submit('chat', {})
  expect(written.cancel()).toBe(false)
  expect(commandsOn(manual.latest()).map(({ op, data }) => [op, data])).toMatchObject([
    ['task.submit', {}],
    ['task.cancel', { key: written.id }],
  ])
})

test('[SEND4] a cancel within a listener claims nothing of what has been written meanwhile', () => {
  const { socket, manual, greet } = createHarness()
  const sent = socket.send('note', 1)
  const claims: boolean[] = []
  socket.on('status', ({ state }) => {
    if (state === 'connected') claims.push(sent.cancel())
  })
  socket.connect()
  greet()
  expect(commandsOn(manual.latest())).toHaveLength(1)
  expect(new Set(claims)).toEqual(new Set([false]))
})

test('[SEND4] a cancel that must wait its turn claims nothing, and settles the send all the same', async () => {
  const { socket } = createHarness()
  const sent = socket.send('note', 1)
  const claims: boolean[] = []
  socket.on('status', () => claims.push(sent.cancel()))
  socket.connect()
  expect(claims[0]).toBe(false)
  expect(await sent.settled).toEqual({ outcome: 'cancelled' })
})

test('[SEND1] one id is one send: every promise of it settles with it', async () => {
  const { manual, socket } = connected()
  const both = [socket.send('note', 1, { id: 'same' }), socket.send('note', 1, { id: 'same' })]
  expect(commandsOn(manual.latest())).toHaveLength(1)
  manual.latest().receive(receipt('same', { data: 7 }))
  expect(await Promise.all(both.map(({ settled }) => settled))).toEqual([
    { outcome: 'accepted', data: 7 },
    { outcome: 'accepted', data: 7 },
  ])
})

const nested = (depth: number): unknown => (depth === 0 ? 1 : { in: nested(depth - 1) })
const cycle: Record<string, unknown> = {}
cycle['self'] = cycle

test.each<[string, (socket: ReturnType<typeof connected>['socket']) => Sent, RegExp]>([
  ['a cycle', socket => socket.send('note', cycle), /app\.note cannot be sent, for its data holds a cycle.+Pass plain JSON/],
  ['data 33 deep', socket => socket.send('note', nested(33)), /its data nests too deep\. More than 32 objects.+make it flatter/],
  ['an input 32 deep in its command', socket => socket.submit('chat', nested(32)), /task\.submit cannot be sent.+nests too deep/],
  ['an answer as deep', socket => socket.answerTask('t1', nested(32)), /task\.input cannot be sent.+nests too deep/],
  ['a key that objects inherit', socket => socket.send('note', [{ constructor: 1 }]), /has the key constructor\. Rename the key/],
  ['an id that is none', socket => socket.send('note', 1, { id: 'not an id' }), /the id "not an id" is not 1 to 64 of.+Leave the id out/],
  ['a name that is too long', socket => socket.send('o'.repeat(125), 1), /longer than 128 characters.+shorter/],
  ['no time to live', socket => socket.send('note', 1, { ttlMs: Number.NaN }), /time to live is not a number.+Leave it out/],
])('[SEND1] %s is rejected at once, unwritten, with what, why and how to mend it, and the log has it too', async (_, send, words) => {
  const { socket, manual, log } = connected()
  const error = { code: 'invalid-data', message: expect.stringMatching(words), retryable: false }
  expect(await send(socket).settled).toEqual({ outcome: 'rejected', error })
  expect([commandsOn(manual.latest()), socket.store.status().queued]).toEqual([[], 0])
  expect(log).toContainEqual(expect.objectContaining({ level: 'warn', event: 'send-refused', message: expect.stringMatching(words) }))
})

test('[SEND1] data as deep as a payload may be goes out whole', () => {
  const { socket, manual } = connected()
  socket.send('note', nested(32))
  socket.submit('chat', nested(31))
  expect(commandsOn(manual.latest()).map(({ data }) => data)).toEqual([nested(32), { kind: 'chat', input: nested(31) }])
})

test('[SEND4] a full outbox lets the user stop the task that fills it', async () => {
  const { socket, manual, events } = connected({ identity: 'ana', outbox: { maxCount: 1 } })
  events([{ type: 'task.created', task: { ...headOf('t1'), input: null } }])
  const filling = socket.submit('chat', null)
  const stopped = [socket.cancelTask('t1'), socket.cancelTask(filling.id)]
  filling.cancel()
  const cancels = commandsOn(manual.latest()).filter(({ op }) => op === 'task.cancel')
  expect(cancels.map(({ data }) => data)).toEqual([{ id: 't1' }, { key: filling.id }, { key: filling.id }])
  for (const { id } of cancels) manual.latest().receive(refusal(id, 'not-found'))
  expect(await Promise.all(stopped.map(({ settled }) => settled))).toMatchObject([{ outcome: 'rejected' }, { outcome: 'rejected' }])
})

test('[SEND4] a cancel for which there is no room is told: by its outcome, and in the log where nobody holds that', async () => {
  const { socket, log } = connected({ identity: 'ana' })
  const asked = socket.submit('chat', null)
  for (let press = 0; press < 32; press += 1) socket.cancelTask('t1')
  expect(log.map(({ event }) => event)).not.toContain('send-refused')
  expect(await socket.cancelTask('t1').settled).toMatchObject({ outcome: 'rejected', error: { code: 'outbox-full' } })
  asked.cancel()
  expect(log.filter(({ event }) => event === 'send-refused')).toMatchObject([
    { level: 'warn', op: 'task.cancel' },
    { level: 'warn', op: 'task.cancel' },
  ])
})

test('[SEND7] a command is measured as the frame it makes, and one byte too many is rejected unwritten', async () => {
  const { manual, socket } = connected()
  const room = 65_536 - JSON.stringify({ type: 'command', id: 'x', op: 'app.n', data: '', ttlMs: 3_600_000, epoch: '-'.repeat(64) }).length
  socket.send('n', 'a'.repeat(room), { id: 'x' })
  expect(commandsOn(manual.latest())).toHaveLength(1)
  expect(await socket.send('n', 'a'.repeat(room + 1), { id: 'y' }).settled).toMatchObject({ error: { code: 'too-large' } })
  expect(await socket.send('n', 'é'.repeat(room / 2 + 1), { id: 'z' }).settled).toMatchObject({ error: { code: 'too-large' } })
  expect(commandsOn(manual.latest())).toHaveLength(1)
})

test('[SEND3] the time to live runs out while down as well, and what is over its time is not sent on waking', async () => {
  const { manual, socket, greet } = createHarness()
  const sent = socket.send('note', 1, { ttlMs: 1_000 })
  socket.connect()
  manual.sleep(5_000)
  greet()
  expect(await sent.settled).toEqual({ outcome: 'expired' })
  expect(commandsOn(manual.latest())).toEqual([])
})

test('[SEND1] request gives the data, and throws for every other outcome with its name and code', async () => {
  const { manual, socket } = connected()
  const good = socket.request('sum', [1, 2], { id: 'good' })
  const bad = socket.request('sum', [], { id: 'bad' })
  const slow = socket.request('sum', [], { id: 'slow', timeoutMs: 1_000 })
  manual.latest().receive(receipt('good', { data: 3 }))
  manual.latest().receive(refusal('bad', 'empty'))
  expect(await good).toBe(3)
  await expect(bad).rejects.toMatchObject({ name: 'RequestError', outcome: 'rejected', code: 'empty' })
  manual.advance(1_000)
  await expect(slow).rejects.toMatchObject({ outcome: 'unconfirmed', code: 'unconfirmed' })
})

test('[SEND4] an aborted request is cancelled if unwritten, and one aborted beforehand is never sent', async () => {
  const { manual, socket, greet } = createHarness()
  const abort = new AbortController()
  const queued = socket.request('sum', [], { id: 'q', signal: abort.signal })
  abort.abort()
  await expect(queued).rejects.toMatchObject({ outcome: 'aborted' })
  socket.connect()
  greet()
  await expect(socket.request('sum', [], { signal: abort.signal })).rejects.toMatchObject({ outcome: 'aborted' })
  expect(commandsOn(manual.latest())).toEqual([])
})

test('[SEND1] a failed send can be sent again from the outbox, and discarded', async () => {
  const { manual, socket } = connected()
  const sent = socket.submit('chat', { text: 'hi' })
  manual.latest().receive(refusal(sent.id, 'busy'))
  expect(socket.store.outbox()).toMatchObject([{ id: sent.id, state: 'rejected', error: { code: 'busy' } }])
  const again = socket.retrySend(sent.id)
  expect([again.id, socket.store.outbox()[0]?.state]).toEqual([sent.id, 'written'])
  manual.latest().receive(refusal(sent.id, 'busy'))
  expect(await again.settled).toMatchObject({ outcome: 'rejected' })
  socket.discardSend(sent.id)
  expect(socket.store.outbox()).toEqual([])
  expect(await socket.retrySend(sent.id).settled).toMatchObject({ outcome: 'rejected' })
})

test('[SEND1] a retry and a discard within one listener leave no promise open', async () => {
  const { manual, socket } = connected()
  const sent = socket.send('note', 1)
  const retried: Promise<unknown>[] = []
  socket.on('status', () => undefined)
  socket.on('app.cue' as 'message', () => {
    socket.discardSend(sent.id)
    retried.push(socket.retrySend(sent.id).settled)
  })
  manual.latest().receive(refusal(sent.id, 'busy'))
  manual
    .latest()
    .receive({ type: 'events', prev: 0, offset: 1, mark: markAt(1), list: [{ offset: 1, time: 1, event: { type: 'app.cue', data: 1 } }] })
  expect(await Promise.all(retried)).toEqual([{ outcome: 'cancelled' }])
})

test('[TASK5] a task is cancelled by id when it is held and by key when it is not', () => {
  const { manual, socket, events } = connected()
  events([{ type: 'task.created', task: { ...headOf('t1', { key: 'k1' }), input: null } }])
  socket.cancelTask('k1')
  socket.cancelTask('unknown')
  expect(commandsOn(manual.latest()).map(({ data }) => data)).toEqual([{ id: 't1' }, { key: 'unknown' }])
})

test('[TASK1] an answer to a question names the revision it answers', () => {
  const { manual, socket, events } = connected()
  events([{ type: 'task.created', task: { ...headOf('t1', { rev: 4, status: 'input-required' }), input: null } }])
  socket.answerTask('key-t1', 'yes')
  expect(commandsOn(manual.latest())[0]).toMatchObject({ op: 'task.input', data: { id: 't1', rev: 4, data: 'yes' } })
})

test('[SEND6] commands carry the epoch they were first written under', () => {
  const { manual, socket } = connected()
  socket.send('note', 1)
  expect(commandsOn(manual.latest())[0]).toMatchObject({ op: 'app.note', epoch: EPOCH, ttlMs: 300_000 })
})
