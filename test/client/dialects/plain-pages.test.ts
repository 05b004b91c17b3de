// Pages that speak the plain dialect and are reloaded, or are several: what storage kept goes on, and one tab asks for all.
import { expect, test } from 'vitest'
import { plain } from '../../../src/client/dialects/index.ts'
import { memoryStorage } from '../../../src/client/storage/index.ts'
import type { LogEntry } from '../../../src/client/types.ts'
import type { World } from '../../../src/client/world.ts'
import { replayFlight } from '../../../src/testing/index.ts'
import { createManualBrowser } from '../../support/manual-browser.ts'
import { createManualWorld } from '../../support/manual-world.ts'
import { createPlainHarness } from '../../support/plain-harness.ts'

async function reloaded(meanwhile: Readonly<Record<string, unknown>> | null) {
  const options = { storage: memoryStorage(), identity: 'ada' }
  const before = createPlainHarness({ manual: createManualWorld('one'), options })
  before.socket.connect()
  await before.open()
  before.say({ type: 'task_update', task_id: 't0', status: 'done', result: 'earlier' })
  before.say({ type: 'task_chunk', task_id: 't1', chunk: 'Hel' })
  await before.pass(5_000)
  before.manual.hint('pagehide')
  before.socket.dispose()
  await before.pass(1_000)
  const after = createPlainHarness({ manual: createManualWorld('two'), options })
  if (meanwhile !== null) after.rest.tasks.set('t1', { id: 't1', ...meanwhile })
  const told: string[] = []
  const resets: unknown[] = []
  after.socket.on('notification', ({ taskId }) => told.push(String(taskId)))
  after.socket.on('reset', reset => resets.push(reset))
  after.socket.connect()
  await after.pass(500)
  return { after, told, resets }
}

test('[PLAIN1] a reloaded page shows what was kept, as stale, and goes on from there', async () => {
  const { after, told, resets } = await reloaded({ status: 'done', result: 'Hello' })
  expect(after.socket.store.tasks()).toMatchObject([
    { id: 't0', status: 'succeeded' },
    { id: 't1', sync: 'stale' },
  ])
  await after.open()
  after.manual.paint()
  expect(after.rest.asked).toEqual([['t1']])
  expect(after.socket.store.task('t1')).toMatchObject({ status: 'succeeded', streams: { text: { value: 'Hello' } } })
  expect([told, resets]).toEqual([['t1'], []])
  expect(after.socket.store.status()).toMatchObject({ freshness: 'live', recovery: 'replayed', storage: 'kept' })
})

test('[PLAIN1] what a server lists of long ago is as little news to a reloaded page as to the first; what ended meanwhile of what it kept is', async () => {
  const list: { id: string; status: string }[] = Array.from({ length: 250 }, (_, index) => ({ id: `old${index}`, status: 'done' }))
  list.push({ id: 't1', status: 'running' })
  const options = { storage: memoryStorage(), identity: 'ada' }
  const visit = async (name: string) => {
    const page = createPlainHarness({ manual: createManualWorld(name), options, dialect: { reconcile: async () => list } })
    const told: string[] = []
    page.socket.on('notification', ({ taskId }) => told.push(String(taskId)))
    page.socket.connect()
    await page.pass(500)
    await page.open()
    await page.pass(40_000)
    page.manual.paint()
    const ids = page.socket.store.tasks().map(({ id }) => String(id))
    page.manual.hint('pagehide')
    page.socket.dispose()
    await page.pass(1_000)
    return { told, ids }
  }
  const first = await visit('one')
  list.splice(250, 1, { id: 't1', status: 'done' }, { id: 'elsewhere', status: 'done' })
  const second = await visit('two')
  expect([first.told, second.told]).toEqual([[], ['t1']])
  expect(first.ids).toHaveLength(101)
  expect(second.ids).toEqual(expect.arrayContaining([...first.ids, 'elsewhere']))
})

test('[PLAIN1] a page that cannot connect learns by REST how what it kept ended', async () => {
  const { after } = await reloaded({ status: 'done', result: 'Hello' })
  await after.pass(20_000)
  after.manual.paint()
  expect(after.socket.store.task('t1')).toMatchObject({ status: 'succeeded', result: 'Hello' })
  expect(after.socket.store.status()).toMatchObject({ state: 'connecting', freshness: 'stale' })
})

test('[PLAIN1] what was kept and the server knows no more is lost only after two misses', async () => {
  const { after } = await reloaded(null)
  await after.open()
  expect(after.socket.store.task('t1')).toMatchObject({ status: 'running' })
  await after.pass(16_000)
  expect(after.socket.store.task('t1')).toMatchObject({ status: 'failed', error: { code: 'lost' } })
})

async function browserOf(count: number, leaderWorld: (world: World) => World = world => world) {
  const browser = createManualBrowser()
  const asked: (readonly string[])[][] = []
  const tasks = new Map<string, unknown>()
  const log: LogEntry[] = []
  for (let index = 0; index < count; index += 1) {
    const own: (readonly string[])[] = []
    asked.push(own)
    const reconcile = async (ids: readonly string[]) => {
      own.push(ids)
      return ids.flatMap(id => tasks.get(id) ?? [])
    }
    const change = index === 0 ? leaderWorld : undefined
    await browser.tab({ dialect: plain({ reconcile }), log: entry => void log.push(entry) }, 'shared', change)
    await browser.advance(100)
  }
  await browser.advance(2_000)
  return { browser, asked, tasks, log }
}
const shown = ({ browser }: Awaited<ReturnType<typeof browserOf>>) =>
  browser.tabs.map(({ manual, socket }) => (manual.paint(), socket.store.tasks().map(({ id, status }) => `${id} ${status}`)))

test('[PLAIN1] tabs share one plain socket, and only the leader asks; what REST tells reaches every tab', async () => {
  const stand = await browserOf(3)
  const { browser, asked, tasks } = stand
  expect(browser.tabs.map(({ socket }) => socket.store.status().freshness)).toEqual(['live', 'live', 'live'])
  expect(browser.tabs.map(tab => tab.open().length)).toEqual([1, 0, 0])
  browser.tabs[0]?.manual.latest().receive({ type: 'task_update', task_id: 't1', status: 'running' })
  await browser.advance(100)
  expect(shown(stand)).toEqual([1, 2, 3].map(() => ['t1 running']))
  tasks.set('t1', { id: 't1', status: 'done' })
  await browser.advance(20_000)
  expect(shown(stand)).toEqual([1, 2, 3].map(() => ['t1 succeeded']))
  expect(asked.map(rounds => rounds.length)).toEqual([2, 0, 0])
})

test('[PLAIN1] a follower sends through the leader, once, and its submit is tied to its task', async () => {
  const stand = await browserOf(2)
  const { browser } = stand
  const [leader, follower] = browser.tabs
  const sent = follower?.socket.submit('chat', { text: 'hi' }, { conversation: 'c1' })
  await browser.advance(200)
  expect(await sent?.settled).toEqual({ outcome: 'unconfirmed' })
  const written = leader?.manual.latest().sent.filter(({ type }) => type === 'chat')
  expect(written).toEqual([{ type: 'chat', id: sent?.id, text: 'hi', conversation_id: 'c1' }])
  leader?.manual.latest().receive({ type: 'task_update', task_id: 't1', id: sent?.id, status: 'running' })
  await browser.advance(200)
  const tasks = browser.tabs.map(({ socket, manual }) => (manual.paint(), socket.store.tasks()))
  expect(tasks).toMatchObject([[{ key: sent?.id, conversation: 'c1' }], [{ key: sent?.id, conversation: 'c1' }]])
})

/** What all tabs wrote to any socket, of one type. */
const writtenBy = ({ browser }: Awaited<ReturnType<typeof browserOf>>, type: string) =>
  browser.tabs.flatMap(({ manual }) => manual.sockets.flatMap(({ sent }) => sent.filter(message => message['type'] === type)))

test('[PLAIN1] a leader that dies as it writes has told its follower before: no other leader writes it again', async () => {
  let die = () => {}
  const dyingAt = (world: World): World => ({
    ...world,
    openSocket(...given) {
      const handle = world.openSocket(...given)
      const send = (text: string) => {
        handle.send(text)
        if (text.includes('"type":"chat"')) die()
      }
      return { send, abandon: (code, reason) => handle.abandon(code, reason), bufferedBytes: () => 0 }
    },
  })
  const stand = await browserOf(3, dyingAt)
  const { browser } = stand
  die = () => browser.tabs[0]?.crash()
  const sent = browser.tabs[2]?.socket.submit('chat', { text: 'hi' })
  await browser.advance(8_000)
  expect(browser.tabs.slice(1).map(({ socket }) => socket.store.status().freshness)).toEqual(['live', 'live'])
  expect(await sent?.settled).toEqual({ outcome: 'unconfirmed' })
  expect(writtenBy(stand, 'chat')).toHaveLength(1)
})

test('[PLAIN1] a leader that dies before it was told of a send has not written it, and the next one does', async () => {
  const stand = await browserOf(3)
  const { browser } = stand
  const sent = browser.tabs[2]?.socket.submit('chat', { text: 'hi' })
  browser.tabs[0]?.crash()
  await browser.advance(8_000)
  expect(await sent?.settled).toEqual({ outcome: 'unconfirmed' })
  expect(writtenBy(stand, 'chat')).toHaveLength(1)
})

test.each([3_500, 5_000, 12_000])(
  '[PLAIN1] a leader that was replaced while it stood still for %i ms writes nothing that was asked of it meanwhile',
  async ms => {
    const stand = await browserOf(3)
    const { browser } = stand
    browser.tabs[2]?.manual.hint('hidden')
    await browser.advance(100)
    browser.tabs[0]?.freeze()
    const sent = browser.tabs[2]?.socket.submit('chat', { text: 'hi' })
    await browser.advance(ms)
    browser.tabs[0]?.thaw()
    await browser.advance(10_000)
    expect(await sent?.settled).toEqual({ outcome: 'unconfirmed' })
    expect(writtenBy(stand, 'chat')).toHaveLength(1)
  },
)

test('[PLAIN1] what the leader learned while its link was down, its followers are told when it is up', async () => {
  const stand = await browserOf(2)
  const { browser, tasks } = stand
  browser.tabs[0]?.manual.latest().receive({ type: 'task_update', task_id: 't1', status: 'running' })
  await browser.advance(100)
  browser.server.mood = 'down'
  browser.server.cut(1006)
  for (const { manual } of browser.tabs) for (const socket of manual.sockets) socket.close(1006)
  tasks.set('t1', { id: 't1', status: 'done' })
  await browser.advance(20_000)
  expect(shown(stand)[0]).toEqual(['t1 succeeded'])
  browser.server.mood = 'up'
  await browser.advance(40_000)
  expect(shown(stand)).toEqual([1, 2].map(() => ['t1 succeeded']))
  expect(browser.tabs.map(({ socket }) => socket.store.status().freshness)).toEqual(['live', 'live'])
  // And without a gap: the ring of frames does not claim to hold what was learned.
  expect(stand.log.filter(({ code }) => code === 4003)).toEqual([])
})

test('[PLAIN1] when the leader is gone another goes on from where it stands, and asks', async () => {
  const stand = await browserOf(2)
  const { browser, asked, tasks } = stand
  browser.tabs[0]?.manual.latest().receive({ type: 'task_update', task_id: 't1', status: 'running' })
  await browser.advance(100)
  tasks.set('t1', { id: 't1', status: 'done' })
  browser.tabs[0]?.crash()
  await browser.advance(5_000)
  expect(shown(stand)[1]).toEqual(['t1 succeeded'])
  expect(asked[1]).toEqual([['t1']])
  expect(browser.tabs[1]?.socket.store.status()).toMatchObject({ freshness: 'live', recovery: 'replayed' })
})

test('[PLAIN1] a page that is disposed of leaves nothing running, and asks nobody', async () => {
  const page = createPlainHarness()
  page.socket.connect()
  await page.open()
  page.say({ type: 'task_update', task_id: 't1', status: 'running' })
  page.rest.mode = 'hangs'
  await page.pass(15_000)
  page.socket.dispose()
  await page.pass(500)
  expect([page.manual.pending(), page.rest.signals.at(-1)?.aborted]).toEqual([[], true])
  await page.pass(120_000)
  expect(page.rest.asked).toHaveLength(2)
})

test('[PLAIN1] a flight over a plain server replays, what was learned beside the link included', async () => {
  const page = createPlainHarness()
  page.socket.connect()
  await page.open()
  page.say({ type: 'task_update', task_id: 't1', status: 'running' })
  page.socket.send('chat', { text: 'hi' })
  page.manual.latest().close(1006)
  page.rest.tasks.set('t1', { id: 't1', status: 'done', result: 'secret' })
  await page.pass(20_000)
  const flight = page.socket.flightRecorder()
  expect(flight.entries.map(({ event }) => event.type)).toContain('learn')
  expect(replayFlight(flight)).toMatchObject({ outcome: 'same' })
  expect(JSON.stringify(flight)).not.toContain('secret')
})

test('[PLAIN1] a user of another identity starts with nothing of the one before', async () => {
  const tasks = [{ id: 'ada-1', status: 'running' }]
  const dialect = plain({ reconcile: async () => tasks })
  const options = { storage: memoryStorage(), dialect }
  const ada = createPlainHarness({ manual: createManualWorld('one'), options: { ...options, identity: 'ada' } })
  ada.socket.connect()
  await ada.open()
  await ada.pass(1_000)
  ada.socket.dispose()
  tasks.splice(0)
  const bob = createPlainHarness({ manual: createManualWorld('two'), options: { ...options, identity: 'bob' } })
  bob.socket.connect()
  await bob.open()
  expect(bob.socket.store.tasks()).toEqual([])
})
