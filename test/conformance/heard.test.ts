// The observed rules as functions of what was heard: a sound transcript is kept by all, and each small change breaks one.
import { describe, expect, test } from 'vitest'
import { isObserved, keyOf } from '../../src/conformance/rule.ts'
import { RULES } from '../../src/conformance/rules/index.ts'
import type { Entry, Frame, Transcript } from '../../src/conformance/transcript.ts'
import { decodeServer } from '../../src/protocol/codec.ts'
import type { Json } from '../../src/protocol/values.ts'

const OBSERVED = RULES.filter(isObserved)

/** Every observed rule that these transcripts break. */
const broken = (...transcripts: readonly Transcript[]): readonly string[] =>
  OBSERVED.filter(rule => typeof rule.judge(transcripts) === 'object').map(keyOf)

const heard = (frame: Json): Entry => {
  const text = JSON.stringify(frame)
  return { kind: 'heard', at: 0, frame: decodeServer(text), bytes: text.length, form: 'text' }
}
const hello = (): Entry => ({ kind: 'sent', at: 0, message: { type: 'hello', v: 1, client: 'c1' } })
const page = (...frames: readonly Json[]): Transcript => ({ who: 'first', entries: [hello(), heard(WELCOME), ...frames.map(heard)] })

const WELCOME = {
  type: 'welcome',
  connection: 'c1',
  user: 'ada',
  epoch: 'e1',
  head: 0,
  outcome: 'snapshot',
  reason: 'new',
  heartbeat: { intervalMs: 15_000, activeIntervalMs: 4000, timeoutMs: 5000 },
  limits: { upBytes: 65_536, inFlight: 32, ackBytes: 65_536, hedge: true },
  reconnectSpreadMs: 50,
}
const cursor = { epoch: 'e1', offset: 0, mark: 'e1' }
const snapshot = { type: 'snapshot', cursor, part: 1, parts: 1, tasks: [], pieces: [], notifications: [], seen: 0 }
const head = (more: { readonly [name: string]: Json } = {}) => ({
  id: 't1',
  key: 'k1',
  kind: 'echo',
  rev: 1,
  attempt: 1,
  status: 'queued',
  cancelRequested: false,
  lengths: {},
  createdAt: 1,
  updatedAt: 1,
  ...more,
})
const created = { type: 'task.created', task: head({ input: null }) }
const running = { type: 'task.updated', task: head({ rev: 2, status: 'running' }) }
const chunk = (at: number, text: string) => ({ type: 'task.stream', id: 't1', attempt: 1, name: 'text', kind: 'text', at, chunk: text })
const settled = { type: 'task.settled', task: head({ rev: 3, status: 'succeeded', lengths: { text: 6 } }) }

/** One frame for each event, from the offset 1. */
const told = (...events: readonly { readonly [name: string]: Json }[]): readonly Json[] =>
  events.map((event, index) => ({
    type: 'events',
    prev: index,
    offset: index + 1,
    mark: `m${index + 1}`,
    list: [{ offset: index + 1, time: 1, event }],
    live: true,
  }))

const item = (offset: number): Json => ({ offset, time: 1, event: { type: 'notifications.seen', offset } })

const LIFE = [created, running, chunk(0, 'abc'), chunk(3, 'def'), settled] as const

describe('what was heard', () => {
  test('a sound life breaks nothing, on one page and on two', () => {
    expect(broken(page(snapshot, ...told(...LIFE)))).toEqual([])
    expect(broken(page(snapshot, ...told(...LIFE)), page(snapshot, ...told(...LIFE)))).toEqual([])
  })

  test('chunks and heads that were merged into one item break nothing', () => {
    const list = [
      { offset: 1, time: 1, event: created },
      { offset: 4, time: 1, event: chunk(0, 'abcdef') },
      { offset: 5, time: 1, event: settled },
    ]
    const merged = page(snapshot, { type: 'events', prev: 0, offset: 5, mark: 'm5', list, live: true })
    expect(broken(page(snapshot, ...told(...LIFE)), merged)).toEqual([])
    expect(broken(merged, page(snapshot, ...told(...LIFE)))).toEqual([])
  })

  test('with nothing heard every rule is unseen', () => {
    expect(OBSERVED.map(rule => rule.judge([]))).toEqual(OBSERVED.map(() => 'unseen'))
  })

  const active = head({ input: null, status: 'running', lengths: { text: 3 } })
  const ended = head({ id: 't2', key: 'k2', input: null, status: 'succeeded', rev: 3 })
  const piece = { id: 't1', attempt: 1, name: 'text', kind: 'text', at: 0, chunk: 'abc' }
  const full = { ...snapshot, tasks: [active, ended], pieces: [piece] }

  test('a snapshot with its streams breaks nothing', () => {
    expect(broken(page(full, ...told(chunk(3, 'def'))))).toEqual([])
  })

  test.each<[string, string, readonly Json[]]>([
    ['GAP1.chain', 'a frame that begins beyond the reader', [snapshot, ...told(...LIFE).filter((_, index) => index !== 1)]],
    ['GAP1.items', 'items that do not grow', [snapshot, { type: 'events', prev: 0, offset: 2, mark: 'm', list: [item(2), item(1)] }]],
    ['GAP3.not-early', 'live before the head of the welcome', [{ ...WELCOME, head: 3 }, snapshot, ...told(running)]],
    [
      'LOG1.marks',
      'another mark for the same offset',
      [snapshot, { type: 'receipt', id: 'x', ok: true, cursor: { ...cursor, mark: 'm0' } }],
    ],
    ['SNAP2.parts', 'an event between two parts', [{ ...snapshot, parts: 2 }, ...told(created)]],
    [
      'SNAP2.parts',
      'a part that is left out',
      [
        { ...snapshot, parts: 3 },
        { ...snapshot, part: 3, parts: 3 },
      ],
    ],
    ['SNAP2.first', 'an event before the snapshot', [...told(running).map(frame => ({ ...Object(frame), live: undefined })), snapshot]],
    [
      'SNAP3.size',
      'a large part with two values',
      [
        {
          ...snapshot,
          tasks: [
            { ...ended, input: 'x'.repeat(40_000) },
            { ...ended, id: 't3', input: 'x'.repeat(40_000) },
          ],
        },
      ],
    ],
    ['SNAP3.active-first', 'an active task behind one that has ended', [{ ...full, tasks: [ended, active] }]],
    ['SNAP1.streams', 'a stream that is shorter than its head says', [{ ...full, pieces: [{ ...piece, chunk: 'ab' }] }]],
    ['SNAP1.streams', 'a stream that is left out', [{ ...full, pieces: [] }]],
    ['STR1.chain', 'a hole between two chunks', [snapshot, ...told(created, chunk(0, 'ab'), chunk(3, 'd'))]],
    ['STR1.one-text', 'other words at the same place', [snapshot, ...told(created, chunk(0, 'abc'), chunk(0, 'abd'))]],
    [
      'STR2.lengths',
      'lengths in bytes',
      [snapshot, ...told(created, chunk(0, 'äöü'), { ...settled, task: head({ rev: 2, status: 'succeeded', lengths: { text: 6 } }) })],
    ],
    ['STR3.whole-characters', 'half of a pair', [snapshot, ...told(created, chunk(0, 'a\uD83C'), chunk(2, '\uDF0A'))]],
    ['TASK1.rev', 'a rev that stands still', [snapshot, ...told(created, { ...running, task: head({ status: 'running' }) })]],
    [
      'TASK1.step',
      'a rev that grows with a chunk',
      [
        snapshot,
        ...told(created, { ...running, task: head({ rev: 2, status: 'running' }) }, chunk(0, 'abcdef'), {
          ...settled,
          task: head({ rev: 4, status: 'succeeded', lengths: { text: 6 } }),
        }),
      ],
    ],
    ['TASK2.final', 'a chunk after the end', [snapshot, ...told(...LIFE, chunk(6, 'g'))]],
    [
      'TASK2.settled',
      'task.settled without an end',
      [snapshot, ...told(created, { ...settled, task: head({ rev: 2, status: 'running' }) })],
    ],
    ['P1.frames', 'a frame that lacks a field', [{ type: 'events', prev: 0 }]],
    ['AUTH2.one-welcome', 'two welcomes', [WELCOME, snapshot]],
  ])('%s finds %s', (key, _, frames) => {
    const [first, ...rest] = frames
    const isWelcome = (first as { readonly type: string }).type === 'welcome' && key !== 'AUTH2.one-welcome'
    const entries = [hello(), heard(isWelcome ? (first ?? null) : WELCOME), ...(isWelcome ? rest : frames).map(heard)]
    expect(broken({ who: 'first', entries: asked(entries) })).toEqual([key])
  })

  test('TASK2.one-end finds a task that ended otherwise on another page', () => {
    const other = { ...snapshot, tasks: [{ ...ended, status: 'failed' }] }
    expect(broken(page({ ...snapshot, tasks: [ended] }), page(other))).toEqual(['TASK2.one-end'])
  })

  test('LOG1.one-log finds what another page was told otherwise, or not at all', () => {
    const note = (id: string) => told({ type: 'notification', id, kind: 'news' })
    expect(broken(page(snapshot, ...note('n1')), page(snapshot, ...note('n2')))).toEqual(['LOG1.one-log'])
    const empty = { type: 'events', prev: 0, offset: 1, mark: 'm1', list: [], live: true }
    expect(broken(page(snapshot, ...note('n1')), page(snapshot, empty))).toEqual(['LOG1.one-log'])
  })

  test('AUTH1.one-user finds a token that is welcomed as somebody else, and two tokens that are one', () => {
    const bob = { ...page(), entries: [hello(), heard({ ...WELCOME, user: 'bob' })] }
    expect(broken(page(), bob)).toEqual(['AUTH1.one-user'])
    expect(broken(page(), { ...page(), who: 'second' })).toEqual(['AUTH1.one-user'])
    expect(broken(page(), { ...bob, who: 'second' })).toEqual([])
  })

  test('LIFE2.size finds a frame above 1 MB', () => {
    const large: Frame = { type: 'pong', id: 1 }
    const entries: readonly Entry[] = [
      hello(),
      heard(WELCOME),
      { kind: 'heard', at: 0, frame: large, bytes: 1024 * 1024 + 1, form: 'text' },
    ]
    expect(broken({ who: 'first', entries })).toEqual(['LIFE2.size'])
  })
})

/** Each receipt was asked for. */
function asked(entries: readonly Entry[]): readonly Entry[] {
  const ids = entries.flatMap(entry => (entry.kind === 'heard' && entry.frame.type === 'receipt' ? [entry.frame.id] : []))
  const commands = ids.map<Entry>(id => ({ kind: 'sent', at: 0, message: { type: 'command', id, op: 'x', data: null, ttlMs: 1 } }))
  return [...entries.slice(0, 1), ...commands, ...entries.slice(1)]
}
