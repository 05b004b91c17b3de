// Whose state, found in storage, a page goes on from, and how much of it.
import { expect, test } from 'vitest'
import { NO_NOTIFICATIONS } from '../../src/core/notifications.ts'
import { hasRoomFor, type Kept, restored } from '../../src/core/restore.ts'
import { type Bench, createBench, cursorAt, head, welcome } from '../support/builders.ts'

const kept = (changes: Partial<Kept> = {}): Kept => ({
  user: 'ana',
  cursor: cursorAt(7),
  heardAt: 900,
  tasks: [],
  notifications: NO_NOTIFICATIONS,
  asks: [],
  ...changes,
})
const task = (id: string, status: 'running' | 'succeeded' = 'running'): Kept['tasks'][number] => ({
  head: head(id, { status }),
  body: { input: null },
  ending: {},
  streams: {},
  ends: {},
  standing: 'held',
})
const restore = (bench: Bench, found: Kept) => bench.tell({ type: 'restore', take: restored, kept: found, entries: [] })

test('[KEEP1] a state comes back as one whole, and says since when nothing was heard', () => {
  const bench = createBench()
  const notifications = { list: [], seen: 4, told: ['n1'], dismissed: ['n2'] }
  restore(bench, kept({ tasks: [task('a'), task('b')], notifications, asks: [{ ref: 'k', by: 'key' }] }))
  expect(bench.state()).toMatchObject({ user: 'ana', cursor: cursorAt(7), notifications, past: { heardAt: 900 } })
  expect(bench.state().status).toMatchObject({ state: 'idle', freshness: 'stale', staleSince: 900 })
  expect([...bench.state().tasks]).toEqual([
    ['a', task('a')],
    ['b', task('b')],
  ])
  expect([...bench.state().asks.open]).toEqual([['k', { commandId: 'client-1-ask-1', by: 'key', dial: null }]])
})

test('[KEEP1] a state is gone on from: hello says whose it is and how far it goes', () => {
  const bench = createBench()
  restore(bench, kept())
  expect(bench.open()).toMatchObject([{ type: 'hello', hello: { user: 'ana', cursor: cursorAt(7) } }])
})

test.each([
  ['a page that states nobody', true, undefined],
  ['its user', true, 'ana'],
  ['another user', false, 'bob'],
  ['nobody, who signed out', false, null],
] as const)('[AUTH1] a state is for %s: %s', (_, taken, identity) => {
  const bench = createBench({ identity })
  expect(hasRoomFor(bench.state(), kept())).toBe(taken)
  restore(bench, kept())
  expect(bench.state().user).toBe(taken ? 'ana' : null)
})

test('[KEEP1] a state is taken while the page dials, and no more once it said hello or knows more itself', () => {
  const bench = createBench({ identity: 'ana' })
  const has = () => hasRoomFor(bench.state(), kept())
  bench.tell({ type: 'connect', by: 'user' })
  const dialing = has()
  bench.open()
  const greeting = has()
  bench.hear(welcome({ outcome: 'snapshot' }))
  const live = has()
  expect([dialing, greeting, live]).toEqual([true, false, false])
  bench.lose(1006)
  expect([bench.state().phase.name, has()]).toEqual(['waiting', false])
})

test('[AUTH1] a state is no news to a page that holds a cursor, or knows its user', () => {
  const state = createBench().state()
  expect(hasRoomFor({ ...state, user: 'ana' }, kept())).toBe(false)
  expect(hasRoomFor({ ...state, cursor: cursorAt(1) }, kept())).toBe(false)
})

test('[SNAP1] a state is bounded as what is heard: settled tasks leave first, and the newest notices stay', () => {
  const bench = createBench()
  const tasks = [task('active'), ...Array.from({ length: 501 }, (_, index) => task(`t${index}`, 'succeeded'))]
  const many = (count: number) => Array.from({ length: count }, (_, index) => `n${index}`)
  const list = many(201).map(id => ({
    id,
    offset: 1,
    time: 1,
    seen: false,
    taskId: null,
    kind: 'hello',
    title: null,
    body: null,
    data: null,
  }))
  restore(bench, kept({ tasks, notifications: { list, seen: 0, told: many(1_001), dismissed: many(201) } }))
  const { tasks: book, notifications } = bench.state()
  expect([book.size, book.has('active'), book.has('t1'), book.has('t2'), book.has('t500')]).toEqual([500, true, false, true, true])
  expect(notifications.list).toEqual(list.slice(0, 200))
  expect([notifications.told, notifications.dismissed]).toEqual([many(1_001).slice(1), many(201).slice(1)])
})
