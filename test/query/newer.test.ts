// Which view of a task is later: by rev, whatever order they come in (TASK1).
import { describe, expect, test } from 'vitest'
import { doubt, newerTask } from '../../src/query/newer.ts'
import { saying, taskWith } from '../support/fake-resilient-socket.ts'

const draft = taskWith({ id: null, rev: 0, sync: 'submitting', status: 'queued' })
const running = taskWith({ rev: 2 })
const ended = taskWith({ rev: 3, status: 'succeeded', result: 'yes', finishedAt: 9 })

test('[TASK1] the higher rev wins, in either order', () => {
  expect([newerTask(running, ended), newerTask(ended, running)]).toEqual([ended, ended])
})

test('[TASK1] of one rev the later word counts, but an end is not taken back by a head that lacks it', () => {
  const waiting = taskWith({ rev: 3, status: 'queued', sync: 'stale' })
  expect([newerTask(waiting, ended), newerTask(ended, waiting)]).toEqual([ended, ended])
  const stale = taskWith({ rev: 2, sync: 'stale' })
  expect([newerTask(running, stale)?.sync, newerTask(stale, running)?.sync]).toEqual(['stale', 'synced'])
})

test('[STR1] a stream is never shortened within an attempt, and begins anew with the next', () => {
  const long = taskWith({ rev: 2, streams: saying('Hello world') })
  const short = taskWith({ rev: 3, streams: saying('Hello') })
  expect(newerTask(long, short)).toMatchObject({ rev: 3, streams: saying('Hello world') })
  expect(newerTask(short, long)).toMatchObject({ rev: 3, streams: saying('Hello world') })
  const again = taskWith({ rev: 4, attempt: 2, streams: {} })
  expect(newerTask(long, again)?.streams).toEqual({})
})

test('what only the older view knows is kept: its input', () => {
  expect(newerTask(taskWith({ rev: 1, input: 'asked' }), taskWith({ rev: 2, input: null }))?.input).toBe('asked')
})

describe('a draft', () => {
  test('gives way to any head, and never takes its place', () => {
    expect([newerTask(draft, running), newerTask(running, draft)]).toEqual([running, running])
  })

  test('gives way to a later word of its own, and outlives a server that does not know it yet', () => {
    const unconfirmed = { ...draft, sync: 'unconfirmed' as const }
    expect([newerTask(draft, unconfirmed), newerTask(draft, null)]).toEqual([unconfirmed, draft])
  })
})

test('null is believed: whoever asked knows whether it was late', () => {
  expect([newerTask(running, null), newerTask(null, running), newerTask(undefined, null)]).toEqual([null, running, null])
})

test('of a history that was replaced any head is believed, and then revs count again', () => {
  const before = taskWith({ rev: 8 })
  doubt(before)
  const restored = taskWith({ rev: 2 })
  expect(newerTask(before, restored)).toBe(restored)
  expect(newerTask(restored, taskWith({ rev: 1 }))).toBe(restored)
})

test('[TASK1] of a history that was replaced, but not in this, revs count again once it is told anew', () => {
  const before = taskWith({ rev: 8 })
  doubt(before)
  const same = newerTask(before, taskWith({ rev: 8 }))
  // What is equal is not put into a query cache again: the object of before stays.
  expect(newerTask(before, taskWith({ rev: 3 }))).toMatchObject({ rev: 8 })
  expect(same).toEqual(before)
})

test('another task under the same key is another task', () => {
  const other = taskWith({ id: 'task-2', rev: 1 })
  expect(newerTask(ended, other)).toBe(other)
})

test('nothing new is the very same object', () => {
  expect(newerTask(running, running)).toBe(running)
  expect(newerTask(ended, running)).toBe(ended)
})
