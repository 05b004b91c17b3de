// The close-code table against the law's, row by row.
import { expect, test } from 'vitest'
import { CLOSE_CODES, type CloseAction, closeRuleOf } from '../../src/protocol/close-codes.ts'

const LAW: readonly (readonly [CloseAction, readonly number[]])[] = [
  ['retry', [1000, 1001, 1005, 1006, 1011, 1012, 1014, 1015, 4000, 4001, 4002, 4003, 4006, 4007]],
  ['retry-slowly', [1013, 4005, 4506]],
  ['retry-briefly', [1002, 1003, 1007, 1010, 4502, 4503]],
  ['resend-singly', [1009]],
  ['refresh', [4004]],
  ['sign-in', [1008, 3000, 4500]],
  ['start-over', [4508]],
  ['wipe', [4505]],
  ['halt', [3003, 4501, 4504, 4507]],
]

test.each(LAW.flatMap(([action, codes]) => codes.map(code => [code, action] as const)))('%i means %s', (code, action) => {
  expect(closeRuleOf(code).action).toBe(action)
})

test('no row stands outside the law', () => {
  const lawful = LAW.flatMap(([, codes]) => codes)
  expect(Object.keys(CLOSE_CODES).map(Number)).toEqual(lawful.toSorted((a, b) => a - b))
})

test.each([4509, 4600, 4999])('%i, unknown and fatal by its band, halts', code => {
  expect(closeRuleOf(code).action).toBe('halt')
})

test.each([0, 1004, 1016, 2999, 3001, 4008, 4499, 5000, Number.NaN])('%d, unknown, retries', code => {
  expect(closeRuleOf(code).action).toBe('retry')
})

test('[SEND2] only auth, version and limit codes prove that nothing was executed', () => {
  const proving = Object.entries(CLOSE_CODES).filter(([, rule]) => rule.executedNothing)
  expect(proving.map(([code]) => Number(code))).toEqual([1008, 1013, 3000, 3003, 4004, 4005, 4500, 4502, 4504, 4505, 4506, 4507, 4508])
})

test('every code that can halt a page says why', () => {
  const halting = Object.values(CLOSE_CODES).filter(({ action }) => !['retry', 'retry-slowly', 'resend-singly'].includes(action))
  for (const { halt } of halting) expect(halt).not.toBe('unknown')
})
