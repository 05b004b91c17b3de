// The record of one send: text on the way in, and on the way out checked as a frame is.
import type { Outcome } from '../../core/model.ts'
import type { Entry, Passage } from '../../core/outbox.ts'
import { type Decoder, id, int, name, nullable, number, object, oneOf, Refusal, text } from '../../protocol/check.ts'
import { decode } from '../../protocol/codec-text.ts'
import { json, reasonedError } from '../../protocol/codec-values.ts'
import * as WIRE from '../../protocol/limits.ts'
import type { Json, ReasonedError } from '../../protocol/values.ts'
import * as KEEPING from './limits.ts'

/** A send as it was found, of whichever page. */
export interface EntryRecord {
  /** The page it belongs to while that lives. */
  readonly owner: string
  /** Its place among sends of the same instant. */
  readonly place: number
  readonly entry: Entry
}

interface Written {
  readonly v: 1
  readonly owner: string
  readonly place: number
  readonly id: string
  readonly op: string
  readonly data: Json
  readonly bytes: number
  readonly sentAt: number
  readonly expiresAt: number
  readonly user: string
  readonly at: 'queued' | 'written' | Ended
  /** Under which epoch it was first written (SEND6). */
  readonly epoch: string | null
  readonly error: ReasonedError | null
}

type Ended = Exclude<Outcome['outcome'], 'accepted'>

/** null: of nobody yet, so that nobody may find it. */
export function textOfEntry({ owner, place, entry }: EntryRecord): string | null {
  const { passage, user, ...rest } = entry
  if (user === null) return null
  const at = passage.at === 'ended' ? passage.outcome.outcome : passage.at
  const epoch = passage.at === 'queued' ? null : passage.epoch
  const error = passage.at === 'ended' && passage.outcome.outcome === 'rejected' ? passage.outcome.error : null
  const written: Written = { v: 1, owner, place, ...rest, user, at, epoch, error }
  return JSON.stringify(written)
}

const written: Decoder<Written> = object<Written>({
  v: oneOf(1),
  owner: id,
  place: int,
  id,
  op: name,
  data: json,
  bytes: int,
  sentAt: number,
  expiresAt: number,
  user: text(WIRE.userLength, 1),
  at: oneOf('queued', 'written', 'rejected', 'expired', 'cancelled', 'unconfirmed'),
  epoch: nullable(id),
  error: nullable(reasonedError),
})

/** The send in this text, or what is wrong with it. */
export function entryIn(found: unknown): EntryRecord | Refusal {
  if (typeof found !== 'string') return new Refusal('is no text')
  const read = decode(found, { bytes: KEEPING.entryBytes, depth: WIRE.upDepth }, written)
  if ('type' in read) return new Refusal(read.message)
  const { v: _, owner, place, at, epoch, error, ...rest } = read
  const passage = passageOf({ at, epoch, error })
  return passage === null ? new Refusal('is rejected without a reason') : { owner, place, entry: { ...rest, passage } }
}

/** What may have run counts as written to a socket that is gone (SEND1). */
function passageOf({ at, epoch, error }: Pick<Written, 'at' | 'epoch' | 'error'>): Passage | null {
  switch (at) {
    case 'queued':
      return { at }
    case 'written':
      return { at, firstDial: 0, dial: 0, writtenAt: 0, epoch, mayHaveRun: true }
    case 'rejected':
      return error === null ? null : { at: 'ended', outcome: { outcome: at, error }, epoch }
    case 'expired':
    case 'cancelled':
    case 'unconfirmed':
      return { at: 'ended', outcome: { outcome: at }, epoch }
  }
}

/** Whether the record of the one says what the record of the other would: which socket it is on is not recorded. */
export function isSameRecord(a: Entry, b: Entry): boolean {
  return a === b || (a.user === b.user && a.expiresAt === b.expiresAt && wordOf(a.passage) === wordOf(b.passage))
}

function wordOf(passage: Passage): string {
  if (passage.at === 'ended') return passage.outcome.outcome
  return passage.at === 'written' ? `written ${passage.epoch}` : passage.at
}

/** True while the record lets another page send it. */
export const maySend = ({ passage }: Entry): boolean => passage.at !== 'ended'
