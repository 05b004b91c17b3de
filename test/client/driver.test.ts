import { expect, test } from 'vitest'
import { createSockets } from '../../src/client/sockets.ts'
import { createHarness } from '../support/client-harness.ts'
import { createManualWorld } from '../support/manual-world.ts'

test('[LIFE3] a timer that wakes too early is armed again for the same instant', () => {
  const armed: (readonly [number | null, () => void])[] = []
  const { world } = createManualWorld()
  const { socket } = createHarness({ world: { ...world, wakeAt: (instant, wake) => void armed.push([instant, wake]) } })
  socket.connect()
  const [instant, wake] = armed.at(-1) ?? []
  wake?.()
  expect(armed).toHaveLength(2)
  expect(armed.at(-1)?.[0]).toBe(instant)
})

test('[LIFE3] the timer is armed only when the instant it wakes for changes', () => {
  const armed: (number | null)[] = []
  const { world } = createManualWorld()
  const { socket } = createHarness({ world: { ...world, wakeAt: instant => void armed.push(instant) } })
  socket.connect()
  for (let count = 0; count < 10; count += 1) socket.reconnect()
  expect(armed).toHaveLength(1)
})

test('[LIFE3] what is due already is armed anew, so that a clock that jumped ahead leaves no heartbeat asleep', () => {
  const armed: (number | null)[] = []
  let aheadMs = 0
  const { world } = createManualWorld()
  const jumping = { ...world, now: () => world.now() + aheadMs, wakeAt: (instant: number | null) => void armed.push(instant) }
  const { socket } = createHarness({ noticeAfterMs: 60_000, world: jumping })
  socket.connect()
  aheadMs = 3_600_000
  socket.reconnect()
  expect(armed).toEqual([armed[0], armed[0]])
})

test('[LIFE1] a socket is hung up with a reason that fits a close frame, whatever was said', () => {
  const manual = createManualWorld()
  const sockets = createSockets({ world: manual.world, url: '/rs', shouldReconnect: () => true, report: () => undefined })
  for (const [dial, reason] of ['short', 'é'.repeat(200)].entries()) {
    sockets.open(dial, () => undefined)
    sockets.hangUp(dial, 4003, reason)
  }
  const reasons = manual.sockets.map(socket => socket.abandoned()?.reason ?? '')
  expect(reasons[0]).toBe('short')
  expect(new TextEncoder().encode(reasons[1]).length).toBeLessThanOrEqual(123)
})

test('[BACK1] a socket that throws when written to or hung up is reported, and the client goes on', () => {
  const { world } = createManualWorld()
  const errors: unknown[] = []
  const throwing = () => {
    throw new Error('boom')
  }
  const broken = { ...world, openSocket: () => ({ send: throwing, abandon: throwing, bufferedBytes: () => 0 }) }
  const sockets = createSockets({ world: broken, url: '/rs', shouldReconnect: () => true, report: error => errors.push(error) })
  sockets.open(1, () => undefined)
  sockets.send(1, { type: 'ping', id: 1 })
  sockets.hangUp(1, 1000, 'bye')
  sockets.send(1, { type: 'ping', id: 2 })
  expect(errors).toHaveLength(2)
})
