// The figures of the README's promise: how long a link that died in silence may still be called live.
import { expect, test } from 'vitest'
import { createHarness, headOf } from '../support/client-harness.ts'

/** A live client whose handshake took a round trip of 250 ms; from here on the link swallows everything. */
function onDeadLink(prepare: (harness: ReturnType<typeof createHarness>) => void) {
  const harness = createHarness()
  const { manual, socket } = harness
  socket.connect()
  manual.latest().open()
  manual.advance(250)
  harness.greet()
  prepare(harness)
  const diedAt = manual.now()
  let noticedAt = 0
  socket.on('status', ({ freshness }) => {
    if (freshness === 'stale' && noticedAt === 0) noticedAt = manual.now()
  })
  return { ...harness, noticedWithin: (ms: number) => (manual.advance(ms), noticedAt > 0 ? noticedAt - diedAt : null) }
}

test('[LIFE2] silence after a send is noticed within 2 s', () => {
  const { noticedWithin } = onDeadLink(({ socket }) => void socket.send('rename', {}))
  expect(noticedWithin(2_000)).not.toBeNull()
})

test('[LIFE2] silence while a task runs is noticed within 6 s', () => {
  const { noticedWithin } = onDeadLink(({ events }) => events([{ type: 'task.created', task: { ...headOf('t1'), input: null } }]))
  expect(noticedWithin(6_000)).not.toBeNull()
})

test('[LIFE2] silence of an idle link is noticed within 16 s', () => {
  const { noticedWithin } = onDeadLink(() => {})
  expect(noticedWithin(16_000)).not.toBeNull()
})

test('[LIFE3] silence is noticed within 2.5 s of the return of the user', () => {
  const { noticedWithin } = onDeadLink(({ manual }) => manual.hint('visible'))
  expect(noticedWithin(2_500)).not.toBeNull()
})
