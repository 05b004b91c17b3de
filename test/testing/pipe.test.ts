// A pipe keeps the order of its frames, holds them back, loses them, and fills while its line is narrow.
import { expect, test } from 'vitest'
import { createChance } from '../../src/testing/chance.ts'
import { createClock } from '../../src/testing/clock.ts'
import { createHost } from '../../src/testing/host.ts'
import { createPipe } from '../../src/testing/pipe.ts'

function bench(bytesPerSecond = 1_000_000) {
  const clock = createClock(0)
  const line = { latencyMs: 10, jitterMs: 20, bytesPerSecond }
  const pipe = createPipe({ clock, chance: createChance(1), line, receiver: createHost({ name: 'peer', clock }) })
  const got: (readonly [number, number])[] = []
  const send = (...frames: readonly number[]) => frames.forEach(frame => pipe.send(100, () => got.push([frame, clock.now()])))
  const runTo = (until: number) => {
    for (let next = clock.next(until); next !== null; next = clock.next(until)) next()
  }
  return { pipe, got, send, runTo, frames: () => got.map(([frame]) => frame) }
}

test('frames arrive in order, whatever the jitter', () => {
  const { send, runTo, frames } = bench()
  send(1, 2, 3, 4, 5)
  runTo(1_000)
  expect(frames()).toEqual([1, 2, 3, 4, 5])
})

test('what is held arrives at the release, and what is lost never', () => {
  const { pipe, send, runTo, frames } = bench()
  pipe.hold()
  send(1, 2)
  runTo(1_000)
  expect(frames()).toEqual([])
  pipe.release()
  send(3)
  pipe.lose()
  runTo(2_000)
  expect(frames()).toEqual([])
})

test('[SLOW1] a narrow line fills its buffer and empties it at its pace', () => {
  const { pipe, send, runTo, got } = bench(1_000)
  send(1, 2, 3)
  expect(pipe.buffered()).toBe(300)
  runTo(150)
  expect(pipe.buffered()).toBe(200)
  runTo(1_000)
  expect(got.at(-1)?.[1]).toBeGreaterThanOrEqual(310)
})

test('[SEND7] a paused reader gets the rest, in order, when it reads on', () => {
  const { pipe, send, runTo, frames } = bench()
  pipe.pause()
  send(1, 2)
  runTo(100)
  send(3)
  pipe.resume()
  runTo(1_000)
  expect(frames()).toEqual([1, 2, 3])
})
