import { expect, test } from 'vitest'
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
