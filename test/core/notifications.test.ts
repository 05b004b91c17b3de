import { expect, test } from 'vitest'
import {
  NO_NOTIFICATIONS,
  type NotificationBook,
  replacedNotices,
  withNotices,
  withoutNotice,
  withSeen,
} from '../../src/core/notifications.ts'
import { notice } from '../support/builders.ts'

const offsets = (book: NotificationBook) => book.list.map(({ offset }) => offset)
const many = (count: number) => Array.from({ length: count }, (_, index) => notice(index + 1))
const told = (count: number) => withNotices(NO_NOTIFICATIONS, many(count))[0]

test('[TASK4] a notice is told once per id, in order, and listed newest first', () => {
  const [book, fresh] = withNotices(NO_NOTIFICATIONS, [notice(1), notice(2), notice(3, { id: 'n1' })])
  expect(fresh.map(({ id }) => id)).toEqual(['n1', 'n2'])
  expect(offsets(book)).toEqual([2, 1])
  expect(withNotices(book, [notice(2)])).toEqual([book, []])
})

test('[TASK4] a snapshot replaces the list and tells only what was not told', () => {
  const [book, fresh] = replacedNotices(told(2), { notices: [notice(2), notice(3)], seen: 0 })
  expect(fresh.map(({ id }) => id)).toEqual(['n3'])
  expect(offsets(book)).toEqual([3, 2])
})

test('[SNAP1] the list keeps the newest 200, and the memory of what was told 1,000', () => {
  const book = told(1_500)
  expect(book.list).toHaveLength(200)
  expect(offsets(book)[0]).toBe(1_500)
  expect(book.told).toHaveLength(1_000)
})

test('[TASK4] a dismissed notice does not come back with a snapshot, and is not told again', () => {
  const dismissed = withoutNotice(told(2), 'n1')
  const [book, fresh] = replacedNotices(dismissed, { notices: [notice(1), notice(2)], seen: 0 })
  expect([offsets(book), fresh]).toEqual([[2], []])
})

test('[TASK4] no more than 200 dismissed ids are remembered', () => {
  const book = many(200).reduce((before, { id }) => withoutNotice(before, id), told(200))
  const more = withNotices(book, [notice(900), notice(901)])[0]
  expect(withoutNotice(more, 'n900').dismissed).toHaveLength(200)
})

test('[SNAP1] what lies at or before the reading mark is seen; the largest mark wins', () => {
  const book = withSeen(told(3), 2)
  expect(book.list.map(({ seen }) => seen)).toEqual([false, true, true])
  expect(withSeen(book, 1)).toBe(book)
})
