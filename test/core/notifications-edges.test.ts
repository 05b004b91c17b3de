// The edges of the notification book: order, bounds, and what stays the same object so that nobody renders for nothing.
import { expect, test } from 'vitest'
import { NO_NOTIFICATIONS, replacedNotices, withNotices, withoutNotice, withSeen } from '../../src/core/notifications.ts'
import { notice } from '../support/builders.ts'

const many = (count: number) => Array.from({ length: count }, (_, index) => notice(index + 1))
const told = (count: number) => withNotices(NO_NOTIFICATIONS, many(count))[0]

test('[TASK4] what changes nothing leaves the same book', () => {
  const book = withSeen(told(2), 1)
  expect(withNotices(book, [notice(1), notice(2)])[0]).toBe(book)
  expect(withoutNotice(book, 'nobody')).toBe(book)
  expect([withSeen(book, 1), withSeen(book, 0)].every(same => same === book)).toBe(true)
})

test('[TASK4] newest first, in whatever order they come', () => {
  const [book] = withNotices(withNotices(NO_NOTIFICATIONS, [notice(5), notice(2)])[0], [notice(3), notice(9), notice(1)])
  expect(book.list.map(({ offset }) => offset)).toEqual([9, 5, 3, 2, 1])
})

test('[TASK4] one that is listed and was never told is told', () => {
  const listed = { ...told(1), told: [] }
  expect(withNotices(listed, [notice(1)])[1].map(({ id }) => id)).toEqual(['n1'])
})

test('[SNAP1] a snapshot lists the newest 200 and remembers 1,000', () => {
  const [book] = replacedNotices(NO_NOTIFICATIONS, { notices: many(1_200), seen: 0 })
  expect([book.list.length, book.list[0]?.offset, book.told.length, book.told.at(-1)]).toEqual([200, 1_200, 1_000, 'n1200'])
})

test('[SNAP1] one at the reading mark is seen, and one beyond it is not', () => {
  const [book] = replacedNotices(NO_NOTIFICATIONS, { notices: many(3), seen: 2 })
  expect(book.list.map(({ offset, seen }) => [offset, seen])).toEqual([
    [3, false],
    [2, true],
    [1, true],
  ])
})

test('[SNAP1] all that a notice says is shown, and what it does not say is null', () => {
  const said = { task: 't1', title: 'Done', body: 'All of it.', data: { rows: 7 } }
  const [, shown] = withNotices(NO_NOTIFICATIONS, [notice(1, said), notice(2)])
  expect(shown).toMatchObject([
    { taskId: 't1', title: 'Done', body: 'All of it.', data: { rows: 7 } },
    { taskId: null, title: null, body: null, data: null },
  ])
})
