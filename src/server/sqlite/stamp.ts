// The stamp beside a database file: which incarnation it was, and how many steps it had done, when anyone last wrote to it.
import { closeSync, constants, fsyncSync, openSync, readFileSync, realpathSync, writeSync } from 'node:fs'

export interface Mark {
  readonly incarnation: string
  readonly steps: number
}

export interface Stamp {
  /** null: there was none, or what it says cannot be read. */
  readonly read: () => Mark | null
  readonly write: (mark: Mark) => void
  /** What was written outlives a loss of power. */
  readonly sync: () => void
  readonly close: () => void
}

/** Of the file that `path` leads to, by whatever links. */
export function openStamp(path: string): Stamp {
  const file = openSync(`${realpathSync(path)}-stamp`, constants.O_RDWR | constants.O_CREAT, 0o666)
  return {
    read: () => markIn(readFileSync(file, 'utf8')),
    write: ({ incarnation, steps }) => void writeSync(file, `${incarnation} ${String(steps).padStart(STEPS_LENGTH, '0')}\n`, 0),
    sync: () => fsyncSync(file),
    close: () => closeSync(file),
  }
}

/** A database in memory ends with its process, and is restored by nobody. */
export const NO_STAMP: Stamp = { read: () => null, write: () => {}, sync: () => {}, close: () => {} }

/** A line of one length, so that a new one covers the old. */
const STEPS_LENGTH = 16

function markIn(line: string): Mark | null {
  const [, incarnation, steps] = /^([\w-]+) (\d{16})\n/.exec(line) ?? []
  return incarnation === undefined ? null : { incarnation, steps: Number(steps) }
}
