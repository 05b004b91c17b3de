import { expect, test, vi } from 'vitest'
import { createHarness, headOf, HEDGING } from '../support/client-harness.ts'

function connected(options: Parameters<typeof createHarness>[0] = {}) {
  const harness = createHarness(options)
  harness.socket.connect()
  harness.greet()
  return harness
}
const boom = () => {
  throw new Error('boom')
}
const isUp = ({ socket }: ReturnType<typeof createHarness>) => socket.store.status().state === 'connected'

test('[TASK4] a listener that throws is reported, and the others still hear, in order', () => {
  const { socket, events } = connected()
  const heard: unknown[] = []
  const errors: string[] = []
  socket.on('error', error => errors.push(error.message))
  socket.on('message', boom)
  socket.on('message', ({ data }) => heard.push(data))
  events([
    { type: 'app.x', data: 1 },
    { type: 'app.x', data: 2 },
  ])
  expect([heard, errors]).toEqual([
    [1, 2],
    ['boom', 'boom'],
  ])
})

test('[TASK4] an error nobody listens to is logged, and an error listener that throws does not call itself', () => {
  const { socket, events, log } = connected()
  socket.on('message', boom)
  events([{ type: 'app.x', data: 1 }])
  expect(log).toContainEqual(expect.objectContaining({ level: 'error', event: 'unhandled-error' }))
  socket.on('error', boom)
  events([{ type: 'app.x', data: 2 }])
  expect(socket.store.status().state).toBe('connected')
})

test('[TASK4] a subscriber that throws neither stops the others nor the connection', () => {
  const harness = connected()
  let woken = 0
  harness.socket.store.subscribe(boom)
  harness.socket.store.subscribe(() => {
    woken += 1
  })
  harness.manual.latest().close(1006)
  expect(woken).toBe(1)
  harness.manual.advance(500)
  harness.greet({ outcome: 'replayed' })
  expect(isUp(harness)).toBe(true)
})

test('[BACK4] a log and a shouldReconnect that throw do not end the connection', () => {
  const error = vi.spyOn(console, 'error').mockImplementation(() => undefined)
  const harness = connected({ log: boom, shouldReconnect: boom })
  harness.manual.latest().close(1006)
  harness.manual.advance(500)
  harness.greet({ outcome: 'replayed' })
  expect(isUp(harness)).toBe(true)
  expect(error).toHaveBeenCalledWith(expect.stringContaining('log-threw'), expect.anything())
  error.mockRestore()
})

test('[BACK4] shouldReconnect may end it, and is told code and reason', () => {
  const closes: unknown[] = []
  const harness = connected({
    shouldReconnect: close => {
      closes.push(close)
      return false
    },
  })
  harness.manual.latest().close(1011, 'broken')
  expect(closes).toEqual([{ code: 1011, reason: 'broken' }])
  expect(harness.socket.store.status()).toMatchObject({ state: 'disconnected', reason: 'gave-up' })
})

test('[BACK1] a world whose sockets cannot be made is one failed attempt after another, never a throw', () => {
  const { manual, socket } = createHarness()
  const broken = createHarness({ world: { ...manual.world, openSocket: boom } })
  const errors: Error[] = []
  broken.socket.on('error', error => errors.push(error))
  broken.socket.connect()
  expect(broken.socket.store.status()).toMatchObject({ state: 'connecting', attempt: 1 })
  expect(errors).toHaveLength(1)
  expect(socket.store.status().state).toBe('idle')
})

test.each([
  ['a binary frame', (harness: ReturnType<typeof createHarness>) => harness.manual.latest().receiveBinary()],
  ['JSON garbage', (harness: ReturnType<typeof createHarness>) => harness.manual.latest().receive('{"type":')],
  [
    'a frame of the wrong shape',
    (harness: ReturnType<typeof createHarness>) => harness.manual.latest().receive({ type: 'events', prev: 'no' }),
  ],
  ['a frame over 1 MB', (harness: ReturnType<typeof createHarness>) => harness.manual.latest().receive(`"${'x'.repeat(1_100_000)}"`)],
])('[BACK5] %s on a live link costs that socket and nothing else', (_, send) => {
  const harness = connected()
  harness.events([{ type: 'app.x', data: 1 }])
  send(harness)
  expect(harness.manual.sockets[0]?.abandoned()).toMatchObject({ code: 4503 })
  harness.manual.advance(10_000)
  expect(harness.manual.sockets).toHaveLength(2)
  harness.manual.latest().open()
  expect(harness.manual.latest().sent[0]).toMatchObject({ cursor: { offset: 1 } })
})

test('[LIFE1] unknown frame types and fields are ignored, and are life', () => {
  const harness = connected()
  harness.manual.latest().receive({ type: 'weather', sun: true })
  harness.manual.latest().receive({ type: 'pong', id: 0, extra: 1 })
  expect(isUp(harness)).toBe(true)
})

test('[BACK5] a plain JSON server is told apart: halted as incompatible, with a reason a browser lets us send', () => {
  const harness = createHarness()
  harness.socket.connect()
  harness.manual.latest().open()
  harness.manual.latest().receive({ type: 'connected', hello: 'there' })
  expect(harness.manual.latest().abandoned()).toMatchObject({ code: 4507 })
  expect(harness.socket.store.status()).toMatchObject({ reason: 'incompatible', error: { retryable: false } })
})

test('[TASK4] onNotification fires once for a task that settles, however often it is told', () => {
  const harness = connected()
  const told: string[] = []
  harness.socket.on('notification', ({ id }) => told.push(id))
  harness.events([{ type: 'task.created', task: { ...headOf('t1'), input: null } }])
  harness.events([{ type: 'task.settled', task: headOf('t1', { rev: 2, status: 'succeeded' }) }])
  harness.manual.latest().close(1006)
  harness.manual.advance(500)
  harness.greet()
  const notification = { offset: 2, time: 1, id: 't1-succeeded', kind: 'task.succeeded', task: 't1' }
  harness.snapshot({ epoch: 'epoch-1', offset: 3, mark: 'm3' }, { notifications: [notification] })
  expect(told).toEqual(['t1-succeeded'])
})

test('[LIFE3] a laptop that slept probes before it dials, and wakes to one dial beside the old socket, not to many', () => {
  const harness = createHarness()
  harness.socket.connect()
  harness.greet({ limits: HEDGING })
  harness.manual.advance(15_000)
  harness.manual.sleep(8 * 3_600_000)
  expect(harness.manual.latest().abandoned()).toBeNull()
  expect(harness.manual.latest().sent.at(-1)).toMatchObject({ type: 'ping' })
  harness.manual.advance(2_500)
  expect(harness.manual.sockets).toHaveLength(2)
  harness.greet({ outcome: 'replayed', reason: undefined, limits: HEDGING })
  expect(harness.manual.sockets.map(socket => socket.abandoned()?.code)).toEqual([4007, undefined])
  harness.manual.advance(10_000)
  expect(harness.manual.sockets).toHaveLength(2)
})

test('[LIFE3] a hidden tab whose timers are throttled keeps its link: a pong in time was heard in time', () => {
  const harness = connected()
  harness.manual.hint('hidden')
  for (let minute = 0; minute < 10; minute += 1) {
    harness.manual.sleep(60_000)
    const ping = harness.manual.latest().sent.findLast(frame => frame['type'] === 'ping')
    harness.manual.latest().receive({ type: 'pong', id: ping?.['id'] })
  }
  expect(harness.manual.sockets).toHaveLength(1)
  expect(isUp(harness)).toBe(true)
})
