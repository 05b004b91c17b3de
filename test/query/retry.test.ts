// What follows a failed attempt, as a pure decision: bounds, jitter, Retry-After, one fresh token.
import { describe, expect, test } from 'vitest'
import { afterFailure, type Attempt, type Failure, RETRY, type RetryAfter } from '../../src/query/retry.ts'
import { createChance } from '../../src/testing/chance.ts'

const first: Attempt = { number: 1, token: 'first', mayHaveRun: false }
const refused = (status: number, retryAfter: RetryAfter | null = null): Failure => ({
  what: 'refused',
  status,
  code: null,
  detail: null,
  retryAfter,
})
const waitOf = (attempt: Attempt, failure: Failure, moment = { now: 0, roll: 0.5 }): number | string => {
  const verdict = afterFailure(RETRY, { attempt, failure }, moment)
  return verdict.next === 'send-again' ? verdict.waitMs : verdict.next
}

test('[HTTP1] waits are uniform below a ceiling that doubles up to the cap, and end with the tries', () => {
  const seed = 20_260_501
  const chance = createChance(seed)
  const policy = { ...RETRY, tries: 12 }
  for (let number = 1; number < 12; number += 1) {
    const attempt = { ...first, number }
    const ceiling = Math.min(10_000, 300 * 2 ** (number - 1))
    const waits = Array.from({ length: 400 }, () => {
      const verdict = afterFailure(policy, { attempt, failure: { what: 'no-answer' } }, { now: 0, roll: chance.roll() })
      return verdict.next === 'send-again' ? verdict.waitMs : null
    })
    const told = waits.map(Number)
    expect(Math.min(...told), `seed ${seed}`).toBeGreaterThanOrEqual(0)
    expect(Math.min(...told), `seed ${seed}`).toBeLessThan(ceiling * 0.05)
    expect(Math.max(...told), `seed ${seed}`).toBeLessThan(ceiling)
    expect(Math.max(...told), `seed ${seed}`).toBeGreaterThan(ceiling * 0.95)
  }
  const last = afterFailure(policy, { attempt: { ...first, number: 12 }, failure: { what: 'no-answer' } }, { now: 0, roll: 0 })
  expect(last.next).toBe('give-up')
})

test('[HTTP1] Retry-After is the least, never the whole: those who were told the same do not come at once', () => {
  expect(waitOf(first, refused(503, { afterMs: 5_000 }), { now: 0, roll: 0 })).toBe(5_000)
  expect(waitOf(first, refused(503, { afterMs: 5_000 }), { now: 0, roll: 0.99 })).toBeCloseTo(5_297)
  expect(waitOf(first, refused(503, { at: 9_000 }), { now: 2_000, roll: 0 })).toBe(7_000)
  expect(waitOf(first, refused(503, { at: 1_000 }), { now: 2_000, roll: 0 })).toBe(0)
})

test('a Retry-After at the bound is waited for, one beyond it is not', () => {
  expect(waitOf(first, refused(429, { afterMs: 60_000 }), { now: 0, roll: 0 })).toBe(60_000)
  expect(waitOf(first, refused(429, { afterMs: 60_001 }))).toBe('give-up')
})

describe('a 401', () => {
  test('[HTTP1] asks for a fresh token once, whatever was tried before', () => {
    expect(waitOf({ ...first, number: 4 }, refused(401))).toBe('renew-token')
    expect(waitOf({ ...first, token: 'renewed' }, refused(401))).toBe('give-up')
    expect(waitOf({ ...first, token: 'none' }, refused(401))).toBe('give-up')
  })
})

test('every failure is worded: what happened and what to do', () => {
  const failures: readonly Failure[] = [
    { what: 'garbled', status: 200 },
    { what: 'unreadable', status: 200 },
    { what: 'no-answer' },
    { what: 'timeout' },
    { what: 'token-failed' },
    { what: 'signed-out' },
  ]
  const told = failures.map(failure => {
    const verdict = afterFailure({ ...RETRY, tries: 1 }, { attempt: first, failure }, { now: 0, roll: 0 })
    return verdict.next === 'give-up' ? [verdict.problem.code, verdict.problem.retryable, verdict.problem.mayHaveRun] : null
  })
  expect(told).toEqual([
    ['unreadable', true, true],
    ['unreadable', false, true],
    ['network', true, true],
    ['timeout', true, true],
    ['token-failed', true, false],
    ['signed-out', false, false],
  ])
})

test('a server that says a novel is quoted up to a bound', () => {
  const failure: Failure = { what: 'refused', status: 400, code: null, detail: 'x'.repeat(10_000), retryAfter: null }
  const verdict = afterFailure(RETRY, { attempt: first, failure }, { now: 0, roll: 0 })
  expect(verdict.next === 'give-up' && verdict.problem.message.length).toBeLessThan(350)
})
