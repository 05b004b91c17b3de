import { expect, test } from 'vitest'
import { replayFlight } from '../../src/testing/replay-flight.ts'
import { commandsOn, EPOCH, headOf, welcomeFrame } from '../support/client-harness.ts'
import { createDisk, type Disk, type KeptHarness, openPage, settled } from './storage-bench.ts'

const receipt = (id: unknown, extra: object = {}) => ({ type: 'receipt', id, ok: true, ...extra })

/** A page that is welcomed, caught up and has loaded what there is. */
async function live(disk: Disk, options: Parameters<typeof openPage>[1] = {}): Promise<KeptHarness> {
  const page = openPage(disk, { identity: 'ana', ...options })
  page.socket.connect()
  await settled()
  page.greet()
  await settled()
  return page
}

/** A page that has loaded, and whose dial has not opened. */
async function down(disk: Disk, options: Parameters<typeof openPage>[1] = {}): Promise<KeptHarness> {
  const page = openPage(disk, { identity: 'ana', ...options })
  page.socket.connect()
  await settled()
  return page
}

/** In steps, so that what is committed on the way is heard on the way. */
async function pass(page: KeptHarness, ms: number): Promise<void> {
  const stepMs = ms > 1_000 ? ms : 250
  for (let left = ms; left >= 0; left -= stepMs) {
    page.manual.advance(Math.min(stepMs, left))
    await settled()
  }
}

const withTask = (page: KeptHarness, id = 't1') => page.events([{ type: 'task.created', task: { ...headOf(id), input: { text: 'hi' } } }])
const ids = (page: KeptHarness) => page.socket.store.outbox().map(({ id }) => id)

test('[KEEP1] a reload shows the state as it was, as stale, and resumes from its cursor', async () => {
  const disk = createDisk()
  const before = await live(disk)
  withTask(before)
  before.events([{ type: 'notification', id: 'n1', kind: 'news', title: 'News' }])
  const heardAt = before.manual.now()
  await pass(before, 250)
  before.crash()
  const after = await down(disk)
  expect(after.socket.store.tasks()).toMatchObject([{ id: 't1', input: { text: 'hi' }, sync: 'stale' }])
  expect(after.socket.store.notifications()).toMatchObject([{ id: 'n1', title: 'News' }])
  expect(after.socket.store.status()).toMatchObject({ freshness: 'stale', staleSince: heardAt, storage: 'kept', state: 'connecting' })
  after.manual.latest().open()
  expect(after.manual.latest().sent[0]).toMatchObject({ type: 'hello', user: 'ana', cursor: { epoch: EPOCH, offset: 2 } })
})

test('[KEEP1] a flight that began with what was kept replays to the same end from its JSON', async () => {
  const disk = createDisk()
  const before = await live(disk)
  withTask(before)
  await pass(before, 250)
  before.crash()
  const { socket } = await down(disk)
  const flight = socket.flightRecorder({ payloads: true })
  expect(flight.entries.map(({ event }) => event.type)).toContain('restore')
  const replay = replayFlight(JSON.stringify(flight))
  expect(replay.outcome === 'same' && [...replay.state.tasks.keys()]).toEqual(['t1'])
})

test('[KEEP1] the state is written as one text: no record holds a cursor without what it stands for', async () => {
  const disk = createDisk()
  const page = await live(disk)
  for (let index = 1; index <= 5; index += 1) {
    withTask(page, `t${index}`)
    await pass(page, 250)
    const state = JSON.parse((await disk.texts())['state'] ?? '{}')
    expect([state.cursor.offset, state.tasks.length]).toEqual([index, index])
  }
})

test('[KEEP1] a burst of frames is written once in 250 ms, and at once when the page is hidden', async () => {
  const disk = createDisk()
  const page = await live(disk)
  await pass(page, 1_000)
  const before = disk.steps
  for (let index = 0; index < 20; index += 1) withTask(page, `t${index}`)
  await pass(page, 249)
  expect(disk.steps).toBe(before)
  await pass(page, 1)
  expect(disk.steps).toBe(before + 1)
  withTask(page, 'last')
  page.manual.hint('hidden')
  await settled()
  expect((await disk.texts())['state']).toContain('"id":"last"')
})

test('[KEEP1] only the page that holds the lock writes the state; when it ends the next one does, in a later term', async () => {
  const disk = createDisk()
  const first = await live(disk)
  const second = await live(disk)
  withTask(first, 'of-the-first')
  second.events([{ type: 'app.x', data: 1 }])
  withTask(second, 'of-the-second')
  await pass(second, 1_000)
  expect((await disk.texts())['state']).toBeUndefined()
  await pass(first, 1_000)
  const terms = [JSON.parse((await disk.texts())['head'] ?? '{}').term]
  first.crash()
  await settled()
  await pass(second, 1_000)
  terms.push(JSON.parse((await disk.texts())['head'] ?? '{}').term)
  expect((await disk.texts())['state']).toContain('of-the-second')
  expect(terms).toEqual([1, 2])
})

test('[KEEP1] a page whose term is over writes no more', async () => {
  const disk = createDisk()
  const page = await live(disk)
  withTask(page)
  await pass(page, 1_000)
  const [key] = [...(await disk.records.read('')).keys()].filter(each => each.endsWith('/head'))
  await disk.put(key ?? '', JSON.stringify({ term: 7, user: 'ana' }))
  withTask(page, 'too-late')
  await pass(page, 1_000)
  expect((await disk.texts())['state']).not.toContain('too-late')
})

test('[KEEP1] a send is shown and written to the socket only when its record is committed', async () => {
  const disk = createDisk()
  const page = await live(disk)
  disk.weather = 'hang'
  page.socket.send('note', 1, { id: 'a' })
  await settled()
  expect([ids(page), commandsOn(page.manual.latest())]).toEqual([[], []])
  disk.weather = 'well'
  await settled()
  expect([ids(page), commandsOn(page.manual.latest()).map(({ id }) => id)]).toEqual([['a'], ['a']])
})

test('[KEEP1] sends keep their order through the commits', async () => {
  const disk = createDisk()
  const page = await live(disk)
  const sent = Array.from({ length: 20 }, (_, index) => `s${index}`)
  for (const [index, id] of sent.entries()) {
    page.socket.send('note', index, { id })
    if (index % 3 === 0) await settled()
  }
  await settled()
  expect(commandsOn(page.manual.latest()).map(({ id }) => id)).toEqual(sent)
})

test('[KEEP1] what was sent while down is sent by the next page, same id, in order', async () => {
  const disk = createDisk()
  const before = await down(disk)
  for (const id of ['b', 'a', 'c']) before.socket.send('note', id, { id })
  before.socket.submit('chat', { text: 'hi' }, { key: 'k' })
  await settled()
  before.crash()
  const after = await down(disk)
  expect(after.socket.store.tasks()).toMatchObject([{ key: 'k', sync: 'submitting' }])
  after.greet()
  await settled()
  expect(commandsOn(after.manual.latest()).map(({ id }) => id)).toEqual(['b', 'a', 'c', 'k'])
})

test('[SEND1] what was written before the reload is settled by its receipt only, or by its time as unconfirmed', async () => {
  const disk = createDisk()
  const before = await live(disk)
  before.socket.send('note', 1, { id: 'answered' })
  before.socket.send('note', 2, { id: 'unanswered', ttlMs: 60_000 })
  await settled()
  before.crash()
  const after = await down(disk)
  expect(after.socket.store.outbox().map(({ state }) => state)).toEqual(['written', 'written'])
  expect(after.socket.cancelSend('answered')).toBe(false)
  after.greet({ outcome: 'replayed', reason: undefined })
  await settled()
  after.manual.latest().receive(receipt('answered'))
  await pass(after, 60_000)
  expect(after.socket.store.outbox()).toMatchObject([{ id: 'unanswered', state: 'unconfirmed' }])
})

test('[SEND1] what was never written may still expire or be cancelled after a reload', async () => {
  const disk = createDisk()
  const before = await down(disk)
  before.socket.send('note', 1, { id: 'slow', ttlMs: 60_000 })
  before.socket.send('note', 2, { id: 'unwanted' })
  await settled()
  before.crash()
  const after = await down(disk)
  expect(after.socket.cancelSend('unwanted')).toBe(true)
  await pass(after, 60_000)
  expect(after.socket.store.outbox().map(({ id, state }) => [id, state])).toEqual([
    ['slow', 'expired'],
    ['unwanted', 'cancelled'],
  ])
})

test('[SEND3] the time to live runs on while no page is open', async () => {
  const disk = createDisk()
  const before = await down(disk)
  before.socket.send('note', 1, { id: 'a', ttlMs: 60_000 })
  await settled()
  before.crash()
  const after = await down(disk, { at: 61_000 })
  await pass(after, 0)
  after.greet()
  await settled()
  expect(commandsOn(after.manual.latest())).toEqual([])
  expect(after.socket.store.outbox()).toMatchObject([{ id: 'a', state: 'expired' }])
})

test('[SEND6] a command keeps through a reload the epoch it was first written under', async () => {
  const disk = createDisk()
  const before = await live(disk)
  before.socket.send('note', 1, { id: 'a' })
  await settled()
  before.crash()
  const after = await down(disk)
  after.greet({ epoch: 'another', outcome: 'replayed', reason: undefined })
  await settled()
  expect(commandsOn(after.manual.latest())).toMatchObject([{ id: 'a', epoch: EPOCH }])
})

test('[KEEP1] a page that ends before the commit has sent nothing, and one that ends after it is as if it had', async () => {
  const disk = createDisk()
  const before = await live(disk)
  disk.weather = 'hang'
  before.socket.send('note', 1, { id: 'a' })
  await settled()
  before.crash()
  expect(commandsOn(before.manual.latest())).toEqual([])
  disk.weather = 'well'
  await settled()
  const after = await down(disk)
  after.greet({ outcome: 'replayed', reason: undefined })
  await settled()
  expect(commandsOn(after.manual.latest())).toMatchObject([{ id: 'a', epoch: EPOCH }])
})

test('[KEEP1] did not run is told only when no record is left that another page could send', async () => {
  const disk = createDisk()
  const page = await down(disk)
  const sent = page.socket.send('note', 1, { id: 'a' })
  await settled()
  const told: string[] = []
  void sent.settled.then(({ outcome }) => told.push(outcome))
  disk.weather = 'hang'
  sent.cancel()
  await settled()
  expect([told, ids(page), page.socket.store.outbox()[0]?.state]).toEqual([[], ['a'], 'queued'])
  disk.weather = 'well'
  await settled()
  expect(told).toEqual(['cancelled'])
  page.crash()
  const after = await down(disk)
  after.greet()
  await settled()
  expect([commandsOn(after.manual.latest()), after.socket.store.outbox()[0]?.state]).toEqual([[], 'cancelled'])
})

test('[KEEP1] a send that is sent again while its removal is committed is not told what became of it before', async () => {
  const disk = createDisk()
  const page = await live(disk)
  page.manual.latest().close(1006)
  page.socket.send('note', 1, { id: 'a', ttlMs: 500 })
  await settled()
  disk.weather = 'hang'
  page.manual.advance(500)
  const again = page.socket.send('note', 1, { id: 'a' })
  const told: string[] = []
  void again.settled.then(({ outcome }) => told.push(outcome))
  disk.weather = 'well'
  await settled()
  expect(told).toEqual([])
  await pass(page, 1_000)
  page.greet({ outcome: 'replayed', reason: undefined })
  await settled()
  page.manual.latest().receive(receipt('a'))
  await settled()
  expect([commandsOn(page.manual.latest()).map(({ id }) => id), told]).toEqual([['a'], ['accepted']])
})

test('[KEEP1] where the removal cannot be committed, nobody can say that it will not run: unconfirmed', async () => {
  const disk = createDisk()
  const page = await down(disk)
  const sent = page.socket.send('note', 1, { id: 'a' })
  await settled()
  disk.weather = 'unreadable'
  sent.cancel()
  expect(await sent.settled).toEqual({ outcome: 'unconfirmed' })
})

test('[KEEP1] a page that is open takes over what a page that ended had queued, and only then', async () => {
  const disk = createDisk()
  const heir = await live(disk)
  const other = await down(disk)
  other.socket.send('note', 1, { id: 'left' })
  await settled()
  await pass(heir, 250)
  await pass(heir, 10_000)
  expect(ids(heir)).toEqual([])
  other.crash()
  await pass(heir, 10_000)
  expect(ids(heir)).toEqual(['left'])
})

test('[KEEP1] two pages that look at once share the sends of a third: each has one owner', async () => {
  const disk = createDisk()
  const third = await down(disk)
  for (const id of ['a', 'b', 'c']) third.socket.send('note', id, { id })
  await settled()
  third.crash()
  const heirs = await Promise.all([down(disk), down(disk)])
  expect(heirs.flatMap(ids).toSorted()).toEqual(['a', 'b', 'c'])
})

test('[AUTH1] two identities never meet: neither the state nor the sends of the one are seen by the other', async () => {
  const disk = createDisk()
  const ana = await live(disk)
  withTask(ana)
  ana.manual.latest().close(1006)
  ana.socket.send('note', 1, { id: 'of-ana' })
  await pass(ana, 300)
  ana.crash()
  const bob = await down(disk, { identity: 'bob' })
  bob.greet({ user: 'bob' })
  await pass(bob, 300)
  expect([bob.socket.store.tasks(), ids(bob), commandsOn(bob.manual.latest())]).toEqual([[], [], []])
  const again = await down(disk)
  expect([again.socket.store.tasks().length, ids(again)]).toEqual([1, ['of-ana']])
})

test('[AUTH1] where nobody is stated, hello names whose state was found, and another user gets nothing of it', async () => {
  const disk = createDisk()
  const ana = await live(disk, { identity: undefined })
  withTask(ana)
  ana.manual.latest().close(1006)
  ana.socket.send('note', 1, { id: 'of-ana' })
  await pass(ana, 300)
  ana.crash()
  const next = await down(disk, { identity: undefined })
  next.manual.latest().open()
  expect(next.manual.latest().sent).toMatchObject([{ type: 'hello', user: 'ana' }])
  next.manual.latest().close(4508)
  await settled()
  expect([next.socket.store.tasks(), ids(next)]).toEqual([[], []])
  next.manual.latest().open()
  next.manual.latest().receive(welcomeFrame({ user: 'bob', epoch: 'of-bob' }))
  await settled()
  expect(commandsOn(next.manual.latest())).toEqual([])
  expect(JSON.stringify(await disk.texts())).not.toContain('ana')
})

test('[AUTH1] signing out wipes: identity null everything of the url, a null token and 4505 what is the own', async () => {
  const disk = createDisk()
  const keep = async () => {
    const page = await live(disk, { getToken: () => token })
    withTask(page)
    page.socket.send('note', 1, { id: 'a' })
    await pass(page, 300)
    expect(Object.keys(await disk.texts())).toHaveLength(3)
    return page
  }
  let token: string | null = 'fine'
  const revoked = await keep()
  revoked.manual.latest().close(4505)
  await settled()
  expect(await disk.texts()).toEqual({})
  revoked.crash()
  const out = await keep()
  token = null
  out.manual.latest().close(4004)
  await settled()
  expect(await disk.texts()).toEqual({})
  out.crash()
  token = 'fine'
  const left = await keep()
  left.crash()
  const nobody = openPage(disk, { identity: null })
  nobody.socket.connect()
  await settled()
  expect(await disk.texts()).toEqual({})
})

test('[KEEP1] a session that ran out loses nothing', async () => {
  const disk = createDisk()
  const page = await live(disk)
  withTask(page)
  await pass(page, 300)
  page.manual.latest().close(4500)
  page.socket.send('note', 1, { id: 'a' })
  await pass(page, 300)
  page.crash()
  const after = await down(disk)
  expect([after.socket.store.tasks().length, ids(after)]).toEqual([1, ['a']])
})

test('[KEEP1] without an identity nothing is kept before somebody is welcomed, and the status says so', async () => {
  const disk = createDisk()
  const page = await down(disk, { identity: undefined })
  page.socket.send('note', 1, { id: 'a' })
  await settled()
  expect([await disk.texts(), page.socket.store.status().storage, ids(page)]).toEqual([{}, 'memory', ['a']])
  page.greet()
  await settled()
  expect(Object.keys(await disk.texts())).toEqual(['outbox/a'])
  expect(page.socket.store.status().storage).toBe('kept')
})

test('[KEEP1] a disposed socket leaves no send behind, and its state for the next', async () => {
  const disk = createDisk()
  const page = await live(disk)
  withTask(page)
  await pass(page, 300)
  page.manual.latest().close(1006)
  const sent = page.socket.send('note', 1)
  await settled()
  page.socket.dispose()
  expect(await sent.settled).toEqual({ outcome: 'cancelled' })
  expect(Object.keys(await disk.texts()).toSorted()).toEqual(['head', 'state'])
})

test('[KEEP1] a socket disposed of before anybody was known ends, and does not tell itself so for ever', async () => {
  const disk = createDisk()
  const page = await live(disk, { identity: undefined })
  page.socket.send('note', 1)
  page.socket.dispose()
  await settled()
  expect(await disk.texts()).toEqual({})
})
