// The one writer of a connection: from its position in the log it serves replay, live events and snapshots alike (LOG5, SNAP2, GAP3).
//   resting ── wanted, window open ──► reading ── entries ──► resting
//                                         └─ gap · too far behind ──► snapshotting ──► delivering ── last part ──► resting
import * as WIRE from '../../protocol/limits.ts'
import type { Cursor } from '../../protocol/values.ts'
import { BOUNDS, TIMES } from '../limits.ts'
import type { Reading, StoreSnapshot } from '../store.ts'
import { type Batch, packed } from './coalesce.ts'
import type { Moment } from './events.ts'
import { fits, isOpen, shut, withPushed } from './flow.ts'
import { type Frame, frameOf } from './frame.ts'
import { type Part, partsOf } from './snapshot-parts.ts'
import { type In, type Step, serving, stay, whileServing } from './state.ts'

export interface Writer {
  /** Everything up to here was sent on this socket, or is what the client said it has. */
  readonly position: Cursor
  readonly work: Work
  /** The log may hold more than the last look showed. */
  readonly wanted: boolean
  /** The position is that of a snapshot, and no reading has proved it yet. */
  readonly isFresh: boolean
  /** The client was told `live` since it last fell behind. */
  readonly toldLive: boolean
  /** What was ahead when this lap began, and how many bytes it has taken so far. A reader that keeps pace runs many short laps. */
  readonly lap: { readonly until: number; readonly bytes: number }
  /** When the position is compared with the log though no hint came. */
  readonly checkAt: number
  /** Failures of the store in a row. */
  readonly failures: number
}

export type Work = { readonly name: 'resting' | 'reading' | 'snapshotting' } | Delivery

export interface Delivery {
  readonly name: 'delivering'
  readonly cursor: Cursor
  readonly seen: number
  readonly parts: readonly Part[]
  /** Parts sent so far. */
  readonly sent: number
}

const RESTING: Work = { name: 'resting' }
const NO_LAP: Writer['lap'] = { until: -1, bytes: 0 }

export function writerAt(position: Cursor, now: number): Writer {
  const checkAt = now + TIMES.checkMs
  return { position, work: RESTING, wanted: false, isFresh: false, toldLive: false, lap: NO_LAP, checkAt, failures: 0 }
}

const withWriter = (state: In<'serving'>, change: Partial<Writer>): In<'serving'> =>
  serving(state, { writer: { ...state.phase.writer, ...change } })

/** Goes on with whatever is due, if the window lets it. */
export function advance(state: In<'serving'>, moment: Moment): Step {
  const { writer, flow, user } = state.phase
  if (!isOpen(flow)) return stay(state)
  if (writer.work.name === 'delivering') return deliver(state, writer.work, moment)
  if (writer.work.name !== 'resting' || !writer.wanted) return stay(state)
  const next = withWriter(state, { work: { name: 'reading' }, wanted: false, checkAt: moment.now + TIMES.checkMs })
  return [next, [{ type: 'read-store', user, after: writer.position }]]
}

export const woken = (state: In<'serving'>): In<'serving'> => withWriter(state, { wanted: true })

/** Looks sooner than a check would, but not at once: a store in trouble must not be hammered by every connection. */
export function storeFailed(state: In<'serving'>, now: number): In<'serving'> {
  const { failures } = state.phase.writer
  const waitMs = Math.min(TIMES.checkMs, TIMES.storeRetryMs * 2 ** failures)
  return withWriter(state, { work: RESTING, wanted: false, checkAt: now + waitMs, failures: failures + 1 })
}

/** Entries go out as frames; a gap, or too much to catch up with, becomes a snapshot. */
export function takeReading(state: In<'serving'>, reading: Reading, moment: Moment): Step {
  const { writer } = state.phase
  const { position } = writer
  const lap = position.offset < writer.lap.until ? writer.lap : { until: reading.head.offset, bytes: 0 }
  const isTooFar = reading.head.offset - position.offset > BOUNDS.overflowEntries || lap.bytes > BOUNDS.overflowBytes
  if (reading.outcome === 'gap' || isTooFar) return lostAgain(writer) ? stay(storeFailed(state, moment.now)) : snapshotting(state)
  const { next, head } = reading
  const isWhole = next.offset === head.offset
  const batches = moved(packed(reading.entries, WIRE.downTargetBytes), next, next.offset > position.offset || !writer.toldLive)
  const resting = withWriter(state, { work: RESTING, wanted: writer.wanted || !isWhole, isFresh: false, lap, failures: 0 })
  return pushAll(resting, { batches, isWhole }, moment)
}

/** A snapshot that is out of date as soon as it is out: the next one waits, or a store gone mad would have us send nothing else. */
const lostAgain = ({ isFresh, failures }: Writer): boolean => isFresh && failures === 0

export function snapshotting(state: In<'serving'>): Step {
  return [withWriter(state, { work: { name: 'snapshotting' } }), [{ type: 'read-snapshot', user: state.phase.user }]]
}

export function takeSnapshot(state: In<'serving'>, snapshot: StoreSnapshot, moment: Moment): Step {
  const { cursor, seen } = snapshot
  const parts = partsOf(snapshot, WIRE.downTargetBytes - BOUNDS.partOverheadBytes)
  const work: Delivery = { name: 'delivering', cursor, seen, parts, sent: 0 }
  return deliver(withWriter(state, { work, failures: 0 }), work, moment)
}

/** The last batch reaches as far as the reading did, past trimmed stream entries too. `needed`: a frame is due though nothing is in it. */
function moved(batches: readonly Batch[], { offset, mark }: Cursor, needed: boolean): readonly Batch[] {
  const last = batches.at(-1)
  if (last === undefined) return needed ? [{ offset, mark, list: [] }] : []
  return [...batches.slice(0, -1), { ...last, offset, mark }]
}

interface Replay {
  readonly batches: readonly Batch[]
  readonly isWhole: boolean
}

/** What the window does not take is dropped and read again later, then coalesced with what came meanwhile (SLOW1). */
function pushAll(state: In<'serving'>, { batches, isWhole }: Replay, moment: Moment): Step {
  return batches.reduce<Step>(
    (step, batch, index) => whileServing(step, next => pushBatch(next, batch, { isLive: isWhole && index === batches.length - 1, moment })),
    [state, []],
  )
}

function pushBatch(
  state: In<'serving'>,
  { offset, mark, list }: Batch,
  { isLive, moment }: { readonly isLive: boolean; readonly moment: Moment },
): Step {
  const { writer } = state.phase
  const frame = frameOf({ type: 'events', prev: writer.position.offset, offset, mark, list, ...(isLive ? { live: true as const } : {}) })
  const sent = push(state, { frame, offset, part: null }, moment)
  return whileServing(sent, next => {
    if (!isOpen(next.phase.flow)) return stay(withWriter(next, { wanted: true }))
    const position = { epoch: writer.position.epoch, offset, mark }
    const lap = { ...writer.lap, bytes: writer.lap.bytes + frame.bytes }
    return stay(withWriter(next, { position, lap, toldLive: writer.toldLive || isLive }))
  })
}

interface Outgoing {
  readonly frame: Frame
  readonly offset: number
  readonly part: number | null
}

/** Sends the frame, or shuts the window when it does not fit: then nothing was sent. */
function push(state: In<'serving'>, { frame, offset, part }: Outgoing, moment: Moment): Step {
  const room = { limits: state.limits, moment }
  const { flow } = state.phase
  if (!fits(flow, frame.bytes, room)) return stay(serving(state, { flow: shut(flow, room) }))
  return [serving(state, { flow: withPushed(flow, { offset, part, bytes: frame.bytes }) }), [{ type: 'send', frame }]]
}

/** As many parts as fit; no event goes out before the last (SNAP2). */
function deliver(state: In<'serving'>, work: Delivery, moment: Moment): Step {
  const part = work.parts[work.sent]
  if (part === undefined) return stay(delivered(state, work))
  const { cursor, seen, parts, sent } = work
  const frame = frameOf({ type: 'snapshot', cursor, part: sent + 1, parts: parts.length, ...part, seen })
  const step = push(state, { frame, offset: cursor.offset, part: sent + 1 }, moment)
  return whileServing(step, next => {
    if (!isOpen(next.phase.flow)) return stay(next)
    const rest: Delivery = { ...work, sent: sent + 1 }
    return deliver(withWriter(next, { work: rest }), rest, moment)
  })
}

/** From here the log goes on; `live` is due again (SNAP4). */
const delivered = (state: In<'serving'>, { cursor }: Delivery): In<'serving'> =>
  withWriter(state, { work: RESTING, position: cursor, wanted: true, isFresh: true, toldLive: false, lap: NO_LAP })

/** When the position is to be checked; null while something is under way or the window is shut. */
export function writerDeadline({ phase: { writer, flow } }: In<'serving'>): number | null {
  return writer.work.name === 'resting' && isOpen(flow) ? writer.checkAt : null
}
