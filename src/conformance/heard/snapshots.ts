// Rules of snapshots, over all that was heard: parts in order and of bounded size, active tasks first, streams whole.
import type { SnapshotFrame } from '../../protocol/frames.ts'
import * as WIRE from '../../protocol/limits.ts'
import { isSettled } from '../../protocol/notice.ts'
import type { StreamPiece, WireTask } from '../../protocol/values.ts'
import { readingsOf, toldTo } from '../reader.ts'
import type { Observed } from '../rule.ts'
import type { Transcript } from '../transcript.ts'
import { type Finding, finding, judged } from './judge.ts'

export const SNAPSHOT_RULES: readonly Observed[] = [
  {
    id: 'SNAP2',
    name: 'parts',
    says: 'The parts of a snapshot come from 1 to the last, of one cursor, and no event goes out between them',
    judge: transcripts => judged(partsInOrder(transcripts)),
  },
  {
    id: 'SNAP2',
    name: 'first',
    says: 'A reader without a proved cursor is told no event before its snapshot',
    judge: transcripts => judged(firstWords(transcripts)),
  },
  {
    id: 'SNAP3',
    name: 'size',
    says: 'A part has at most 64 kB, unless it holds one value alone',
    judge: transcripts => judged(sizes(transcripts)),
  },
  {
    id: 'SNAP3',
    name: 'active-first',
    says: 'A snapshot names its active tasks before those that have ended',
    judge: transcripts => judged(orders(transcripts)),
  },
  {
    id: 'SNAP1',
    name: 'streams',
    says: 'A snapshot holds the streams of its tasks whole, from their beginning to the lengths that the heads state',
    judge: transcripts => judged(streams(transcripts)),
  },
]

function* partsInOrder(transcripts: readonly Transcript[]): Iterable<Finding> {
  for (const { frame, staged } of transcripts.flatMap(readingsOf)) {
    const last = staged.at(-1)
    if (frame.type === 'events') yield finding(last === undefined, nextPart(last), 'an events frame')
    if (frame.type !== 'snapshot') continue
    const fits = last === undefined ? frame.part === 1 : follows(frame, last)
    yield finding(fits, nextPart(last), `part ${frame.part} of ${frame.parts} at ${frame.cursor.offset}`)
  }
}

const follows = ({ part, parts, cursor }: SnapshotFrame, last: SnapshotFrame): boolean =>
  part === last.part + 1 && parts === last.parts && cursor.offset === last.cursor.offset && cursor.mark === last.cursor.mark

const nextPart = (last: SnapshotFrame | undefined): string =>
  last === undefined ? 'part 1 of a snapshot' : `part ${last.part + 1} of ${last.parts} at ${last.cursor.offset}`

function* firstWords(transcripts: readonly Transcript[]): Iterable<Finding> {
  for (const { frame, offset, staged } of transcripts.flatMap(readingsOf)) {
    if (frame.type !== 'events' && frame.type !== 'snapshot') continue
    const tooEarly = frame.type === 'events' && offset === null && staged.length === 0
    yield finding(!tooEarly, 'a snapshot first', 'an events frame')
  }
}

function* sizes(transcripts: readonly Transcript[]): Iterable<Finding> {
  for (const { entries } of transcripts) {
    for (const entry of entries) {
      if (entry.kind !== 'heard' || entry.frame.type !== 'snapshot') continue
      const { tasks, pieces, notifications } = entry.frame
      const values = tasks.length + pieces.length + notifications.length
      const came = `a part of ${entry.bytes} bytes with ${values} values`
      yield finding(entry.bytes <= WIRE.downTargetBytes || values <= 1, `at most ${WIRE.downTargetBytes} bytes, or one value`, came)
    }
  }
}

interface Whole {
  readonly tasks: readonly WireTask[]
  readonly pieces: readonly StreamPiece[]
}

function wholesIn(transcripts: readonly Transcript[]): readonly Whole[] {
  return transcripts.flatMap(toldTo).flatMap(told => {
    if (told.kind !== 'snapshot') return []
    return [{ tasks: told.parts.flatMap(part => part.tasks), pieces: told.parts.flatMap(part => part.pieces) }]
  })
}

function* orders(transcripts: readonly Transcript[]): Iterable<Finding> {
  for (const { tasks } of wholesIn(transcripts)) {
    const settled = tasks.findIndex(task => isSettled(task.status))
    const active = tasks.findLastIndex(task => !isSettled(task.status))
    if (settled === -1 || active === -1) continue
    yield finding(
      active < settled,
      'active tasks first',
      `task ${active + 1} of ${tasks.length} is active, and task ${settled + 1} has ended`,
    )
  }
}

function* streams(transcripts: readonly Transcript[]): Iterable<Finding> {
  for (const { tasks, pieces } of wholesIn(transcripts)) {
    for (const { id, lengths } of tasks) {
      for (const [name, length] of Object.entries(lengths)) {
        const held = lengthHeld(pieces.filter(piece => piece.id === id && piece.name === name))
        yield finding(held === length, `${length} of the stream ${name}`, `${held} of it`)
      }
    }
  }
}

/** How far pieces reach without a hole. */
const lengthHeld = (pieces: readonly StreamPiece[]): number =>
  pieces.reduce((length, { at, chunk }) => (at === length ? length + chunk.length : length), 0)
