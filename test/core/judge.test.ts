// One value before one schema: every way in which it can fit, not fit, or fail.
import type { StandardSchemaV1 } from '@standard-schema/spec'
import { expect, test } from 'vitest'
import { declared, judge } from '../../src/core/judge.ts'

const judged = (validate: StandardSchemaV1['~standard']['validate'], value: unknown = null) =>
  judge({ '~standard': { version: 1, vendor: 'test', validate } }, value)
const raise = (error: unknown) => () => {
  throw error
}
const issues = [{ message: 'It is no number.', path: ['amount'] }]

test('[SCHEMA2] what fits is what the schema makes of it, and nothing it adds beside', () => {
  expect(judged(value => ({ value: [value, 'made'], extra: 1 }), 'given')).toEqual({ value: ['given', 'made'] })
  expect(judged(() => ({ value: undefined, issues: undefined }))).toEqual({ value: undefined })
})

test('[SCHEMA2] what does not fit comes with its issues, and without its value', () => {
  expect(judged(() => ({ issues }))).toEqual({ issues })
})

test('[SCHEMA2] a schema that throws, or returns nothing, is a misfit and no error of whoever asked', () => {
  expect(judged(raise(new TypeError('broken')))).toEqual({ issues: [{ message: 'TypeError: broken' }] })
  expect(judged(raise('thrown as text'))).toEqual({ issues: [{ message: 'thrown as text' }] })
  expect(judged(() => undefined as never)).toEqual({ issues: [{ message: expect.stringContaining('TypeError') as unknown }] })
})

test('[SCHEMA1] an async schema is a promise of the same verdicts, which never rejects', async () => {
  const verdicts = [judged(async value => ({ value }), 3), judged(async () => ({ issues })), judged(async () => raise(new Error('late'))())]
  expect(verdicts.map(verdict => verdict instanceof Promise)).toEqual([true, true, true])
  expect(await Promise.all(verdicts.map(async verdict => verdict))).toEqual([
    { value: 3 },
    { issues },
    { issues: [{ message: 'Error: late' }] },
  ])
})

test('[SCHEMA2] a name that came from outside means what was declared, and never what every object has', () => {
  const map = { price: 'declared' }
  expect(declared(map, 'price')).toBe('declared')
  for (const name of ['toString', '__proto__', 'constructor', '']) expect(declared(map, name)).toBeUndefined()
  expect(declared(undefined, 'price')).toBeUndefined()
})
