// Pages of a list, and tasks that are told of meanwhile: each in its place, once, as it is now.
import { describe, expect, test } from 'vitest'
import type { Task } from '../../src/core/model.ts'
import { newerPages, type Pages, withoutDraft, withTasks } from '../../src/query/history-pages.ts'
import { doubt } from '../../src/query/newer.ts'
import { taskWith } from '../support/fake-resilient-socket.ts'

const row = (at: number, changes: Partial<Task> = {}): Task => taskWith({ id: `t${at}`, key: `k${at}`, createdAt: at, rev: 2, ...changes })
const pagesOf = (...pages: readonly (readonly Task[])[]): Pages => ({
  pages: pages.map((tasks, index) => ({ tasks, next: index === pages.length - 1 ? null : `n${index}` })),
  pageParams: pages.map(() => null),
})
const keysIn = ({ pages }: Pages) => pages.map(({ tasks }) => tasks.map(({ key }) => key).join(' '))

describe('a task that is told of', () => {
  test('takes its place by birth: new ones first, and between pages where it belongs', () => {
    const held = pagesOf([row(9), row(7)], [row(5), row(3)])
    expect(keysIn(withTasks(held, [row(10), row(6), row(1)], {}))).toEqual(['k10 k9 k7', 'k6 k5 k3 k1'])
    expect(keysIn(withTasks(pagesOf([]), [row(1), row(2)], {}))).toEqual(['k2 k1'])
  })

  test('that is older than all that is loaded waits for its page', () => {
    const held = { ...pagesOf([row(9), row(7)]), pages: [{ tasks: [row(9), row(7)], next: 'more' }] }
    expect(withTasks(held, [row(3)], {})).toBe(held)
  })

  test('changes its row, and leaves it when the list is no more of its kind', () => {
    const held = pagesOf([row(2), row(1)])
    expect(withTasks(held, [row(1, { rev: 3, cancelRequested: true })], {}).pages[0]?.tasks[1]).toMatchObject({ cancelRequested: true })
    const ended = row(1, { rev: 3, status: 'cancelled', finishedAt: 4 })
    expect(keysIn(withTasks(held, [ended], { status: ['running'] }))).toEqual(['k2'])
    expect(keysIn(withTasks(pagesOf([]), [ended, row(2)], { status: ['cancelled', 'failed'] }))).toEqual(['k1'])
    expect(keysIn(withTasks(pagesOf([]), [row(1, { conversation: 'a' }), row(2, { conversation: 'b' })], { conversation: 'b' }))).toEqual([
      'k2',
    ])
  })

  test('[TASK1] of an older rev changes nothing: it is the very same list', () => {
    const held = pagesOf([row(1)])
    expect(withTasks(held, [row(1, { rev: 1, cancelRequested: true })], {})).toBe(held)
    expect(withTasks(held, [], {})).toBe(held)
  })
})

describe('a listing that was long under way', () => {
  test('[TASK1] puts back no older row', () => {
    const held = pagesOf([row(1, { rev: 5 })])
    expect(newerPages(held, pagesOf([row(1, { rev: 4 })]), {}).pages[0]?.tasks[0]?.rev).toBe(5)
  })

  test('takes away no task that began meanwhile, but those that ended or are doubted', () => {
    const late = pagesOf([row(1)])
    expect(keysIn(newerPages(pagesOf([row(3), row(2), row(1)]), late, {}))).toEqual(['k3 k2 k1'])
    const gone = row(3, { status: 'cancelled', finishedAt: 4 })
    const doubted = row(2)
    doubt(doubted)
    expect(keysIn(newerPages(pagesOf([gone, doubted, row(1)]), late, {}))).toEqual(['k1'])
    // It may have left the filter.
    expect(keysIn(newerPages(pagesOf([row(3), row(1)]), late, { status: ['running'] }))).toEqual(['k1'])
  })

  test('shows a row once, where two of its pages overlap', () => {
    expect(keysIn(newerPages(pagesOf([]), pagesOf([row(3), row(2)], [row(2), row(1)]), {}))).toEqual(['k3 k2', 'k1'])
  })
})

test('a draft that came to nothing leaves, a task does not', () => {
  const draft = row(3, { id: null, rev: 0 })
  expect(keysIn(withoutDraft(pagesOf([draft, row(2)]), 'k3'))).toEqual(['k2'])
  const held = pagesOf([row(2)])
  expect(withoutDraft(held, 'k2')).toBe(held)
})
