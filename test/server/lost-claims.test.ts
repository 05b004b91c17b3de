// A claim that is lost with its history must not let the one who waited for it run the command again.
import { expect, test } from 'vitest'
import { createBench, settle } from '../support/server-bench.ts'

test('[SEND6] a command that waited for a claim is told epoch-changed when the history changes meanwhile', async () => {
  let epoch: string | null = null
  let begins = 0
  const ran: string[] = []
  const bench = createBench({
    ops: { note: () => ran.push('note') },
    through: store => ({
      ...store,
      head: async user => ({ ...(await store.head(user)), ...(epoch !== null && { epoch }) }),
      // The first answer is that of the history that goes, the second that of the one that comes.
      begin: async (user, id, claimMs) => ((begins += 1) === 1 ? { outcome: 'running' } : store.begin(user, id, claimMs)),
    }),
  })
  const peer = await bench.welcome('ada')
  const [welcomed] = peer.of('welcome')
  peer.say({ type: 'command', id: 'n1', op: 'app.note', data: null, ttlMs: 60_000, epoch: welcomed?.epoch ?? '' })
  await settle()
  epoch = 'restored'
  await bench.world.advance(2_000)
  expect(ran).toEqual([])
  expect(peer.of('receipt')).toMatchObject([{ id: 'n1', ok: false, error: { code: 'epoch-changed' } }])
})
