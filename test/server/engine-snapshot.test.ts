// How a snapshot is cut: parts that fit, pieces that join, and no cut inside a character.
import { expect, test } from 'vitest'
import type { StreamPiece } from '../../src/protocol/values.ts'
import { partsOf } from '../../src/server/engine/snapshot-parts.ts'
import type { StoreSnapshot } from '../../src/server/store.ts'

const TARGET = 1_000
const snapshotOf = (fields: Partial<StoreSnapshot>): StoreSnapshot => ({
  cursor: { epoch: 'e', offset: 1, mark: 'm' },
  tasks: [],
  pieces: [],
  notifications: [],
  seen: 0,
  ...fields,
})
const task = {
  id: 't',
  key: 't',
  kind: 'chat',
  rev: 1,
  attempt: 1,
  status: 'running',
  cancelRequested: false,
  lengths: {},
  createdAt: 0,
  updatedAt: 0,
  input: 0,
} as const
const piecesOf = (fields: Pick<StreamPiece, 'kind' | 'chunk'>) => {
  const pieces: readonly StreamPiece[] = [{ id: 't', attempt: 1, name: 'text', at: 0, done: true, ...fields }]
  return partsOf(snapshotOf({ tasks: [task], pieces }), TARGET).flatMap(part => part.pieces)
}

test('an empty state is one empty part', () => {
  expect(partsOf(snapshotOf({}), TARGET)).toEqual([{ tasks: [], pieces: [], notifications: [] }])
})

test('[STR3] no piece ends inside a surrogate pair', () => {
  const text = `a${'😀'.repeat(2_000)}`
  const pieces = piecesOf({ kind: 'text', chunk: text })
  expect(pieces.length).toBeGreaterThan(8)
  expect(pieces.filter(({ chunk }) => typeof chunk === 'string' && /[\ud800-\udbff]$/.test(chunk))).toEqual([])
  expect(pieces.map(({ chunk }) => (typeof chunk === 'string' ? chunk : '')).join('')).toBe(text)
})

test('[STR1] each piece begins where the one before ended, and only the last is done', () => {
  const pieces = piecesOf({ kind: 'text', chunk: 'é'.repeat(5_000) })
  const ends = pieces.map(({ at, chunk }) => at + chunk.length)
  expect(pieces.map(({ at }) => at)).toEqual([0, ...ends.slice(0, -1)])
  expect(pieces.map(({ done }) => done === true)).toEqual(pieces.map((_, index) => index === pieces.length - 1))
})

test('a list is cut between its items, and one that is too large stands alone', () => {
  const pieces = piecesOf({ kind: 'list', chunk: [1, 'x'.repeat(3_000), 2] })
  expect(pieces.map(({ at, chunk }) => [at, chunk.length])).toEqual([
    [0, 1],
    [1, 1],
    [2, 1],
  ])
})

test('[SNAP3] notices share parts as long as they fit', () => {
  const notifications = Array.from({ length: 10 }, (_, index) => ({
    offset: index,
    time: 0,
    id: `n${index}`,
    kind: 'news',
    title: 'x'.repeat(300),
  }))
  const parts = partsOf(snapshotOf({ notifications }), TARGET)
  expect(parts.map(part => part.notifications.length)).toEqual([2, 2, 2, 2, 2])
})
