import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { browserWorld } from '../../src/client/browser-world.ts'

// The one place that touches the platform is tested against a stubbed platform.
class FakeSocket {
  static readonly OPEN = 1
  static made: FakeSocket[] = []
  onopen: (() => void) | null = null
  onmessage: ((event: { data: unknown }) => void) | null = null
  onclose: ((event: { code: number; reason: string }) => void) | null = null
  onerror: (() => void) | null = null
  readyState = 0
  bufferedAmount = 7
  readonly sent: string[] = []
  closed: readonly [number | undefined, string | undefined] | null = null
  readonly made: readonly unknown[]
  constructor(...made: readonly unknown[]) {
    this.made = made
    FakeSocket.made.push(this)
  }
  send(text: string) {
    this.sent.push(text)
  }
  close(code?: number, reason?: string) {
    this.closed = [code, reason]
  }
}

const page = () => ({ window: new EventTarget(), document: Object.assign(new EventTarget(), { visibilityState: 'visible' }) })

beforeEach(() => {
  FakeSocket.made = []
  vi.useFakeTimers({ now: 1_000_000 })
  vi.stubGlobal('WebSocket', FakeSocket)
})
afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

const listener = () => ({
  opened: vi.fn<() => void>(),
  frame: vi.fn<(text: string) => void>(),
  unreadable: vi.fn<() => void>(),
  closed: vi.fn<(code: number, reason: string) => void>(),
})

test('[LIFE3] a clock that is set back goes on from where it was, and one set forward is followed', () => {
  const world = browserWorld()
  const now = () => world.now()
  const start = now()
  vi.setSystemTime(start - 3_600_000)
  expect(now()).toBe(start)
  vi.setSystemTime(start - 3_600_000 + 500)
  expect(now()).toBe(start + 500)
  vi.setSystemTime(start + 10_000_000)
  expect(now()).toBeGreaterThan(start + 10_000_000)
})

test('[LIFE3] one wake-up at a time, never before its instant, and none after null', () => {
  const world = browserWorld()
  const wakes: number[] = []
  world.wakeAt(world.now() + 100, () => wakes.push(1))
  world.wakeAt(world.now() + 10.4, () => wakes.push(world.now()))
  vi.advanceTimersByTime(1_000)
  expect(wakes).toEqual([1_000_011])
  world.wakeAt(world.now() + 10, () => wakes.push(3))
  world.wakeAt(null, () => wakes.push(4))
  vi.advanceTimersByTime(1_000)
  expect(wakes).toHaveLength(1)
})

test('[LIFE3] a deadline that moves on with every frame arms no timer anew, and is met to the millisecond', () => {
  const world = browserWorld()
  const wakes: number[] = []
  const arming = vi.spyOn(globalThis, 'setTimeout')
  for (let frame = 0; frame < 1_000; frame += 1) {
    world.wakeAt(world.now() + 100, () => wakes.push(world.now()))
    vi.advanceTimersByTime(1)
  }
  vi.advanceTimersByTime(1_000)
  expect(wakes).toEqual([1_001_099])
  expect(arming.mock.calls.length).toBeLessThan(20)
})

test('[LIFE3] what is due already is armed once, and not put off by every frame that comes before it rings', () => {
  const world = browserWorld()
  const wake = vi.fn<() => void>()
  const dueAt = world.now()
  const arming = vi.spyOn(globalThis, 'setTimeout')
  for (let frame = 0; frame < 1_000; frame += 1) {
    vi.setSystemTime(world.now() + 1)
    world.wakeAt(dueAt, wake)
  }
  expect(arming).toHaveBeenCalledOnce()
  vi.advanceTimersByTime(0)
  expect(wake).toHaveBeenCalledOnce()
})

test('[LIFE3] a deadline that comes nearer is met in time, and so is one after the clock jumped ahead', () => {
  const world = browserWorld()
  const wake = vi.fn<() => void>()
  world.wakeAt(world.now() + 10_000, wake)
  world.wakeAt(world.now() + 10, wake)
  vi.advanceTimersByTime(10)
  expect(wake).toHaveBeenCalledOnce()
  world.wakeAt(world.now() + 10_000, wake)
  vi.setSystemTime(world.now() + 3_600_000)
  world.wakeAt(world.now() + 5, wake)
  vi.advanceTimersByTime(5)
  expect(wake).toHaveBeenCalledTimes(2)
})

test('[LIFE3] an instant beyond the longest timer wakes early rather than at once, and one in the past at once', () => {
  const world = browserWorld()
  const wake = vi.fn<() => void>()
  world.wakeAt(world.now() + 2 ** 40, wake)
  vi.advanceTimersByTime(1_000_000)
  expect(wake).not.toHaveBeenCalled()
  world.wakeAt(world.now() - 5, wake)
  vi.advanceTimersByTime(0)
  expect(wake).toHaveBeenCalledOnce()
})

test("[BACK1] an id is 21 characters of the wire's alphabet, a roll is in [0, 1)", () => {
  const world = browserWorld()
  expect(world.id()).toMatch(/^[A-Za-z0-9_-]{21}$/)
  expect(world.id()).not.toBe(world.id())
  expect(world.roll()).toBeLessThan(1)
})

test('[BACK1] a socket reports what happens to it, text apart from what is not text', () => {
  const heard = listener()
  const handle = browserWorld().openSocket('ws://x/rs', 'resilient-socket.v1', heard)
  const [socket] = FakeSocket.made
  expect(socket?.made).toEqual(['ws://x/rs', 'resilient-socket.v1'])
  handle.send('too early')
  expect(socket?.sent).toEqual([])
  if (socket !== undefined) socket.readyState = FakeSocket.OPEN
  handle.send('hello')
  socket?.onopen?.()
  socket?.onmessage?.({ data: 'text' })
  socket?.onmessage?.({ data: new ArrayBuffer(1) })
  socket?.onclose?.({ code: 1006, reason: 'gone' })
  expect([socket?.sent, heard.opened.mock.calls.length, heard.unreadable.mock.calls.length]).toEqual([['hello'], 1, 1])
  expect([heard.frame.mock.calls, heard.closed.mock.calls, handle.bufferedBytes()]).toEqual([[['text']], [[1006, 'gone']], 7])
})

test('[LIFE1] an abandoned socket is silent from then on, and is closed with a code that a page may use', () => {
  const codeFor = (code: number) => {
    browserWorld().openSocket('ws://x/rs', null, listener()).abandon(code, 'why')
    const socket = FakeSocket.made.at(-1)
    expect([socket?.onopen, socket?.onmessage, socket?.onclose, socket?.onerror]).toEqual([null, null, null, null])
    return socket?.closed?.[0]
  }
  expect([1000, 4001, 3003, 1006, 1009].map(codeFor)).toEqual([1000, 4001, 3003, 4000, 4000])
})

test('[BACK1] without a WebSocket the error says what to do', () => {
  vi.stubGlobal('WebSocket', undefined)
  expect(() => browserWorld().openSocket('ws://x/rs', null, listener())).toThrow('Pass a `world`')
})

test('[AUTH4] a URL is resolved against the page, http becomes ws, and the hash goes', () => {
  vi.stubGlobal('location', { href: 'https://app.test/a/b?c' })
  const world = browserWorld()
  expect(['/rs', 'rs#x', 'http://other.test/rs', 'ws://other.test/'].map(url => world.resolve(url))).toEqual([
    'wss://app.test/rs',
    'wss://app.test/a/rs',
    'ws://other.test/rs',
    'ws://other.test/',
  ])
})

test('[LIFE3] hints come from window and document until they are let go', () => {
  const { window, document } = page()
  vi.stubGlobal('window', window)
  vi.stubGlobal('document', document)
  const heard: string[] = []
  const stop = browserWorld().hints(hint => heard.push(hint))
  for (const type of ['online', 'offline', 'pageshow', 'pagehide']) window.dispatchEvent(new Event(type))
  document.dispatchEvent(new Event('resume'))
  document.dispatchEvent(new Event('visibilitychange'))
  document.visibilityState = 'hidden'
  document.dispatchEvent(new Event('visibilitychange'))
  stop()
  window.dispatchEvent(new Event('online'))
  document.dispatchEvent(new Event('resume'))
  expect(heard).toEqual(['online', 'offline', 'pageshow', 'pagehide', 'resume', 'visible', 'hidden'])
})

test('[LIFE3] where there is no page there are no hints, and it is online and visible', () => {
  const world = browserWorld()
  world.hints(() => undefined)()
  expect(world.surroundings()).toEqual({ online: true, visible: true })
})

test('[SLOW1] a visible page flushes before its paint, a hidden one within 50 ms, and both can be called off', () => {
  const { document } = page()
  const frames: (() => void)[] = []
  const cancelled: unknown[] = []
  vi.stubGlobal('document', document)
  vi.stubGlobal('requestAnimationFrame', (run: () => void) => frames.push(run))
  vi.stubGlobal('cancelAnimationFrame', (frame: unknown) => cancelled.push(frame))
  const run = vi.fn<() => void>()
  browserWorld().beforePaint(run)()
  expect([frames.length, cancelled]).toEqual([1, [1]])
  document.visibilityState = 'hidden'
  browserWorld().beforePaint(run)
  vi.advanceTimersByTime(50)
  expect(run).toHaveBeenCalledOnce()
  browserWorld().beforePaint(run)()
  vi.advanceTimersByTime(50)
  expect(run).toHaveBeenCalledOnce()
})

test('[BACK6] the probe is one GET without cache or redirect; the token goes in a header, and only to the page’s own origin', async () => {
  const asked: (readonly [string, RequestInit])[] = []
  vi.stubGlobal('fetch', (url: string, init: RequestInit) => {
    asked.push([url, init])
    return Promise.resolve(new Response('{}', { status: 426 }))
  })
  vi.stubGlobal('location', { origin: 'https://app.test' })
  const { signal } = new AbortController()
  const ask = (url: string, token: string | null) => browserWorld().request?.(url, { token, signal })
  expect([await ask('https://app.test/rs', 'secret'), await ask('https://rs.test/rs', 'secret')]).toEqual([426, 426])
  expect(asked[0]).toEqual([
    'https://app.test/rs',
    { cache: 'no-store', redirect: 'manual', headers: { authorization: 'Bearer secret' }, signal },
  ])
  expect(asked[1]?.[1].headers).toEqual({})
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('failed to fetch')))
  expect(await ask('https://app.test/rs', null)).toBeNull()
})
