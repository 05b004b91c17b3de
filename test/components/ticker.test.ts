// The shared clock: one timer, whole seconds, rest while nobody looks.
import { expect, test } from 'vitest'
import { virtualTicker } from './virtual-ticker.ts'

test('any number of countdowns share one timer', () => {
  const { ticker, armed } = virtualTicker()
  ticker.subscribe(() => {})
  ticker.subscribe(() => {})
  ticker.wakeAt(ticker.now() + 5_000, () => {})
  expect(armed()).toBe(1)
})

test('a reader is called once a second, at the turn of the second', () => {
  const { ticker, advance } = virtualTicker(1_000_400)
  const seen: number[] = []
  ticker.subscribe(() => seen.push(ticker.now()))
  advance(2_000)
  expect(seen).toEqual([1_001_000, 1_002_000])
})

test('a hidden page ticks for nobody, and at once when it is shown', () => {
  const { ticker, advance, hide } = virtualTicker()
  let calls = 0
  ticker.subscribe(() => (calls += 1))
  hide(true)
  advance(10_000)
  expect(calls).toBe(0)
  hide(false)
  expect(calls).toBe(1)
})

test('a wake-up called off is not called, and leaves no timer', () => {
  const { ticker, advance, armed } = virtualTicker()
  let calls = 0
  ticker.wakeAt(ticker.now() + 100, () => (calls += 1))()
  advance(1_000)
  expect([calls, armed()]).toEqual([0, 0])
})

test('the last reader to leave stops the clock', () => {
  const { ticker, armed } = virtualTicker()
  const leave = ticker.subscribe(() => {})
  leave()
  expect(armed()).toBe(0)
})

test('a wake-up that throws does not stop the clock', () => {
  const { ticker, advance } = virtualTicker()
  let calls = 0
  ticker.subscribe(() => (calls += 1))
  ticker.wakeAt(ticker.now() + 10, () => {
    throw new Error('on purpose')
  })
  expect(() => advance(100)).toThrow('on purpose')
  advance(1_000)
  expect(calls).toBe(1)
})
