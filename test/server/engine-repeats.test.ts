// What comes twice does not count twice: a drain, and the ack of a part.
import { expect, test } from 'vitest'
import type { Ack } from '../../src/protocol/frames.ts'
import { acked, EMPTY_FLOW, type Flow, withPushed } from '../../src/server/engine/flow.ts'
import { LIMITS } from '../../src/server/limits.ts'
import { createBench } from '../support/server-bench.ts'

const room = { limits: LIMITS, moment: { now: 0, bufferedBytes: 0, reconnectSpreadMs: 50 } }

test('[SLOW1] the ack of a part that came twice frees no later part', () => {
  const parts = [1, 2, 3].reduce<Flow>((flow, part) => withPushed(flow, { offset: 7, part, bytes: 100 }), EMPTY_FLOW)
  const ack: Ack = { type: 'ack', offset: 7, part: 1 }
  const once = acked(parts, ack, room)
  expect(once.unackedBytes).toBe(200)
  expect(acked(once, ack, room)).toBe(once)
})

test('[DRAIN1] a second drain neither says bye again nor puts the end off', async () => {
  const bench = createBench()
  const peer = await bench.welcome('ada')
  void bench.node.drain(5_000)
  await bench.world.advance(4_000)
  void bench.node.drain(5_000)
  await bench.world.advance(1_000)
  expect([peer.of('bye').length, peer.ended()?.code]).toEqual([1, 4000])
})
