// Sends of pages that are gone, found in storage: whose they are, where they stand, and for how many there is room.
import { describe, expect, test } from 'vitest'
import { NO_NOTIFICATIONS } from '../../src/core/notifications.ts'
import { type Entry, isUnsettled, type Outbox } from '../../src/core/outbox.ts'
import { fitting, type Loaded, restored } from '../../src/core/restore.ts'
import { settingsOf } from '../../src/core/settings.ts'
import { type Bench, command, createBench, cursorAt, idsBy, welcome } from '../support/builders.ts'

const entry = (id: string, changes: Partial<Entry> = {}): Entry => ({
  id,
  op: 'app.say',
  data: null,
  bytes: 100,
  sentAt: 500,
  expiresAt: 1_100_000,
  user: 'ana',
  passage: { at: 'queued' },
  ...changes,
})
const ENDED: Entry['passage'] = { at: 'ended', outcome: { outcome: 'expired' }, epoch: null }
const restore = (bench: Bench, found: Partial<Loaded>) => bench.tell({ type: 'restore', take: restored, kept: null, entries: [], ...found })
const waiting = (bench: Bench) => bench.state().outbox.entries.map(({ id }) => id)

describe('sends of pages that are gone', () => {
  test('[KEEP1] go out before those of this page, in their order', () => {
    const bench = createBench({ identity: 'ana' })
    bench.tell({ type: 'send', command: command('own', { op: 'app.say' }) })
    restore(bench, { entries: [entry('first'), entry('second')] })
    bench.open()
    expect(idsBy(bench.hear(welcome({ outcome: 'snapshot' })))).toEqual(['first', 'second', 'own'])
  })

  test('[AUTH1] are taken by their user alone: as the page states, or as the state that came along says', () => {
    const kept = { user: 'ana', cursor: cursorAt(7), heardAt: null, tasks: [], notifications: NO_NOTIFICATIONS, asks: [] }
    const found = { entries: [entry('of-ana'), entry('of-bob', { user: 'bob' }), entry('of-nobody', { user: null })] }
    const [stated, unstated, resumed] = [createBench({ identity: 'bob' }), createBench(), createBench()]
    restore(stated, found)
    restore(unstated, found)
    restore(resumed, { kept, ...found })
    expect([stated, unstated, resumed].map(waiting)).toEqual([['of-bob'], ['of-nobody'], ['of-ana']])
  })

  test('[KEEP1] that are none of its user leave the page as it was', () => {
    const { state } = createBench({ identity: 'ana' })
    expect(restored(state(), { kept: null, entries: [entry('of-bob', { user: 'bob' })] }, 5)).toBe(state())
  })

  test('[SEND3] outlive no hour from now, whatever a clock that was set back says; what has ended is left as it is', () => {
    const { state } = createBench({ identity: 'ana' })
    const entries = [
      entry('soon', { expiresAt: 50 }),
      entry('late', { expiresAt: 9e12 }),
      entry('done', { expiresAt: 9e12, passage: ENDED }),
    ]
    const { outbox } = restored(state(), { kept: null, entries }, 1_000)
    expect(outbox.entries.map(({ id, expiresAt }) => [id, expiresAt])).toEqual([
      ['soon', 50],
      ['late', 3_601_000],
      ['done', 9e12],
    ])
  })

  test('[SEND1] that stand here under their id may have run there: what was found stands, unless it has ended', () => {
    const bench = createBench({ identity: 'ana' })
    for (const id of ['a', 'b']) bench.tell({ type: 'send', command: command(id, { op: 'app.say', data: 'here' }) })
    restore(bench, {
      entries: [entry('a', { data: 'found', passage: ENDED }), entry('b', { data: 'found' }), entry('c', { passage: ENDED })],
    })
    expect(bench.state().outbox.entries.map(({ id, data }) => [id, data])).toEqual([
      ['b', 'found'],
      ['c', null],
      ['a', 'here'],
    ])
  })

  test('[SEND7] that have ended are kept as any: the newest hundred', () => {
    const { state } = createBench({ identity: 'ana' })
    const entries = Array.from({ length: 101 }, (_, index) => entry(`e${index}`, { passage: ENDED }))
    expect(restored(state(), { kept: null, entries }, 5).outbox.entries).toEqual(entries.slice(1))
  })
})

describe('[SEND4] room for them', () => {
  const policy = settingsOf({ client: 'c', outbox: { maxCount: 2, maxBytes: 250 } }).outbox
  const holding = (...entries: readonly Entry[]): Outbox => ({ entries, pace: 'together' })
  const fit = (outbox: Outbox, ...loaded: readonly Entry[]) => fitting(outbox, loaded, policy).map(({ id }) => id)

  test('is what this page has left, by count and by bytes, and none overtakes one that must wait', () => {
    expect(fit(holding(), entry('a'), entry('b'), entry('c'))).toEqual(['a', 'b'])
    expect(fit(holding(entry('own')), entry('a'), entry('b'))).toEqual(['a'])
    expect(fit(holding(entry('own')), entry('large', { bytes: 151 }), entry('small'))).toEqual([])
  })

  test('is taken by nothing that has ended, here or there', () => {
    const ended = (id: string) => entry(id, { passage: ENDED })
    expect(fit(holding(ended('own'), entry('other')), ended('x'), entry('a'), ended('y'), entry('b'), ended('z'))).toEqual([
      'x',
      'a',
      'y',
      'z',
    ])
  })

  test('is that of the one it replaces, where it is here under the same id', () => {
    expect(fit(holding(entry('a'), entry('own')), entry('a'))).toEqual(['a'])
  })

  test('is there for one that is alone, however large, or nobody would ever send it', () => {
    expect(fit(holding(), entry('large', { bytes: 900 }), entry('next'))).toEqual(['large'])
    expect(fit(holding(entry('done', { passage: ENDED })), entry('large', { bytes: 900 }))).toEqual(['large'])
  })

  test('is looked at once more when they arrive: what the page sent meanwhile has filled it', () => {
    const bench = createBench({ identity: 'ana', outbox: { maxCount: 2 } })
    bench.tell({ type: 'send', command: command('own', { op: 'app.say' }) })
    restore(bench, { entries: [entry('a'), entry('b')] })
    expect(
      bench
        .state()
        .outbox.entries.filter(isUnsettled)
        .map(({ id }) => id),
    ).toEqual(['a', 'own'])
  })
})
