// Listeners, each guarded: one that throws is reported and the others still hear (eventemitter3 alone stops at the first).
import { EventEmitter } from 'eventemitter3'

/** A method's type, so that a listener of one payload fits where any is named. */
export type Listener = { hear(payload: unknown): void }['hear']

export interface Emitter {
  readonly on: (type: string, listener: Listener) => () => void
  readonly emit: (type: string, payload: unknown) => void
  /** Whether anybody listens: a payload may be dear to make. */
  readonly isHeard: (type: string) => boolean
  /** To the `error` listeners; to `unheard` when there are none, so that no error is silent. */
  readonly report: (error: unknown) => void
  readonly clear: () => void
}

export function createEmitter(unheard: (error: Error) => void): Emitter {
  const events = new EventEmitter<Record<string, (payload: unknown) => void>>()
  // A listener of `error` that throws must not call itself for ever.
  let isReporting = false

  const report = (error: unknown): void => {
    // What is thrown may be anything, even what refuses to be text.
    const problem = error instanceof Error ? error : new Error(typeof error === 'string' ? error : 'no Error', { cause: error })
    if (isReporting || events.listenerCount('error') === 0) return unheard(problem)
    isReporting = true
    try {
      events.emit('error', problem)
    } finally {
      isReporting = false
    }
  }

  const guarded = (listener: Listener) => (payload: unknown) => {
    try {
      listener(payload)
    } catch (error) {
      report(error)
    }
  }

  return {
    on(type, listener) {
      const own = guarded(listener)
      events.on(type, own)
      return () => events.off(type, own)
    },
    emit: (type, payload) => events.emit(type, payload),
    isHeard: type => events.listenerCount(type) > 0,
    report,
    clear: () => events.removeAllListeners(),
  }
}
