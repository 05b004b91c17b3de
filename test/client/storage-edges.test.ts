import { expect, test } from 'vitest'
import * as KEEPING from '../../src/client/storage/limits.ts'
import { memoryRecords } from '../../src/client/storage/memory.ts'
import { commandsOn } from '../support/client-harness.ts'
import { createDisk, openPage, settled } from './storage-bench.ts'

const idsOn = (page: ReturnType<typeof openPage>) => commandsOn(page.manual.latest()).map(({ id }) => id)

test('[SEND1] a key that is sent while the storage is loaded is sent, though a send of that key has ended there', async () => {
  const disk = createDisk()
  const before = openPage(disk, { identity: 'ana' })
  before.socket.connect()
  await settled()
  before.socket.send('note', 1, { id: 'k' }).cancel()
  await settled()
  before.crash()
  disk.weather = 'hang'
  const after = openPage(disk, { identity: 'ana' })
  after.socket.connect()
  after.socket.send('note', 2, { id: 'k' })
  disk.weather = 'well'
  await settled()
  after.greet()
  await settled()
  expect(commandsOn(after.manual.latest())).toMatchObject([{ id: 'k', data: 2 }])
})

test('[SEND1] a key that is sent while the storage is loaded settles with what the send found there is told', async () => {
  const disk = createDisk()
  const before = openPage(disk, { identity: 'ana' })
  before.socket.connect()
  await settled()
  before.socket.send('note', 1, { id: 'k' })
  await settled()
  before.crash()
  disk.weather = 'hang'
  const after = openPage(disk, { identity: 'ana' })
  after.socket.connect()
  const sent = after.socket.send('note', 1, { id: 'k' })
  disk.weather = 'well'
  await settled()
  after.greet()
  await settled()
  after.manual.latest().receive({ type: 'receipt', id: 'k', ok: true })
  expect([idsOn(after), (await sent.settled).outcome]).toEqual([['k'], 'accepted'])
})

test('[AUTH1] a dial that was given up while the storage is loaded asks for no token and opens no socket', async () => {
  const disk = createDisk()
  let asked = 0
  const getToken = () => {
    asked += 1
    return 'fine'
  }
  disk.weather = 'hang'
  const closed = openPage(disk, { identity: 'ana', getToken })
  closed.socket.connect()
  closed.socket.close()
  const disposed = openPage(disk, { identity: 'ana', getToken })
  disposed.socket.connect()
  disposed.socket.dispose()
  disk.weather = 'well'
  await settled()
  expect([asked, closed.manual.sockets.length, disposed.manual.sockets.length]).toEqual([0, 0, 0])
})

test('[KEEP1] a page that is closed and connects again while the storage is loaded opens one socket', async () => {
  const disk = createDisk()
  disk.weather = 'hang'
  const page = openPage(disk, { identity: 'ana' })
  page.socket.connect()
  page.socket.close()
  page.socket.connect()
  disk.weather = 'well'
  await settled()
  expect(page.manual.sockets).toHaveLength(1)
})

test('[SEND2] sends of one instant keep their order when another page takes them over after one was written', async () => {
  const disk = createDisk()
  const before = openPage(disk, { identity: 'ana' })
  before.socket.connect()
  await settled()
  for (const id of ['a', 'b', 'c']) before.socket.send('note', id, { id })
  await settled()
  // Hello says how many may be out at once: one is written, two wait.
  before.greet({ limits: { upBytes: 65_536, inFlight: 1, ackBytes: 65_536, hedge: false } })
  await settled()
  before.crash()
  const heir = openPage(disk, { identity: 'ana' })
  heir.socket.connect()
  await settled()
  expect(heir.socket.store.outbox().map(({ id }) => id)).toEqual(['a', 'b', 'c'])
})

test('[SEND2] sends of one instant keep their order through two heirs', async () => {
  const disk = createDisk()
  const before = openPage(disk, { identity: 'ana' })
  before.socket.connect()
  await settled()
  for (const id of ['a', 'b', 'c']) before.socket.send('note', id, { id })
  await settled()
  before.crash()
  const heir = openPage(disk, { identity: 'ana' })
  heir.socket.connect()
  await settled()
  heir.socket.send('note', 'd', { id: 'd' })
  heir.greet({ limits: { upBytes: 65_536, inFlight: 2, ackBytes: 65_536, hedge: false } })
  await settled()
  heir.crash()
  const last = openPage(disk, { identity: 'ana' })
  last.socket.connect()
  await settled()
  expect(last.socket.store.outbox().map(({ id }) => id)).toEqual(['a', 'b', 'c', 'd'])
})

test('[KEEP1] where nobody is stated and hello was out before the storage was loaded, what was found is sent once its user is known', async () => {
  const disk = createDisk()
  const before = openPage(disk)
  before.socket.connect()
  await settled()
  before.greet()
  before.manual.advance(250)
  await settled()
  before.manual.latest().close(1006)
  before.socket.send('note', 1, { id: 'a' })
  await settled()
  before.crash()
  disk.weather = 'hang'
  const after = openPage(disk)
  after.socket.connect()
  await settled()
  after.manual.advance(KEEPING.loadMs)
  await settled()
  after.manual.latest().open()
  disk.weather = 'well'
  await settled()
  after.greet()
  await settled()
  after.manual.advance(KEEPING.adoptMs)
  await settled()
  expect(idsOn(after)).toEqual(['a'])
})

test('[KEEP1] while a storage that never loaded is tried again, the sends of the page stay to be seen', async () => {
  const disk = createDisk()
  disk.weather = 'hang'
  const page = openPage(disk, { identity: 'ana' })
  page.socket.connect()
  page.manual.advance(KEEPING.loadMs)
  await settled()
  page.socket.send('note', 1, { id: 'a' })
  await settled()
  page.manual.advance(KEEPING.retryMs)
  await settled()
  expect(page.socket.store.outbox().map(({ id }) => id)).toEqual(['a'])
})

test('[KEEP1] a page that was the writer and ends lets the next in line be it', async () => {
  const locks = memoryRecords().locks
  const life = new AbortController()
  const forever = new AbortController().signal
  const first = await locks?.hold('writer', forever)
  const second = locks?.hold('writer', life.signal)
  const third = locks?.hold('writer', forever)
  first?.()
  const release = await second
  life.abort()
  release?.()
  let isThird = false
  void third?.then(() => (isThird = true))
  await settled()
  expect(isThird).toBe(true)
})

test('[AUTH1] two URLs never meet: what was kept for the one is neither shown nor sent at the other, nor wiped with it', async () => {
  const disk = createDisk()
  const here = openPage(disk, { identity: 'ana', url: '/here' })
  here.socket.connect()
  await settled()
  here.socket.send('note', 1, { id: 'of-here' })
  await settled()
  here.crash()
  const there = openPage(disk, { identity: 'ana', url: '/there' })
  there.socket.connect()
  await settled()
  there.greet()
  await settled()
  expect([idsOn(there), there.socket.store.outbox()]).toEqual([[], []])
  there.manual.latest().close(4505)
  await settled()
  const again = openPage(disk, { identity: 'ana', url: '/here' })
  again.socket.connect()
  await settled()
  again.greet()
  await settled()
  expect(idsOn(again)).toEqual(['of-here'])
})
