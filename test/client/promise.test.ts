// The figures of the README's promise: how long a link that died in silence may still be called live, and when the page is live again.
import { expect, test } from 'vitest'
import { createHarness, headOf, HEDGING } from '../support/client-harness.ts'

const ROUND_TRIP_MS = 250

/** A live client whose handshake took a round trip of 250 ms; from here on its link swallows everything, and new sockets are answered. */
function onDeadLink(prepare: (harness: ReturnType<typeof createHarness>) => void) {
  const harness = createHarness()
  const { manual, socket, greet } = harness
  // The worst of the dice: the candidate goes out as late as it may.
  manual.roll(0.999)
  socket.connect()
  manual.latest().open()
  manual.advance(ROUND_TRIP_MS)
  greet({ limits: HEDGING })
  prepare(harness)
  const diedAt = manual.now()
  let noticedAt = 0
  socket.on('status', ({ freshness }) => {
    if (freshness === 'stale' && noticedAt === 0) noticedAt = manual.now()
  })
  const dialed = () => manual.sockets.length > 1
  return {
    ...harness,
    noticedWithin: (ms: number) => (manual.advance(ms), noticedAt > 0 ? noticedAt - diedAt : null),
    /** TCP, then the upgrade, then hello: three round trips from the dial to its welcome. */
    liveAgainAfter(ms: number): number | null {
      while (!dialed() && manual.now() - diedAt < ms) manual.advance(1)
      if (!dialed()) return null
      manual.advance(2 * ROUND_TRIP_MS)
      manual.latest().open()
      manual.advance(ROUND_TRIP_MS)
      greet({ outcome: 'replayed', reason: undefined, limits: HEDGING })
      return socket.store.status().freshness === 'live' ? manual.now() - diedAt : null
    },
  }
}

type Prepare = Parameters<typeof onDeadLink>[0]
const send: Prepare = ({ socket }) => void socket.send('rename', {})
const run: Prepare = ({ events }) => events([{ type: 'task.created', task: { ...headOf('t1'), input: null } }])
const rest: Prepare = () => {}
const comeBack: Prepare = ({ manual }) => manual.hint('visible')

test('[LIFE2] silence after a send is noticed within 2 s', () => {
  expect(onDeadLink(send).noticedWithin(2_000)).not.toBeNull()
})

test('[LIFE2] silence while a task runs is noticed within 6 s', () => {
  expect(onDeadLink(run).noticedWithin(6_000)).not.toBeNull()
})

test('[LIFE2] silence of an idle link is noticed within 18 s', () => {
  expect(onDeadLink(rest).noticedWithin(18_000)).not.toBeNull()
})

test('[LIFE3] silence is noticed within 2.5 s of the return of the user', () => {
  expect(onDeadLink(comeBack).noticedWithin(2_500)).not.toBeNull()
})

test.each([
  ['3 s after a send', send, 3_000],
  ['7 s while a task runs', run, 7_000],
  ['20 s idle', rest, 20_000],
  ['2.5 s and a handshake after the return of the user', comeBack, 2_500 + 3 * ROUND_TRIP_MS],
])('[HEDGE1] a page on a link that died in silence is live again within %s', (_, prepare, ms) => {
  expect(onDeadLink(prepare).liveAgainAfter(ms)).toBeLessThanOrEqual(ms)
})
