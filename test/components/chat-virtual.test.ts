// What the long list decides: when it is virtual, which rows stay, what the browser's search keys mean.
import { expect, test } from 'vitest'
import * as CHAT_BOUNDS from '../../src/components/chat-panel/limits.ts'
import { heightOf, searchMoveOf, wantsVirtual } from '../../src/components/chat-panel/list-mode.ts'
import { createRowsReader, rowsOf } from '../../src/components/chat-panel/rows.ts'
import { message, NOW, reply } from './builders.ts'

const bound = CHAT_BOUNDS.virtualFrom
const wish = { virtualize: 'auto', count: bound, isVirtual: false, isSearching: false } as const
test.each([
  ['below the bound', { ...wish, count: bound - 1 }, false],
  ['at the bound', wish, true],
  ['between the half and the bound, once virtual', { ...wish, count: bound / 2, isVirtual: true }, true],
  ['below the half', { ...wish, count: bound / 2 - 1, isVirtual: true }, false],
  ['with few rows, if asked for', { ...wish, virtualize: true, count: 1 }, true],
  ['with none', { ...wish, virtualize: true, count: 0 }, false],
  ['with many, if refused', { ...wish, virtualize: false }, false],
  ['while the browser searches', { ...wish, isSearching: true }, false],
] as const)('virtual %s', (_, given, expected) => {
  expect(wantsVirtual(given)).toBe(expected)
})

const plain = { key: 'f', ctrlKey: false, metaKey: false, altKey: false }
const virtual = { virtual: {}, isSearching: false }
const searching = { virtual: null, isSearching: true }
test.each([
  ['Ctrl+F over a virtual list', { ...plain, ctrlKey: true }, virtual, 'begin'],
  ['Cmd+F over a virtual list', { ...plain, metaKey: true }, virtual, 'begin'],
  ['Ctrl+F over a whole list', { ...plain, ctrlKey: true }, { virtual: null, isSearching: false }, null],
  ['a letter', plain, virtual, null],
  ['a letter after the search', plain, searching, 'end'],
  ['Ctrl+G during the search', { ...plain, key: 'g', ctrlKey: true }, searching, null],
  ['F3 during the search', { ...plain, key: 'F3' }, searching, null],
  ['Escape, which closes it', { ...plain, key: 'Escape' }, searching, null],
] as const)('%s', (_, press, stand, expected) => {
  expect(searchMoveOf(press, stand)).toBe(expected)
})

test('a longer text is guessed to be higher', () => {
  const [short, long] = [reply({ id: 'a', text: 'Yes.' }), reply({ id: 'b', text: 'word '.repeat(400) })]
  expect(heightOf(long)).toBeGreaterThan(heightOf(short) * 5)
})

test('a token makes one new row, and no new ids', () => {
  const reader = createRowsReader()
  const first = message({ id: 'a', text: 'A' })
  const query = { firstUnreadId: null, dayKey: null }
  const before = reader.read({ ...query, messages: [first, reply({ id: 'b', text: 'B', status: 'streaming' })] })
  const after = reader.read({ ...query, messages: [first, reply({ id: 'b', text: 'B c', status: 'streaming' })] })
  expect([after.rows[0] === before.rows[0], after.rows[1] === before.rows[1], after.ids === before.ids]).toEqual([true, false, true])
})

test('a row is read again when the one before it changes author', () => {
  const b = reply({ id: 'b', text: 'B' })
  const before = rowsOf({ messages: [reply({ id: 'a' }), b], firstUnreadId: null, dayKey: null })
  const after = rowsOf({ messages: [message({ id: 'a' }), b], firstUnreadId: null, dayKey: null }, before)
  expect([before[1]?.isFirstInGroup, after[1]?.isFirstInGroup]).toEqual([false, true])
})

test('earlier messages move every row and keep every id', () => {
  const reader = createRowsReader()
  const [older, newer] = [message({ id: 'a' }), reply({ id: 'b' })]
  reader.read({ messages: [newer], firstUnreadId: null, dayKey: null })
  const { rows, ids } = reader.read({ messages: [older, newer], firstUnreadId: null, dayKey: null })
  expect([ids, rows.map(row => row.index)]).toEqual([
    ['a', 'b'],
    [0, 1],
  ])
})

test('a new mark of the unread is seen by rows that did not change', () => {
  const reader = createRowsReader()
  const messages = [message({ id: 'a' }), reply({ id: 'b' })]
  reader.read({ messages, firstUnreadId: null, dayKey: null })
  const { rows } = reader.read({ messages, firstUnreadId: 'b', dayKey: null })
  expect(rows.map(row => row.startsUnread)).toEqual([false, true])
})

test('ten thousand messages within a day ask for the local day once in a quarter of an hour', () => {
  const asked: number[] = []
  const messages = Array.from({ length: 10_000 }, (_, index) => message({ id: `${index}`, createdAt: NOW + index * 1_000 }))
  const dayKey = (at: number): string => String(asked.push(at) > 0)
  rowsOf({ messages, firstUnreadId: null, dayKey })
  expect(asked.length).toBeLessThanOrEqual(13)
})

test('a change in the middle makes that row and the next anew, and no other', () => {
  const reader = createRowsReader()
  const query = { firstUnreadId: null, dayKey: null }
  const all = ['a', 'b', 'c', 'd', 'e'].map(id => reply({ id }))
  const before = reader.read({ ...query, messages: all })
  const after = reader.read({ ...query, messages: all.with(2, message({ id: 'c' })) })
  expect(after.rows.map((row, index) => row === before.rows[index])).toEqual([true, true, false, false, true])
  expect([after.ids === before.ids, after.rows[3]?.isFirstInGroup]).toEqual([true, true])
})

test('a shorter list forgets the rows it no longer has', () => {
  const reader = createRowsReader()
  const query = { firstUnreadId: null, dayKey: null }
  const all = ['a', 'b', 'c'].map(id => reply({ id }))
  reader.read({ ...query, messages: all })
  const { rows, ids } = reader.read({ ...query, messages: all.slice(0, 2) })
  expect([rows.length, ids]).toEqual([2, ['a', 'b']])
})
