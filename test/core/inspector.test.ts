// What the inspector makes of events, tasks and answers, and what it tells and counts of those that do not fit.
import type { StandardSchemaV1 } from '@standard-schema/spec'
import { expect, test } from 'vitest'
import { type AppShape, defineApp, inspectorOf } from '../../src/core/app.ts'
import type { Misfit } from '../../src/core/inspector.ts'
import type { TaskRecord } from '../../src/core/tasks.ts'
import { ZOD } from '../support/apps.ts'
import { head } from '../support/builders.ts'

function inspecting(app: AppShape = ZOD) {
  const told: Misfit[] = []
  return { inspector: inspectorOf(app, misfit => void told.push(misfit)), told }
}

const record = (kind: string, changes: Partial<TaskRecord> = {}): TaskRecord => ({
  head: head('t1', { kind }),
  body: null,
  ending: {},
  streams: {},
  ends: {},
  standing: 'held',
  ...changes,
})
const wrong = (what: string) => ({
  code: 'invalid-result',
  message: `${what} does not fit this page's schema. Compare the versions of page and server.`,
  retryable: false,
})
const issues = expect.arrayContaining([expect.objectContaining({ message: expect.any(String) as unknown })]) as Misfit['issues']
const accepted = (data: unknown) => ({ outcome: 'accepted', data }) as const

test('[SCHEMA2] an event is what its schema makes of it; one that does not fit is set aside, told and counted', () => {
  const { inspector, told } = inspecting()
  expect(inspector.event('app.price', { amount: 3, more: 1 })).toEqual({ value: { amount: 3 } })
  expect([inspector.event('app.price', 'two'), inspector.event('app.price', null)]).toEqual([null, null])
  expect(told).toEqual([
    { type: 'app.price', issues, count: 1 },
    { type: 'app.price', issues, count: 2 },
  ])
  expect(inspector.counts()).toEqual({ 'app.price': 2 })
})

test('[SCHEMA2] a task shows its input as it was sent, and its result as its schema makes it', () => {
  const { inspector, told } = inspecting()
  const task = record('report', { body: { input: { from: '2026-05-01' } }, ending: { result: { pages: 2, until: '2026-05-31' } } })
  inspector.look(task)
  const shown = { input: { from: '2026-05-01' }, result: { pages: 2, until: new Date('2026-05-31') }, error: null }
  expect(inspector.payloads(task)).toEqual(shown)
  expect(told).toEqual([])
})

test('[SCHEMA2] an input that does not fit is null, a result that does not fit is an error, and each is told once', () => {
  const { inspector, told } = inspecting()
  const task = record('report', { body: { input: 5 }, ending: { result: { pages: 'many' } } })
  inspector.look(task)
  const counts = inspector.counts()
  inspector.look({ ...task, head: head('t1', { kind: 'report', rev: 2 }) })
  expect(inspector.payloads(task)).toEqual({ input: null, result: null, error: wrong('The result of report') })
  expect(told).toEqual([
    { type: 'task.report.input', issues, count: 1 },
    { type: 'task.report.result', issues, count: 1 },
  ])
  expect(counts).toEqual({ 'task.report.input': 1, 'task.report.result': 1 })
  expect(inspector.counts()).toBe(counts)
})

test('[SCHEMA2] what is not known of a task yet is null, and no misfit', () => {
  const { inspector, told } = inspecting()
  inspector.look(record('report'))
  expect(inspector.payloads(record('report'))).toEqual({ input: null, result: null, error: null })
  expect(told).toEqual([])
})

test('a result is made once, and is the same object however often its task is shown', () => {
  const { inspector } = inspecting()
  const task = record('report', { body: { input: null }, ending: { result: { pages: 2, until: '2026-05-31' } } })
  const again = { ...task, head: head('t1', { kind: 'report', rev: 2 }) }
  expect(inspector.payloads(again).result).toBe(inspector.payloads(task).result)
})

test('[SCHEMA2] an answer is what its schema makes of it; one that does not fit rejects its op, which ran', () => {
  const { inspector, told } = inspecting()
  expect(inspector.answer('app.rename', accepted({ at: '2026-05-01' }))).toEqual(accepted({ at: new Date('2026-05-01') }))
  expect(inspector.answer('app.rename', accepted({ at: 5 }))).toEqual({ outcome: 'rejected', error: wrong('rename ran, but its answer') })
  expect(told).toEqual([{ type: 'op.rename.output', issues, count: 1 }])
})

test('an op that was not accepted has no answer to judge, and its outcome stands', () => {
  const { inspector, told } = inspecting()
  const rejected = { outcome: 'rejected', error: { code: 'forbidden', message: '', retryable: false } } as const
  for (const outcome of [rejected, { outcome: 'unconfirmed' } as const]) expect(inspector.answer('app.rename', outcome)).toBe(outcome)
  expect(told).toEqual([])
})

test('[SCHEMA2] names that nobody declared pass as they came, and are not counted', () => {
  for (const { inspector, told } of [inspecting(), inspecting(defineApp({}))]) {
    const task = record('toString', { body: { input: 5 }, ending: { result: 'done' } })
    inspector.look(task)
    expect(inspector.event('app.toString', 'two')).toEqual({ value: 'two' })
    expect(inspector.payloads(task)).toEqual({ input: 5, result: 'done', error: null })
    expect(inspector.payloads(record('other'))).toEqual({ input: null, result: null, error: null })
    expect(inspector.answer('app.toString', accepted(7))).toEqual(accepted(7))
    expect([told, inspector.counts()]).toEqual([[], {}])
  }
})

test('without an app an event of any name passes, and a task that fits nothing is whole', () => {
  const told: Misfit[] = []
  const inspector = inspectorOf(undefined, misfit => void told.push(misfit))
  expect(inspector.event('app.price', 'two')).toEqual({ value: 'two' })
  expect(inspector.payloads(record('report', { body: { input: 5 } }))).toEqual({ input: 5, result: null, error: null })
  expect(inspector.payloads(record('report')).input).toBeNull()
  expect(inspector.counts()).toBe(inspectorOf(undefined, () => {}).counts())
})

test('a schema that is async is a misfit, and says why', () => {
  const later: StandardSchemaV1 = { '~standard': { version: 1, vendor: 'test', validate: async value => ({ value }) } }
  const { inspector, told } = inspecting(defineApp({ events: { price: later } }))
  expect(inspector.event('app.price', 3)).toBeNull()
  expect(told).toEqual([{ type: 'app.price', issues: [{ message: 'the schema is async, and a page cannot wait' }], count: 1 }])
})

test('an app that defineApp did not return checks nothing, and is refused with the way to mend it', () => {
  expect(() => inspectorOf({ ...ZOD }, () => {})).toThrow(new TypeError('The option `app` checks nothing. Pass what defineApp returned.'))
  expect(defineApp(ZOD)).toBe(ZOD)
})
