// What one user's page holds is never offered to another user's log, and what a lost history told may happen again.
import { expect, test } from 'vitest'
import { NO_NOTIFICATIONS, replacedNotices, withNotices } from '../../src/core/notifications.ts'
import { createBench, cursorAt, notice, welcome } from '../support/builders.ts'

test('[AUTH1] a cursor goes out with the user whose log it is of, stated or not', () => {
  const bench = createBench()
  bench.live(3)
  bench.lose(1006)
  expect(bench.open()).toContainEqual(
    expect.objectContaining({ type: 'hello', hello: expect.objectContaining({ cursor: cursorAt(3), user: 'ana' }) }),
  )
})

test('[AUTH1] welcomed as somebody else than the state is of, the page forgets and dials without a cursor', () => {
  const bench = createBench()
  bench.live(3)
  bench.lose(1006)
  bench.open()
  bench.hear(welcome({ user: 'bob' }))
  expect(bench.state()).toMatchObject({ user: null, cursor: null, phase: { name: 'dialing' } })
})

test('[TASK4] what a lost history had told happens again: listed, and not told', () => {
  const [book] = withNotices(NO_NOTIFICATIONS, [notice(1), notice(2)])
  const [restored] = replacedNotices(book, { notices: [notice(1)], seen: 0 })
  const [again, fresh] = withNotices(restored, [notice(2)])
  expect(fresh).toEqual([])
  expect(again.list.map(({ id }) => id)).toEqual([notice(2).id, notice(1).id])
})
