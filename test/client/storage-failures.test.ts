import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as KEEPING from '../../src/client/storage/limits.ts'
import { commandsOn, EPOCH, headOf } from '../support/client-harness.ts'
import { createDisk, type Disk, type KeptHarness, openPage, settled } from './storage-bench.ts'

const RUNS = { numRuns: 300 }

async function opened(disk: Disk, options: Parameters<typeof openPage>[1] = {}): Promise<KeptHarness> {
  const page = openPage(disk, { identity: 'ana', ...options })
  page.socket.connect()
  await settled()
  return page
}

async function pass(page: KeptHarness, ms: number): Promise<void> {
  page.manual.advance(ms)
  await settled()
}

/** A disk as a page leaves it: a state with a task and a notice, and a send of each kind. */
async function used(): Promise<Disk> {
  const disk = createDisk()
  const page = await opened(disk)
  page.greet()
  page.events([
    { type: 'task.created', task: { ...headOf('t1'), input: { text: 'hi' } } },
    { type: 'task.stream', id: 't1', attempt: 1, name: 'text', kind: 'text', at: 0, chunk: 'Hello' },
    { type: 'notification', id: 'n1', kind: 'news' },
  ])
  page.socket.send('note', 1, { id: 'written' })
  await settled()
  page.manual.latest().close(1006)
  page.socket.send('note', 2, { id: 'queued' })
  page.socket.submit('chat', { text: 'x' }, { key: 'refused' })
  await pass(page, 250)
  page.crash()
  await settled()
  return disk
}

const storageOf = (page: KeptHarness) => page.socket.store.status().storage
const warnings = (page: KeptHarness) => page.log.filter(({ level }) => level === 'warn').map(({ event }) => event)

test('[KEEP1] what is stored is waited for one second; then the page dials, says that it keeps nothing, and takes what comes late', async () => {
  const disk = await used()
  disk.weather = 'hang'
  const page = await opened(disk)
  await pass(page, KEEPING.loadMs - 1)
  expect(page.manual.sockets).toHaveLength(0)
  await pass(page, 1)
  expect([page.manual.sockets.length, storageOf(page), warnings(page)]).toEqual([1, 'memory', ['storage-load-failed']])
  page.greet()
  disk.weather = 'well'
  await settled()
  expect([storageOf(page), commandsOn(page.manual.latest()).map(({ id }) => id)]).toEqual(['kept', ['written', 'queued', 'refused']])
})

test('[KEEP1] a hello that is out has said from where: state that comes after it is not taken', async () => {
  const disk = await used()
  disk.weather = 'hang'
  const page = await opened(disk)
  await pass(page, KEEPING.loadMs)
  page.manual.latest().open()
  disk.weather = 'well'
  await settled()
  expect(page.socket.store.tasks().filter(({ id }) => id !== null)).toEqual([])
})

test('[KEEP1] a full disk delays nothing and loses nothing that is in memory; once there is room all of it is kept', async () => {
  const disk = createDisk()
  const page = await opened(disk)
  page.greet()
  await settled()
  disk.weather = 'full'
  page.socket.send('note', 1, { id: 'a' })
  await settled()
  expect([storageOf(page), commandsOn(page.manual.latest()).length, warnings(page)]).toEqual(['memory', 1, ['storage-write-failed']])
  page.manual.latest().close(1006)
  page.socket.send('note', 2, { id: 'b' })
  expect(page.socket.store.outbox().map(({ id }) => id)).toEqual(['a', 'b'])
  disk.weather = 'well'
  await pass(page, KEEPING.retryMs)
  page.socket.send('note', 3, { id: 'c' })
  await settled()
  expect(storageOf(page)).toBe('kept')
  page.crash()
  const after = await opened(disk)
  expect(after.socket.store.outbox().map(({ id }) => id)).toEqual(['a', 'b', 'c'])
})

test('[KEEP1] a commit that hangs is waited for one second', async () => {
  const disk = createDisk()
  const page = await opened(disk)
  page.greet()
  await settled()
  disk.weather = 'hang'
  page.socket.send('note', 1, { id: 'a' })
  await pass(page, KEEPING.commitMs - 1)
  expect(commandsOn(page.manual.latest())).toEqual([])
  await pass(page, 1)
  expect([commandsOn(page.manual.latest()).length, storageOf(page)]).toEqual([1, 'memory'])
})

/** Until the state it has is written and the next one may be. */
async function idle(page: KeptHarness): Promise<void> {
  await pass(page, KEEPING.stateMs)
  await pass(page, KEEPING.stateMs)
}

/** A page whose disk does nothing by itself: `done` and `failed` say what became of the oldest write that is out. */
async function byHand() {
  const disk = createDisk()
  const out: { readonly kind: 'state' | 'send'; readonly end: (isWell: boolean) => void }[] = []
  let isByHand = false
  const update: Disk['records']['update'] = (keys, change, durability) =>
    isByHand
      ? new Promise<boolean>(end => void out.push({ kind: durability === 'strict' ? 'send' : 'state', end })).then(isWell => {
          if (!isWell) throw new Error('the disk said no')
          return disk.records.update(keys, change, durability)
        })
      : disk.records.update(keys, change, durability)
  const page = await opened({ ...disk, records: { ...disk.records, update } })
  page.greet()
  await settled()
  await idle(page)
  isByHand = true
  const end = async (kind: 'state' | 'send', isWell: boolean) => {
    const at = out.findIndex(each => each.kind === kind)
    out.splice(at, 1)[0]?.end(isWell)
    await settled()
  }
  return { page, end, kinds: () => out.map(({ kind }) => kind), disk }
}

test('[KEEP1] a write that was out when another failed proves nothing: only one that was begun since', async () => {
  const { page, end, kinds } = await byHand()
  page.events([{ type: 'notification', id: 'n1', kind: 'news' }])
  await pass(page, 250)
  page.socket.send('note', 1, { id: 'a' })
  await settled()
  expect([kinds(), storageOf(page)]).toEqual([['state', 'send'], 'kept'])
  await end('send', false)
  const words: string[] = [storageOf(page)]
  page.socket.on('status', ({ storage }) => words.push(storage))
  await end('state', true)
  expect(words).not.toContain('kept')
  await pass(page, KEEPING.retryMs)
  page.socket.send('note', 2, { id: 'b' })
  await settled()
  await end('send', true)
  expect(storageOf(page)).toBe('kept')
})

/** It heard something that the disk would not take. */
async function onAFullDisk() {
  const disk = createDisk()
  const page = await opened(disk)
  page.greet()
  await idle(page)
  disk.weather = 'full'
  page.events([{ type: 'notification', id: 'n1', kind: 'news' }])
  await pass(page, 250)
  return { disk, page }
}

test('[KEEP1] a disk that is full and can be read is not said to keep anything', async () => {
  const { page } = await onAFullDisk()
  expect(storageOf(page)).toBe('memory')
  const words: string[] = []
  page.socket.on('status', ({ storage }) => words.push(storage))
  for (let waited = 0; waited < 2 * KEEPING.retryMs; waited += 1_000) await pass(page, 1_000)
  expect(words).not.toContain('kept')
})

test('[KEEP1] a state that a failing disk did not take is written when it works again, though nothing changed since', async () => {
  const { disk, page } = await onAFullDisk()
  disk.weather = 'well'
  for (let waited = 0; waited < KEEPING.retryMs + 5_000; waited += 1_000) await pass(page, 1_000)
  expect(storageOf(page)).toBe('kept')
  expect((await disk.texts())['state']).toContain('n1')
})

test('[LIFE3] a page that slept amid a commit does not take its disk for one that hangs', async () => {
  const disk = createDisk()
  const page = await opened(disk)
  page.greet()
  await settled()
  disk.weather = 'hang'
  page.socket.send('note', 1, { id: 'a' })
  page.manual.sleep(60_000)
  await settled()
  expect([storageOf(page), commandsOn(page.manual.latest())]).toEqual(['kept', []])
  await pass(page, KEEPING.commitMs)
  expect(storageOf(page)).toBe('memory')
})

test.each(Array.from({ length: 14 }, (_, index) => index))(
  '[KEEP1] a storage whose step %i fails costs no send and no event',
  async failing => {
    const disk = await used()
    let step = 0
    const flaky = <T>(work: () => Promise<T>) => ((step += 1) - 1 === failing ? Promise.reject(new Error('the disk said no')) : work())
    const { records } = disk
    const page = openPage(
      {
        ...disk,
        records: {
          read: prefix => flaky(() => records.read(prefix)),
          update: (keys, change, durability) => flaky(() => records.update(keys, change, durability)),
          locks: records.locks,
        },
      },
      { identity: 'ana' },
    )
    page.socket.connect()
    await settled()
    page.greet({ outcome: 'replayed', reason: undefined, head: 3 })
    await settled()
    const sent = page.socket.send('note', 'new', { id: 'new' })
    await settled()
    page.manual.latest().receive({ type: 'receipt', id: 'new', ok: true })
    expect(await sent.settled).toMatchObject({ outcome: 'accepted' })
    await pass(page, 1_000)
    page.socket.send('note', 'last', { id: 'last' })
    await settled()
    expect(commandsOn(page.manual.latest()).some(({ id }) => id === 'last')).toBe(true)
  },
)

/* nothing from storage is trusted more than the wire */

test('[KEEP1] a record cut short, of another version or of another shape is discarded with a warning', async () => {
  const disk = await used()
  for (const [key, text] of await disk.records.read('')) {
    if (!key.endsWith('/head'))
      await disk.put(key, key.includes('outbox/queued') ? String(text).replace('"v":1', '"v":2') : String(text).slice(0, -5))
  }
  const page = await opened(disk)
  expect([page.socket.store.tasks(), page.socket.store.outbox(), storageOf(page)]).toEqual([[], [], 'kept'])
  expect(warnings(page)).toEqual(Array.from({ length: 4 }, () => 'storage-discarded'))
  expect(Object.keys(await disk.texts())).toEqual(['head'])
  expect(page.manual.sockets).toHaveLength(1)
})

/** Some value anywhere in it is another one, or gone. */
const spoilt = (text: string, at: number, value: unknown): string => {
  let left = at
  const walk = (node: unknown): unknown => {
    if ((left -= 1) === -1) return value
    if (Array.isArray(node)) return node.map(walk)
    if (typeof node !== 'object' || node === null) return node
    return Object.fromEntries(Object.entries(node).map(([name, each]) => [name, walk(each)]))
  }
  return JSON.stringify(walk(JSON.parse(text))) ?? ''
}

test('[KEEP1] whatever a record says, the page comes up, dials, and shows either all of it or none', async () => {
  const disk = await used()
  const records = [...(await disk.records.read(''))].map(([key, text]) => [key, String(text)] as const)
  const damage = fc.oneof(
    fc.record({ at: fc.nat(60), value: fc.jsonValue({ maxDepth: 2 }) }).map(
      ({ at, value }) =>
        (text: string) =>
          spoilt(text, at, value),
    ),
    fc.string().map(text => () => text),
    fc.nat(400).map(length => (text: string) => text.slice(0, length)),
    fc.constantFrom('{"__proto__":1}', '[]', 'null', '[['.repeat(500), '"'.repeat(9)).map(text => () => text),
  )
  await fc.assert(
    fc.asyncProperty(fc.nat(records.length - 1), damage, async (index, spoil) => {
      const fresh = createDisk()
      for (const [at, [key, text]] of records.entries()) await fresh.put(key, at === index ? spoil(text) : text)
      const page = await opened(fresh)
      expect(page.manual.sockets).toHaveLength(1)
      expect(page.log.filter(({ level }) => level === 'error')).toEqual([])
      const { tasks, outbox, status } = page.socket.store
      expect(tasks().filter(({ id }) => id !== null).length).toBeLessThanOrEqual(1)
      expect(outbox().length).toBeLessThanOrEqual(3)
      expect(status().storage).toBe('kept')
      page.greet()
      await settled()
      expect(page.socket.store.status().state).toBe('connected')
      page.socket.dispose()
    }),
    RUNS,
  )
})

/* bounds */

test('[KEEP1] heavy settled tasks are left out, oldest first, and the text of active ones is asked for again', async () => {
  const disk = createDisk()
  const page = await opened(disk)
  page.greet()
  const chunk = 'x'.repeat(700_000)
  const streamed = (id: string) => [
    { type: 'task.created' as const, task: { ...headOf(id), input: null } },
    { type: 'task.stream' as const, id, attempt: 1, name: 'text', kind: 'text' as const, at: 0, chunk },
  ]
  for (const id of ['active', 'old', 'new']) page.events(streamed(id))
  page.events(
    ['old', 'new'].map(id => ({
      type: 'task.settled',
      task: { ...headOf(id, { rev: 2, status: 'succeeded' }), lengths: { text: chunk.length } },
    })),
  )
  await pass(page, 250)
  expect((await disk.texts())['state']?.length).toBeLessThan(KEEPING.stateLength)
  page.crash()
  const after = await opened(disk)
  expect(after.socket.store.tasks().map(({ id }) => id)).toEqual(['active', 'new'])
  after.greet({ outcome: 'replayed', reason: undefined, head: page.head() })
  await settled()
  expect(commandsOn(after.manual.latest())).toMatchObject([{ op: 'task.get', data: { id: 'active' } }])
})

test('[KEEP1] no more is taken over than the outbox has room for, and the rest when it has', async () => {
  const disk = createDisk()
  const before = await opened(disk)
  for (let index = 0; index < 10; index += 1) before.socket.send('note', index, { id: `s${index}` })
  await settled()
  before.crash()
  const after = await opened(disk, { outbox: { maxCount: 4 } })
  expect(after.socket.store.outbox().map(({ id }) => id)).toEqual(['s0', 's1', 's2', 's3'])
  after.greet()
  await settled()
  for (const { id } of commandsOn(after.manual.latest())) after.manual.latest().receive({ type: 'receipt', id, ok: true })
  await pass(after, KEEPING.adoptMs)
  expect(after.socket.store.outbox().map(({ id }) => id)).toEqual(['s4', 's5', 's6', 's7'])
})

test('[SEND4] what the page sends while it takes sends over has its room; those that have none are given back, and taken when they have', async () => {
  const disk = createDisk()
  const before = await opened(disk)
  for (let index = 0; index < 3; index += 1) before.socket.send('note', index, { id: `old${index}` })
  await settled()
  before.crash()
  let whileTaking = () => {}
  const update: Disk['records']['update'] = (keys, change, durability) => {
    if (keys.some(key => key.endsWith('/outbox/old0'))) whileTaking()
    return disk.records.update(keys, change, durability)
  }
  const after = openPage({ ...disk, records: { ...disk.records, update } }, { identity: 'ana', outbox: { maxCount: 4 } })
  whileTaking = () => {
    whileTaking = () => {}
    for (const id of ['new0', 'new1']) after.socket.send('note', 1, { id })
  }
  after.socket.connect()
  await settled()
  expect(after.socket.store.outbox().map(({ id }) => id)).toEqual(['old0', 'old1', 'new0', 'new1'])
  after.greet()
  await settled()
  for (const { id } of commandsOn(after.manual.latest())) after.manual.latest().receive({ type: 'receipt', id, ok: true })
  await pass(after, KEEPING.adoptMs)
  expect(after.socket.store.outbox().map(({ id }) => id)).toEqual(['old2'])
})

test('[SEND3] a clock that was set back lets no send outlive an hour', async () => {
  const disk = createDisk()
  const before = await opened(disk, { at: 10 * 3_600_000 })
  before.socket.send('note', 1, { id: 'a' })
  await settled()
  before.crash()
  const after = await opened(disk)
  await pass(after, 3_600_000)
  expect(after.socket.store.outbox()).toMatchObject([{ id: 'a', state: 'expired' }])
})

test('[KEEP1] the sends of somebody who does not come back go a day after their time is over', async () => {
  const disk = createDisk()
  const before = await opened(disk, { identity: undefined })
  before.greet()
  await settled()
  before.manual.latest().close(1006)
  before.socket.send('note', 1, { id: 'of-ana' })
  await settled()
  before.crash()
  const look = async (at: number) => {
    const page = await opened(disk, { identity: undefined, at })
    page.greet({ user: 'bob', epoch: EPOCH })
    await pass(page, KEEPING.adoptMs)
    page.crash()
    return Object.keys(await disk.texts()).includes('outbox/of-ana')
  }
  expect([await look(3_600_000), await look(KEEPING.orphanMs + 3_600_000)]).toEqual([true, false])
})

test('[AUTH4] no token is ever stored', async () => {
  const disk = createDisk()
  const page = await opened(disk, { getToken: () => 'sesame' })
  page.greet()
  page.socket.send('note', 1)
  await pass(page, 250)
  expect(JSON.stringify(await disk.texts())).not.toContain('sesame')
})

test('[AUTH1] a disk that fails when the user signs out is wiped once it does not, unless somebody signed in meanwhile', async () => {
  const left = async (signIn: boolean) => {
    const disk = createDisk()
    const page = await opened(disk)
    page.greet()
    page.socket.send('note', 1, { id: 'a' })
    await pass(page, 300)
    disk.weather = 'full'
    page.manual.latest().close(4505)
    await settled()
    expect(Object.keys(await disk.texts())).not.toEqual([])
    disk.weather = 'well'
    if (signIn) {
      page.socket.reconnect()
      page.greet()
      await settled()
    }
    await pass(page, KEEPING.retryMs)
    return Object.keys(await disk.texts()).length
  }
  expect([await left(false), (await left(true)) > 0]).toEqual([0, true])
})
