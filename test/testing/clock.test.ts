// Virtual time runs what is due in order of instant, then of asking; a host may sleep through it or die before it.
import { expect, test } from 'vitest'
import { createClock } from '../../src/testing/clock.ts'
import { createHost } from '../../src/testing/host.ts'

function runTo(clock: ReturnType<typeof createClock>, until: number): void {
  for (let next = clock.next(until); next !== null; next = clock.next(until)) next()
}

test('what is due runs in order of instant, then of asking, and what was cancelled does not', () => {
  const clock = createClock(0)
  const ran: string[] = []
  clock.at(20, () => ran.push('late'))
  clock.at(10, () => ran.push('first'))
  clock.at(10, () => ran.push('second'))
  clock.at(15, () => ran.push('cancelled'))()
  runTo(clock, 30)
  expect(ran).toEqual(['first', 'second', 'late'])
  expect(clock.now()).toBe(30)
})

test('a thousand instants in any order come out sorted', () => {
  const clock = createClock(0)
  const ran: number[] = []
  for (let index = 0; index < 1_000; index += 1) {
    const instant = (index * 7_919) % 1_000
    clock.at(instant, () => ran.push(instant))
  }
  runTo(clock, 1_000)
  expect(ran).toEqual(ran.toSorted((a, b) => a - b))
})

test('[LIFE3] what falls due while a host sleeps runs when it wakes, in order', () => {
  const clock = createClock(0)
  const host = createHost({ name: 'laptop', clock })
  const ran: (readonly [string, number])[] = []
  host.at(10, () => ran.push(['a', clock.now()]))
  host.at(20, () => ran.push(['b', clock.now()]))
  host.sleep(50)
  runTo(clock, 100)
  expect(ran).toEqual([
    ['a', 50],
    ['b', 50],
  ])
})

test('a host that died never runs what was due', () => {
  const clock = createClock(0)
  const host = createHost({ name: 'server', clock })
  const ran: string[] = []
  host.at(10, () => ran.push('never'))
  host.kill()
  runTo(clock, 100)
  expect(ran).toEqual([])
})
