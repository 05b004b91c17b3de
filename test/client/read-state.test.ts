// What is read on one device is read on all: the mark goes by the server, to those that are there, away or new.
import { expect, onTestFinished, test, vi } from 'vitest'
import { createResilientSocket, type ResilientSocket } from '../../src/client/index.ts'
import { startServer } from '../support/live-server.ts'

const unreadOn = (devices: readonly ResilientSocket[], count: number) =>
  vi.waitFor(() => expect(devices.map(({ store }) => store.unread())).toEqual(devices.map(() => count)), { timeout: 10_000 })

test('[SNAP1] unread counts agree over devices: one that was there, one that was away, and one that is new', async () => {
  await using server = await startServer()
  const device = async (): Promise<ResilientSocket> => {
    const url = `ws://127.0.0.1:${server.port}/rs`
    const socket = createResilientSocket({ url, identity: 'ada', getToken: () => 'ada', log: () => {} })
    onTestFinished(() => socket.dispose())
    socket.connect()
    await socket.ready()
    return socket
  }
  const [phone, laptop, tablet] = [await device(), await device(), await device()]
  for (const title of ['a', 'b', 'c']) await server.resilient.notify('ada', { kind: 'news', title })
  await unreadOn([phone, laptop, tablet], 3)
  tablet.close()
  phone.markSeen(phone.store.notifications()[1]?.offset)
  await unreadOn([phone, laptop], 1)
  expect(tablet.store.unread()).toBe(3)
  tablet.connect()
  const all = [phone, laptop, tablet, await device()]
  await unreadOn(all, 1)
  await server.resilient.notify('ada', { kind: 'news', title: 'd' })
  await unreadOn(all, 2)
  laptop.markSeen()
  await unreadOn(all, 0)
})
