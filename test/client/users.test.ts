import { expect, test } from 'vitest'
import { commandsOn, createHarness, headOf, welcomeFrame } from '../support/client-harness.ts'

test('[BACK4] signed out, nothing dials and sends wait', () => {
  const { manual, socket } = createHarness({ identity: null })
  socket.connect()
  socket.submit('chat', {})
  expect([manual.sockets.length, socket.store.status().reason]).toEqual([0, 'signed-out'])
})

test('[AUTH1] a user switch is a new socket: nothing sent under ana is written under bob', async () => {
  const ana = createHarness({ identity: 'ana' })
  ana.socket.connect()
  ana.greet()
  ana.manual.latest().close(1006)
  const queued = ana.socket.submit('chat', { secret: 'of ana' })
  ana.socket.dispose()
  const bob = createHarness({ identity: 'bob' })
  bob.socket.connect()
  bob.greet({ user: 'bob' })
  expect(await queued.settled).toEqual({ outcome: 'cancelled' })
  expect(commandsOn(bob.manual.latest())).toEqual([])
})

test("[AUTH1] the same socket under another token: nothing of ana is sent as bob, and ana's tasks are gone", async () => {
  const { manual, socket, greet, events } = createHarness()
  const resets: string[] = []
  socket.on('reset', ({ reason }) => resets.push(reason))
  socket.connect()
  greet()
  events([{ type: 'task.created', task: { ...headOf('t1'), input: null } }])
  manual.latest().close(1006)
  const queued = socket.submit('chat', { secret: 'of ana' })
  manual.advance(500)
  manual.latest().open()
  manual.latest().receive(welcomeFrame({ user: 'bob', epoch: 'epoch-2' }))
  expect(await queued.settled).toEqual({ outcome: 'cancelled' })
  expect([commandsOn(manual.latest()), socket.store.tasks(), resets]).toEqual([[], [], ['user']])
})
