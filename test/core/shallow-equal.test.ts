// Shallow equality of selected values: members count, depth and hidden state do not.
import { expect, test } from 'vitest'
import { shallowEqual } from '../../src/core/shallow-equal.ts'

const one = { deep: 1 }
const alike: readonly (readonly [string, unknown, unknown])[] = [
  ['NaN and itself', Number.NaN, Number.NaN],
  ['lists of the same members', [1, one], [1, one]],
  ['objects of the same members', { a: 1, b: one }, { b: one, a: 1 }],
  ['empty lists', [], []],
]
test.each(alike)('%s are equal', (_, a, b) => {
  expect(shallowEqual(a, b)).toBe(true)
})

const unlike: readonly (readonly [string, unknown, unknown])[] = [
  ['zero and minus zero', 0, -0],
  ['a list and a longer one', [1], [1, 2]],
  ['a list and an object of its members', [1], { 0: 1 }],
  ['objects whose members are alike but not the same', { one }, { one: { deep: 1 } }],
  ['a missing member and one that is undefined', { a: undefined }, { b: undefined }],
  ['null and an object', null, {}],
  ['maps, whose content is not in their members', new Map([[1, 1]]), new Map([[1, 2]])],
  ['dates, whose time is not in their members', new Date(1), new Date(2)],
]
test.each(unlike)('%s are not equal', (_, a, b) => {
  expect(shallowEqual(a, b)).toBe(false)
})
