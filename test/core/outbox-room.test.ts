// What a full outbox takes: cancels and reading marks have room of their own, and a bound of their own.
import { expect, test } from 'vitest'
import type { NewCommand } from '../../src/core/events.ts'
import { EMPTY_OUTBOX, enqueued, type Outbox, unsettled } from '../../src/core/outbox.ts'
import { settingsOf } from '../../src/core/settings.ts'
import { command } from '../support/builders.ts'

type Policy = Parameters<typeof settingsOf>[0]['outbox']

const add = (outbox: Outbox, given: NewCommand, choices: Policy) =>
  enqueued(outbox, given, { now: 0, user: 'ana', policy: settingsOf({ client: 'c', outbox: choices }).outbox })
const addAll = (given: readonly NewCommand[], choices: Policy, before: Outbox = EMPTY_OUTBOX) =>
  given.reduce<Outbox>((outbox, each) => add(outbox, each, choices)[0], before)
const many = (count: number, extra: Parameters<typeof command>[1]) =>
  Array.from({ length: count }, (_, index) => command(`s${index}`, extra))
const ids = (outbox: Outbox) => unsettled(outbox).map(({ id }) => id)
const cancel = (id: string, extra: Parameters<typeof command>[1] = {}) => command(id, { op: 'task.cancel', data: { key: 'k' }, ...extra })
const seen = command('seen', { op: 'notifications.seen', data: { offset: 1 } })

test.each(['reject-new', 'drop-oldest'] as const)(
  '[SEND4] a full outbox takes a cancel and a reading mark, under either policy, and drops nothing for them (%s)',
  whenFull => {
    const choices = { maxCount: 2, whenFull }
    const full = addAll(many(2, {}), choices)
    const [stopped, none] = add(full, cancel('stop'), choices)
    const [marked, nothing] = add(stopped, seen, choices)
    expect([ids(marked), none, nothing]).toEqual([['s0', 's1', 'stop', 'seen'], [], []])
  },
)

test('[SEND4] a full outbox by bytes takes a cancel too, and cancels take no room from what the application sends', () => {
  const choices = { maxCount: 2, maxBytes: 300 }
  const full = addAll(many(1, { bytes: 300 }), choices)
  expect(ids(add(full, cancel('stop'), choices)[0])).toEqual(['s0', 'stop'])
  const stopping = addAll([cancel('stop-1'), cancel('stop-2'), cancel('stop-3')], choices)
  expect(ids(addAll(many(2, { bytes: 150 }), choices, stopping))).toEqual(['stop-1', 'stop-2', 'stop-3', 's0', 's1'])
})

test('[SEND4] of cancels and reading marks 32 wait, and 16 kB of them: the next is rejected, or the oldest unwritten one gives way', () => {
  const full = addAll(many(32, { op: 'task.cancel', data: { key: 'k' } }), {})
  expect(unsettled(full)).toHaveLength(32)
  expect(add(full, cancel('stop'), {})[1]).toMatchObject([{ id: 'stop', outcome: { outcome: 'rejected', error: { code: 'outbox-full' } } }])
  const [next, settlements] = add(full, cancel('stop'), { whenFull: 'drop-oldest' })
  expect([settlements, unsettled(next).length, ids(next).at(-1)]).toEqual([[{ id: 's0', outcome: { outcome: 'cancelled' } }], 32, 'stop'])
  const heavy = addAll([cancel('a', { bytes: 8_192 }), cancel('b', { bytes: 8_192 })], {})
  expect(add(heavy, cancel('stop', { bytes: 1 }), {})[1]).toMatchObject([{ outcome: { outcome: 'rejected' } }])
})
