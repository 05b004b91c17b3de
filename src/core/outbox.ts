// Commands that wait for their receipt, and the laws by which each settles once, truly (SEND1–SEND7).
import type { Command } from '../protocol/frames.ts'
import * as WIRE from '../protocol/limits.ts'
import type { Json, ReasonedError } from '../protocol/values.ts'
import type { NewCommand } from './events.ts'
import * as BOUNDS from './limits.ts'
import type { Outcome } from './model.ts'
import { fits, full, isBookkeeping, rivalsOf } from './outbox-room.ts'
import type { Settings } from './settings.ts'
import * as TIMES from './times.ts'

/** Where an entry stands. Once `written`, only a receipt or its TTL settles it (SEND1). `mayHaveRun`: a socket took it that closed for another reason than size. */
export type Passage =
  | { readonly at: 'queued' }
  | {
      readonly at: 'written'
      readonly firstDial: number
      readonly dial: number
      readonly writtenAt: number
      readonly epoch: string | null
      readonly mayHaveRun: boolean
    }
  /** `epoch`: of the history in which it may have run; null: it was never written, or without one. */
  | { readonly at: 'ended'; readonly outcome: Exclude<Outcome, { outcome: 'accepted' }>; readonly epoch: string | null }

export interface Entry {
  readonly id: string
  readonly op: string
  readonly data: Json
  readonly bytes: number
  readonly sentAt: number
  readonly expiresAt: number
  /** Written only under this user (AUTH1); null until one is known. */
  readonly user: string | null
  readonly passage: Passage
}

export interface Outbox {
  /** In the order of sending. Ended ones wait for `retry` or `discard`. */
  readonly entries: readonly Entry[]
  /** After 1009 one command at a time, to find the one that is too large (SEND7). */
  readonly pace: 'together' | 'singly'
}

export interface Settlement {
  readonly id: string
  readonly outcome: Outcome
}

export type Settled = readonly [Outbox, readonly Settlement[]]

export const EMPTY_OUTBOX: Outbox = { entries: [], pace: 'together' }

export const isUnsettled = (entry: Entry): boolean => entry.passage.at !== 'ended'
const isQueued = ({ passage }: Entry): boolean => passage.at === 'queued'
const isWritten = ({ passage }: Entry): boolean => passage.at === 'written'
export const entryNamed = ({ entries }: Outbox, id: string): Entry | undefined => entries.find(entry => entry.id === id)
export const unsettled = (outbox: Outbox): readonly Entry[] => outbox.entries.filter(isUnsettled)

const reject = (code: string, message: string): Outcome => ({ outcome: 'rejected', error: { code, message, retryable: false } })

/** Takes a command in, or settles it at once: too large, a duplicate id, or a full outbox under its policy. */
export function enqueued(
  outbox: Outbox,
  command: NewCommand,
  by: { readonly now: number; readonly user: string | null; readonly policy: Settings['outbox'] },
): Settled {
  const entry = { ...entryOf(command, by), passage: pastOf(outbox, command.id) }
  const waiting = unsettled(outbox)
  if (waiting.some(({ id }) => id === command.id)) return [outbox, []]
  const cleared = without(outbox, command.id)
  if (command.bytes > WIRE.upBytes) return ended(cleared, entry, tooLarge(command.bytes))
  if (fits(waiting, entry, by.policy)) return [{ ...cleared, entries: [...cleared.entries, entry] }, []]
  const [oldest] = rivalsOf(waiting, entry).filter(isQueued)
  const canMakeRoom = by.policy.whenFull === 'drop-oldest' && fits(waiting.filter(isWritten), entry, by.policy)
  if (!canMakeRoom || oldest === undefined) return ended(cleared, entry, full(entry.op, by.policy))
  const [lighter, dropped] = settledAs(cleared, oldest, { outcome: 'cancelled' })
  const [next, rest] = enqueued(lighter, command, by)
  return [next, [...dropped, ...rest]]
}

/** One that is sent again under its id though it may have run says still in which history that was: after another one it is not executed (SEND6). */
function pastOf(outbox: Outbox, id: string): Passage {
  const passage = entryNamed(outbox, id)?.passage
  const mayHaveRun = passage?.at === 'ended' && passage.outcome.outcome === 'unconfirmed' && passage.epoch !== null
  return mayHaveRun ? { ...LOST, epoch: passage.epoch } : { at: 'queued' }
}

/** Takes in once more what may have run: as one that was written to a socket that is gone. Without room for it, it stays as it was. */
export function retaken(
  outbox: Outbox,
  entry: Entry,
  { now, policy }: { readonly now: number; readonly policy: Settings['outbox'] },
): Settled {
  if (!fits(unsettled(outbox), entry, policy)) return [outbox, [{ id: entry.id, outcome: { outcome: 'unconfirmed' } }]]
  const again: Entry = { ...entry, sentAt: now, expiresAt: now + Math.min(policy.ttlMs, TIMES.ttlCapMs), passage: LOST }
  return [{ ...outbox, entries: [...without(outbox, entry.id).entries, again] }, []]
}

/** No socket: the user wants it written once more, whoever may have taken it before. */
export const ASKED_AGAIN = -1

const LOST = { at: 'written', firstDial: ASKED_AGAIN, dial: 0, writtenAt: 0, epoch: null, mayHaveRun: true } as const

function entryOf(
  command: NewCommand,
  { now, user, policy }: { readonly now: number; readonly user: string | null; readonly policy: Settings['outbox'] },
): Entry {
  const { id, op, data, bytes } = command
  const ttlMs = Math.min(command.ttlMs ?? policy.ttlMs, TIMES.ttlCapMs)
  return { id, op, data, bytes, sentAt: now, expiresAt: now + ttlMs, user, passage: { at: 'queued' } }
}

export const tooLarge = (bytes: number): Outcome =>
  reject(
    'too-large',
    `The command is ${bytes} bytes and a frame may carry ${WIRE.upBytes}. Send a reference to the data instead of the data.`,
  )

const ended = (outbox: Outbox, entry: Entry, outcome: Outcome): Settled =>
  settledAs({ ...outbox, entries: [...outbox.entries, entry] }, entry, outcome)

/** Settles one entry. Accepted ones leave; of the others the newest 100, up to 1 MB, stay for `retry`. Bookkeeping ops are not worth keeping. */
export function settledAs(outbox: Outbox, entry: Entry, outcome: Outcome): Settled {
  const settlement = { id: entry.id, outcome }
  if (outcome.outcome === 'accepted' || isBookkeeping(entry.op)) return [paced(without(outbox, entry.id)), [settlement]]
  const epoch = entry.passage.at === 'queued' ? null : entry.passage.epoch
  const entries = outbox.entries.map(other =>
    other.id === entry.id ? { ...entry, passage: { at: 'ended' as const, outcome, epoch } } : other,
  )
  return [paced({ ...outbox, entries: trimmed(entries) }), [settlement]]
}

/** With nothing left unsettled, the search for what is too large is over. */
const paced = (outbox: Outbox): Outbox =>
  outbox.pace === 'singly' && unsettled(outbox).length === 0 ? { ...outbox, pace: 'together' } : outbox

export function trimmed(entries: readonly Entry[]): readonly Entry[] {
  let count = 0
  let bytes = 0
  // Newest first; the very newest stays whatever its size, so that its sender sees what became of it.
  const kept = entries.toReversed().filter(entry => {
    if (isUnsettled(entry)) return true
    count += 1
    bytes += entry.bytes
    return count === 1 || (count <= BOUNDS.endedEntries && bytes <= BOUNDS.endedBytes)
  })
  return kept.length === entries.length ? entries : kept.toReversed()
}

export const without = (outbox: Outbox, id: string): Outbox => ({ ...outbox, entries: outbox.entries.filter(entry => entry.id !== id) })

/** Without reading marks: a newer one replaces those unwritten, and offsets of another history mean nothing at all. */
export function withoutMarks(outbox: Outbox, which: 'unwritten' | 'all'): Outbox {
  const entries = outbox.entries.filter(entry => entry.op !== 'notifications.seen' || (which === 'unwritten' && !isQueued(entry)))
  return entries.length === outbox.entries.length ? outbox : { ...outbox, entries }
}

/** Settles every unsettled entry that `judge` gives an outcome. */
export function settledWhere(outbox: Outbox, judge: (entry: Entry) => Outcome | null): Settled {
  let result: Settled = [outbox, []]
  for (const entry of unsettled(outbox)) {
    const outcome = judge(entry)
    if (outcome === null) continue
    const [next, more] = settledAs(result[0], entry, outcome)
    result = [next, [...result[1], ...more]]
  }
  return result
}

/** TTL: unwritten ones expired, written ones are unconfirmed (SEND1). */
export function expired(outbox: Outbox, now: number): Settled {
  return settledWhere(outbox, entry =>
    entry.expiresAt <= now ? { outcome: entry.passage.at === 'queued' ? 'expired' : 'unconfirmed' } : null,
  )
}

export interface Passing {
  readonly dial: number
  readonly now: number
  readonly inFlight: number
  /** Before welcome only built-in ops may go, and only up to the first that may not, so that order is kept (SEND6). */
  readonly welcomed: boolean
  readonly epoch: string | null
}

/** Writes what may go on this socket, in order: commands unsettled, in time, and not yet written to it (SEND2). */
export function passed(outbox: Outbox, passing: Passing): readonly [Outbox, readonly Command[]] {
  const waiting = unsettled(outbox)
  const inFlight = waiting.filter(entry => isOn(entry, passing.dial)).length
  const room = (outbox.pace === 'singly' ? 1 : passing.inFlight) - inFlight
  const ready = waiting.filter(entry => !isOn(entry, passing.dial) && entry.expiresAt > passing.now)
  const barred = passing.welcomed ? -1 : ready.findIndex(({ op }) => op.startsWith('app.'))
  const going = ready.slice(0, Math.max(0, barred < 0 ? room : Math.min(room, barred)))
  if (going.length === 0) return [outbox, []]
  const written = new Map(going.map(entry => [entry.id, { ...entry, passage: writtenOn(entry, outbox, passing) }]))
  const entries = outbox.entries.map(entry => written.get(entry.id) ?? entry)
  return [{ ...outbox, entries }, [...written.values()].map(entry => commandOf(entry, passing.now))]
}

export const isOn = ({ passage }: Entry, dial: number): boolean => passage.at === 'written' && passage.dial === dial

function writtenOn({ passage }: Entry, { pace }: Outbox, { dial, now, epoch }: Passing): Extract<Passage, { at: 'written' }> {
  // No socket closed over size, so the one before took it, even if we left it and it never closed.
  if (passage.at === 'written') return { ...passage, dial, writtenAt: now, mayHaveRun: passage.mayHaveRun || pace === 'together' }
  return { at: 'written', firstDial: dial, dial, writtenAt: now, epoch, mayHaveRun: false }
}

function commandOf(entry: Entry & { readonly passage: { readonly epoch: string | null } }, now: number): Command {
  const { id, op, data, expiresAt, passage } = entry
  const epoch = passage.epoch === null ? {} : { epoch: passage.epoch }
  return { type: 'command', id, op, data, ttlMs: Math.max(0, Math.ceil(expiresAt - now)), ...epoch }
}

export type Answer = { readonly ok: true; readonly data: Json } | { readonly ok: false; readonly error: ReasonedError }

/** A receipt settles its entry. `epoch-changed`, `interrupted` and `handler-timeout` mean that nobody can say whether it ran (SEND5, SEND6). */
export function receipted(outbox: Outbox, id: string, answer: Answer): Settled {
  const entry = entryNamed(outbox, id)
  if (entry === undefined) return [outbox, []]
  // A late receipt still improves the view: an unconfirmed send that was accepted leaves the list.
  if (entry.passage.at === 'ended') return answer.ok ? [without(outbox, id), []] : [outbox, []]
  return settledAs(outbox, entry, outcomeOf(answer))
}

const UNKNOWABLE = new Set(['epoch-changed', 'interrupted', 'handler-timeout'])

function outcomeOf(answer: Answer): Outcome {
  if (answer.ok) return { outcome: 'accepted', data: answer.data }
  return UNKNOWABLE.has(answer.error.code) ? { outcome: 'unconfirmed' } : { outcome: 'rejected', error: answer.error }
}

/** The earliest TTL, or null. */
export function nextExpiry(outbox: Outbox): number | null {
  if (outbox.entries.length === 0) return null
  const instants = unsettled(outbox).map(entry => entry.expiresAt)
  return instants.length === 0 ? null : Math.min(...instants)
}
