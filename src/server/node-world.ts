// The server's world on Node: the one place of this half that reads the clock, rolls the die and sets a timer.
import type { ServerWorld } from './world.ts'

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-'
const ID_LENGTH = 21
/** Node runs a timer with a longer delay at once. */
const LONGEST_MS = 2 ** 31 - 1

export function nodeWorld(): ServerWorld {
  let latest = 0

  // The clock of the machine may be set back; time here never is (LIFE3).
  function now(): number {
    latest = Math.max(latest, Date.now())
    return latest
  }

  function at(instant: number, run: () => void): () => void {
    let timer = arm()
    function arm(): NodeJS.Timeout {
      const delay = Math.max(0, instant - now())
      const next = delay > LONGEST_MS ? () => (timer = arm()) : run
      return setTimeout(next, Math.min(delay, LONGEST_MS)).unref()
    }
    return () => clearTimeout(timer)
  }

  return { now, at, roll: () => Math.random(), id }
}

function id(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(ID_LENGTH))
  return Array.from(bytes, byte => LETTERS[byte % LETTERS.length]).join('')
}
