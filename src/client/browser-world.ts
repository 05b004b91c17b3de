// The world of a browser page: its clock, chance, sockets, paint and hints. It also serves where `window` or `document` is missing.
import type { Hint, SocketHandle, SocketListener, World } from './world.ts'

const LONGEST_TIMER_MS = 2 ** 31 - 1
const PAINT_MS = 50
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-'
const ID_LENGTH = 21

export function browserWorld(): World {
  const now = steadyClock()
  return {
    now,
    roll: () => Math.random(),
    id: randomId,
    wakeAt: oneTimer(now),
    beforePaint,
    openSocket,
    request,
    resolve: resolved,
    hints,
    surroundings: () => ({ online: globalThis.navigator?.onLine ?? true, visible: globalThis.document?.visibilityState !== 'hidden' }),
  }
}

/** The wall clock, so that a sleep is seen; but a clock that is set back goes on from where it was (LIFE3). */
export function steadyClock(): () => number {
  let last = 0
  let ahead = 0
  return () => {
    const wall = Date.now()
    if (wall + ahead < last) ahead = last - wall
    last = wall + ahead
    return last
  }
}

const AT_ONCE = -Infinity

/** A frame moves the deadline on, and there may be thousands a second: a timer that rings too early is kept, and looks again. */
function oneTimer(now: () => number): World['wakeAt'] {
  let timer: ReturnType<typeof setTimeout> | undefined
  let ringsAt = Infinity
  let wanted: { readonly instant: number; readonly wake: () => void } | null = null

  const arm = (instant: number): void => {
    clearTimeout(timer)
    const inMs = Math.min(LONGEST_TIMER_MS, Math.max(0, Math.ceil(instant - now())))
    ringsAt = inMs === 0 ? AT_ONCE : now() + inMs
    timer = setTimeout(ring, inMs)
  }
  const ring = (): void => {
    ringsAt = Infinity
    if (wanted === null) return
    if (now() < wanted.instant) return arm(wanted.instant)
    const { wake } = wanted
    wanted = null
    wake()
  }
  // Nothing is left that would keep a process of Node up.
  const disarm = (): void => {
    clearTimeout(timer)
    ringsAt = Infinity
    wanted = null
  }
  return (instant, wake) => {
    if (instant === null) return disarm()
    wanted = { instant, wake }
    // One that is overdue is as late as a clock that jumped ahead. One that rings at once would never ring if each frame put it off.
    if (instant < ringsAt || (ringsAt <= now() && ringsAt !== AT_ONCE)) arm(instant)
  }
}

export function randomId(): string {
  const bytes = new Uint8Array(ID_LENGTH)
  // An id must be unlike all others, not secret: what has no better dice will do.
  const random = globalThis.crypto?.getRandomValues(bytes) ?? bytes.map(() => Math.random() * 256)
  return Array.from(random, byte => ALPHABET[byte & 63]).join('')
}

function beforePaint(run: () => void): () => void {
  if (globalThis.document?.visibilityState === 'visible' && typeof requestAnimationFrame === 'function') {
    const frame = requestAnimationFrame(run)
    return () => cancelAnimationFrame(frame)
  }
  const timer = setTimeout(run, PAINT_MS)
  return () => clearTimeout(timer)
}

function openSocket(url: string, protocol: string | null, listener: SocketListener): SocketHandle {
  if (typeof WebSocket !== 'function') {
    throw new Error(
      'This runtime has no WebSocket, so nothing can be dialed. Pass a `world` whose openSocket uses one, for example of the package ws.',
    )
  }
  const socket = protocol === null ? new WebSocket(url) : new WebSocket(url, protocol)
  socket.onopen = () => listener.opened()
  socket.onmessage = ({ data }: MessageEvent<unknown>) => (typeof data === 'string' ? listener.frame(data) : listener.unreadable())
  socket.onclose = ({ code, reason }) => listener.closed(code, reason)
  return {
    send: text => (socket.readyState === WebSocket.OPEN ? socket.send(text) : undefined),
    abandon(code, reason) {
      socket.onopen = socket.onmessage = socket.onclose = socket.onerror = null
      // Browsers allow a page 1000 and 3000–4999 only.
      socket.close(code === 1000 || code >= 3000 ? code : 4000, reason)
    },
    bufferedBytes: () => socket.bufferedAmount,
  }
}

/** Another origin is asked without a token: a header of ours would need a preflight that no server of ours answers. */
const request: NonNullable<World['request']> = async (url, { token, signal }) => {
  const { origin } = new URL(url)
  const isOwn = (globalThis.location?.origin ?? origin) === origin
  const headers = isOwn && token !== null ? { authorization: `Bearer ${token}` } : {}
  try {
    return (await fetch(url, { cache: 'no-store', redirect: 'manual', headers, signal })).status
  } catch {
    return null
  }
}

const ABSOLUTE = /^(?:http|ws)s?:/i

// An absolute URL is taken as it is: React Native's `URL` can be read and not changed.
function resolved(url: string): string {
  const base = globalThis.location?.href ?? ''
  const absolute = ABSOLUTE.test(url) || !ABSOLUTE.test(base) ? url : new URL(url, base).href
  if (ABSOLUTE.test(absolute)) return absolute.replace(/^http/i, 'ws').replace(/#.*/, '')
  throw new Error(`The url ${url} is relative, and no web page is here to resolve it against. Pass a whole one, as wss://example.com/rs.`)
}

const WINDOW_HINTS = ['online', 'offline', 'pageshow', 'pagehide'] as const

function hints(listen: (hint: Hint) => void): () => void {
  const { window, document } = globalThis
  const stops = [
    ...WINDOW_HINTS.map(hint => hearing(window, hint, () => listen(hint))),
    hearing(document, 'visibilitychange', () => listen(document.visibilityState === 'visible' ? 'visible' : 'hidden')),
    hearing(document, 'resume', () => listen('resume')),
  ]
  return () => {
    for (const stop of stops) stop()
  }
}

/** Either may be missing, and React Native's window hears nothing. */
function hearing(target: Partial<EventTarget> | undefined, type: string, run: () => void): () => void {
  target?.addEventListener?.(type, run)
  return () => target?.removeEventListener?.(type, run)
}
