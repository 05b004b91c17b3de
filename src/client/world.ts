// The client's only door to clock, chance, sockets and the browser. Implementations live in *-world.ts files.
import type { TabsWorld } from './tabs/tabs-world.ts'

/** Something happened around the page. Each is a reason to probe or to dial now, never a verdict. */
export type Hint = 'online' | 'offline' | 'visible' | 'hidden' | 'pageshow' | 'pagehide' | 'resume'

export interface SocketListener {
  opened(): void
  /** `proof`: none for a frame that a dialect made, which is no sign of life of the server. */
  frame(text: string, proof?: 'none'): void
  /** A binary frame, or anything else that is not text. */
  unreadable(): void
  closed(code: number, reason: string): void
}

export interface SocketHandle {
  send(text: string): void
  /** Drops the listener first, then closes: a half-open socket reports its close a minute late. */
  abandon(code: number, reason: string): void
  bufferedBytes(): number
}

export interface World {
  /** Epoch ms that never goes back (LIFE3). */
  now(): number
  /** Uniform in [0, 1). */
  roll(): number
  /** A random id of `[A-Za-z0-9_-]`, 21 long. */
  id(): string
  /** Arms the one wake-up, replacing the one before; null disarms. */
  wakeAt(instant: number | null, wake: () => void): void
  /** Runs once before the next paint, or within 50 ms where nothing paints. Returns a cancel. */
  beforePaint(run: () => void): () => void
  openSocket(url: string, protocol: string | null, listener: SocketListener): SocketHandle
  /**
   * One GET, for the HTTP probe: the status of its answer, 0 where that cannot be read, null where none came. Never from a cache, no redirect followed; the
   * token goes in a header. Where it is missing, why no socket opens stays unknown.
   */
  request?(url: string, how: { readonly token: string | null; readonly signal: AbortSignal }): Promise<number | null>
  /** Resolves a relative URL, and http(s) to ws(s). */
  resolve(url: string): string
  hints(listen: (hint: Hint) => void): () => void
  /** What the hints said last, for the first status. */
  surroundings(): { readonly online: boolean; readonly visible: boolean }
  /** What tabs share, for `tabs: 'share'`; the browser's by default. */
  readonly tabs?: TabsWorld | null
}
