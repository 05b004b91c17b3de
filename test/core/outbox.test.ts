import { expect, test } from 'vitest'
import type { NewCommand } from '../../src/core/events.ts'
import {
  EMPTY_OUTBOX,
  enqueued,
  expired,
  nextExpiry,
  type Outbox,
  passed,
  receipted,
  settledWhere,
  unsettled,
  withoutMarks,
} from '../../src/core/outbox.ts'
import { settingsOf } from '../../src/core/settings.ts'
import { afterClose } from '../../src/core/written.ts'
import * as WIRE from '../../src/protocol/limits.ts'
import { command } from '../support/builders.ts'

const policyOf = (choices: Parameters<typeof settingsOf>[0]['outbox'] = {}) => settingsOf({ client: 'c', outbox: choices }).outbox
const add = (outbox: Outbox, given: NewCommand, policy = policyOf()) => enqueued(outbox, given, { now: 0, user: 'ana', policy })
const holding = (...ids: readonly string[]): Outbox => ids.reduce<Outbox>((outbox, id) => add(outbox, command(id))[0], EMPTY_OUTBOX)
const on = (dial: number, extra: object = {}) => ({ dial, now: 0, inFlight: 32, welcomed: true, epoch: 'e1', ...extra })
const written = (dial: number, ...ids: readonly string[]): Outbox => passed(holding(...ids), on(dial))[0]
const passages = (outbox: Outbox) => outbox.entries.map(({ id, passage }) => [id, passage.at])
const ok = { ok: true, data: null } as const
const no = (code: string) => ({ ok: false, error: { code, message: code, retryable: false } }) as const

test('[SEND1] a receipt that is ok settles as accepted, and the entry leaves', () => {
  const [outbox, settlements] = receipted(written(1, 'a'), 'a', ok)
  expect(settlements).toEqual([{ id: 'a', outcome: { outcome: 'accepted', data: null } }])
  expect(outbox.entries).toEqual([])
})

test('[SEND1] a receipt with an error settles as rejected, and the entry waits for a retry', () => {
  const [outbox, settlements] = receipted(written(1, 'a'), 'a', no('forbidden'))
  expect(settlements[0]?.outcome).toMatchObject({ outcome: 'rejected', error: { code: 'forbidden' } })
  expect(passages(outbox)).toEqual([['a', 'ended']])
})

test.each(['epoch-changed', 'interrupted', 'handler-timeout'])(
  '[SEND6] a receipt that says %s settles as unconfirmed: nobody knows whether it ran',
  code => {
    expect(receipted(written(1, 'a'), 'a', no(code))[1][0]?.outcome).toEqual({ outcome: 'unconfirmed' })
  },
)

test('[SEND1] at its time to live an unwritten send is expired and a written one unconfirmed', () => {
  const [outbox] = add(written(1, 'a'), command('b'))
  expect(expired(outbox, 299_999)[1]).toEqual([])
  expect(expired(outbox, 300_000)[1]).toEqual([
    { id: 'a', outcome: { outcome: 'unconfirmed' } },
    { id: 'b', outcome: { outcome: 'expired' } },
  ])
})

test('[SEND1] a late receipt takes an unconfirmed send off the list and settles nothing twice', () => {
  const [outbox] = expired(written(1, 'a'), 300_000)
  expect(receipted(outbox, 'a', ok)).toEqual([EMPTY_OUTBOX, []])
})

test('[SEND1] what is past its time is never written, though the timer has not woken yet', () => {
  expect(passed(holding('a'), on(1, { now: 300_000 }))[1]).toEqual([])
  expect(passed(written(1, 'a'), on(2, { now: 300_000 }))[1]).toEqual([])
})

test('[SEND3] the time to live is 5 minutes, and never above an hour', () => {
  expect(nextExpiry(holding('a'))).toBe(300_000)
  expect(nextExpiry(add(EMPTY_OUTBOX, command('a', { ttlMs: 1e9 }))[0])).toBe(3_600_000)
  expect(nextExpiry(EMPTY_OUTBOX)).toBeNull()
})

test('[SEND2] unsettled commands are sent again in order, same id, on each new socket and once on each', () => {
  const [first, commands] = passed(holding('a', 'b', 'c'), on(1))
  expect(commands.map(({ id }) => id)).toEqual(['a', 'b', 'c'])
  expect(passed(first, on(1))[1]).toEqual([])
  const [answered] = receipted(first, 'b', ok)
  expect(passed(answered, on(2))[1].map(({ id }) => id)).toEqual(['a', 'c'])
})

test('[SEND2] a refusal before welcome takes back what was first written there, and nothing else', () => {
  const [old] = passed(holding('a'), on(1))
  const [both] = passed(add(old, command('b'))[0], on(2))
  const [outbox] = afterClose(both, { dial: 2, code: 4500, welcomed: false, by: 'them' })
  expect(passages(outbox)).toEqual([
    ['a', 'written'],
    ['b', 'queued'],
  ])
})

test.each([
  ['after welcome', { code: 4500, welcomed: true, by: 'them' as const }],
  ['by a code that proves nothing', { code: 1006, welcomed: false, by: 'them' as const }],
  ['by ourselves', { code: 4508, welcomed: false, by: 'us' as const }],
])('[SEND2] a socket closed %s keeps its writes written: they may have run', (_, closed) => {
  expect(passages(afterClose(written(1, 'a'), { dial: 1, ...closed })[0])).toEqual([['a', 'written']])
})

test('[SEND7] at most the allowed number is in flight, and a receipt makes room for one more', () => {
  const ids = Array.from({ length: 40 }, (_, index) => `s${index}`)
  const [outbox, commands] = passed(holding(...ids), on(1))
  expect(commands).toHaveLength(32)
  const [next] = receipted(outbox, 's0', ok)
  expect(passed(next, on(1))[1].map(({ id }) => id)).toEqual(['s32'])
})

test('[SEND7] a command that an earlier socket took is not too large for it: alone on a 1009 it is unconfirmed, for it may have run', () => {
  const [left] = afterClose({ ...written(1, 'a'), pace: 'singly' }, { dial: 1, code: 1006, welcomed: true, by: 'them' })
  const [again] = passed(left, on(2))
  const [, settlements] = afterClose(again, { dial: 2, code: 1009, welcomed: false, by: 'them' })
  expect(settlements.map(({ outcome }) => outcome.outcome)).toEqual(['unconfirmed'])
})

test('[SEND7] a socket that was left, as a suspect for its candidate, took the command as much as one that closed', () => {
  const [again] = passed(written(1, 'a'), on(2))
  const [, settlements] = afterClose(again, { dial: 2, code: 1009, welcomed: true, by: 'them' })
  expect(settlements.map(({ outcome }) => outcome.outcome)).toEqual(['unconfirmed'])
})

test('[SEND7] after 1009 commands go one at a time, and the one that draws it alone is rejected as too large', () => {
  const [searching, none] = afterClose(written(1, 'a', 'b'), { dial: 1, code: 1009, welcomed: true, by: 'them' })
  expect(none).toEqual([])
  const [single, commands] = passed(searching, on(2))
  expect(commands.map(({ id }) => id)).toEqual(['a'])
  const [found, settlements] = afterClose(single, { dial: 2, code: 1009, welcomed: true, by: 'them' })
  expect(settlements[0]).toMatchObject({ id: 'a', outcome: { outcome: 'rejected', error: { code: 'too-large' } } })
  expect(passed(found, on(3))[1].map(({ id }) => id)).toEqual(['b'])
})

test('[SEND7] while something is left to try, what settles does not end the search: commands still go one at a time', () => {
  const [searching] = afterClose(written(1, 'a', 'b', 'c'), { dial: 1, code: 1009, welcomed: true, by: 'them' })
  const [single] = passed(searching, on(2))
  const [one] = receipted(single, 'a', ok)
  expect(passed(one, on(2))[1].map(({ id }) => id)).toEqual(['b'])
})

test('[SEND7] with nothing left unsettled, commands go together again, however the last one ended', () => {
  const [searching] = afterClose(written(1, 'a', 'b'), { dial: 1, code: 1009, welcomed: true, by: 'them' })
  const [over] = expired(searching, 300_000)
  const [more] = add(add(over, command('c'))[0], command('d'))
  expect(passed(more, on(2))[1].map(({ id }) => id)).toEqual(['c', 'd'])
})

test('[SEND7] a command beyond the frame limit is rejected before it is written', () => {
  expect(add(EMPTY_OUTBOX, command('a', { bytes: WIRE.upBytes }))[1]).toEqual([])
  expect(add(EMPTY_OUTBOX, command('a', { bytes: WIRE.upBytes + 1 }))[1][0]?.outcome).toMatchObject({ error: { code: 'too-large' } })
})

test('[SEND1] what waits is never trimmed with what has ended, however much it is', () => {
  const many = Array.from({ length: 150 }, (_, index) => `s${index}`)
  const full = many.reduce<Outbox>((outbox, id) => add(outbox, command(id), policyOf({ maxCount: 300 }))[0], EMPTY_OUTBOX)
  const [after] = settledWhere(full, ({ id }) => (id === 's149' ? { outcome: 'cancelled' } : null))
  expect(unsettled(after).map(({ id }) => id)).toEqual(many.slice(0, -1))
})

test('[SEND1] a second send under an unsettled id changes nothing, even when it is too large', () => {
  const outbox = holding('a')
  expect(add(outbox, command('a', { bytes: WIRE.upBytes + 1 }))).toEqual([outbox, []])
})

test('[SEND6] before welcome only built-in ops may go, and none passes an app op ahead of it', () => {
  const app = command('x', { op: 'app.do' })
  const outbox = [command('a'), app, command('b')].reduce<Outbox>((all, each) => add(all, each)[0], EMPTY_OUTBOX)
  expect(passed(outbox, on(1, { welcomed: false }))[1].map(({ id }) => id)).toEqual(['a'])
})

test('[SEND6] one that may have run and is sent again under its id says still in which history it was first written', () => {
  const [inDoubt] = expired(written(1, 'a'), 300_000)
  const [again] = add(inDoubt, command('a'))
  const [outbox, commands] = passed(again, on(2, { epoch: 'e2' }))
  expect(commands).toMatchObject([{ id: 'a', epoch: 'e1' }])
  expect(expired(outbox, 300_000)[1]).toEqual([{ id: 'a', outcome: { outcome: 'unconfirmed' } }])
})

test('[SEND6] one that never went out and is sent again under its id is as new', () => {
  const [neverWritten] = expired(holding('a'), 300_000)
  expect(passed(add(neverWritten, command('a'))[0], on(2, { epoch: 'e2' }))[1]).toMatchObject([{ id: 'a', epoch: 'e2' }])
})

test('[SEND6] a command keeps the epoch it was first written under', () => {
  const first = written(1, 'a')
  expect(passed(first, on(2, { epoch: 'e2' }))[1][0]).toMatchObject({ epoch: 'e1', ttlMs: 300_000 })
})

test('[SEND4] a full outbox rejects the new command, at its count and at its bytes', () => {
  const byCount = policyOf({ maxCount: 2 })
  expect(add(holding('a', 'b'), command('c'), byCount)[1]).toMatchObject([{ id: 'c', outcome: { error: { code: 'outbox-full' } } }])
  const byBytes = policyOf({ maxBytes: 250 })
  expect(add(holding('a'), command('b'), byBytes)[1]).toEqual([])
  expect(add(holding('a', 'b'), command('c'), byBytes)[1]).toMatchObject([{ id: 'c', outcome: { outcome: 'rejected' } }])
})

test('[SEND4] drop-oldest settles the oldest unwritten as cancelled and never a written one', () => {
  const policy = policyOf({ maxCount: 3, whenFull: 'drop-oldest' })
  const [outbox] = add(add(written(1, 'a'), command('b'))[0], command('c'))
  const [next, settlements] = add(outbox, command('d'), policy)
  expect(settlements).toEqual([{ id: 'b', outcome: { outcome: 'cancelled' } }])
  expect(unsettled(next).map(({ id }) => id)).toEqual(['a', 'c', 'd'])
})

test('[SEND4] drop-oldest drops nothing for a command that would not fit all the same', () => {
  const policy = policyOf({ maxBytes: 250, whenFull: 'drop-oldest' })
  const [outbox, settlements] = add(holding('a', 'b'), command('big', { bytes: 300 }), policy)
  expect(settlements).toMatchObject([{ id: 'big', outcome: { outcome: 'rejected' } }])
  expect(unsettled(outbox).map(({ id }) => id)).toEqual(['a', 'b'])
})

test('[SEND4] with only written ones in it, drop-oldest rejects the new', () => {
  const policy = policyOf({ maxCount: 1, whenFull: 'drop-oldest' })
  expect(add(written(1, 'a'), command('b'), policy)[1]).toMatchObject([{ id: 'b', outcome: { outcome: 'rejected' } }])
})

test('[SEND1] of what ended without success the newest hundred stay, and a megabyte of them', () => {
  const full = Array.from({ length: 150 }, (_, index) => index).reduce<Outbox>(
    (outbox, index) => settledWhere(add(outbox, command(`s${index}`))[0], () => ({ outcome: 'expired' }))[0],
    EMPTY_OUTBOX,
  )
  expect(full.entries.map(({ id }) => id)).toEqual(Array.from({ length: 100 }, (_, index) => `s${index + 50}`))
  const heavy = ['x', 'y', 'z'].reduce<Outbox>((outbox, id) => add(outbox, command(id, { bytes: 600_000 }))[0], EMPTY_OUTBOX)
  expect(heavy.entries.map(({ id }) => id)).toEqual(['z'])
})

test('[SEND2] a newer reading mark replaces unwritten ones, another history all of them', () => {
  const mark = (id: string) => command(id, { op: 'notifications.seen', data: { offset: 1 } })
  const [out] = passed(add(EMPTY_OUTBOX, mark('a'))[0], on(1))
  const [both] = add(out, mark('b'))
  const left = (which: 'unwritten' | 'all') => withoutMarks(both, which).entries.map(({ id }) => id)
  expect([left('unwritten'), left('all')]).toEqual([['a'], []])
})
