// Rules of the log, over all that was heard: frames follow on each other, and every page is told the same.
import { isDeepStrictEqual } from 'node:util'
import type { EventsFrame } from '../../protocol/frames.ts'
import type { Cursor, Item, LogEvent } from '../../protocol/values.ts'
import { readingsOf, type Reading, toldTo, welcomeOf } from '../reader.ts'
import type { Observed } from '../rule.ts'
import type { Frame, Transcript } from '../transcript.ts'
import { type Finding, finding, judged } from './judge.ts'

export const LOG_RULES: readonly Observed[] = [
  {
    id: 'GAP1',
    name: 'chain',
    says: 'Each events frame begins where the reader stands: its prev is not beyond the offset before it',
    judge: transcripts => judged(chains(transcripts)),
  },
  {
    id: 'GAP1',
    name: 'items',
    says: 'The offsets in a frame grow, and lie after its prev and up to its offset',
    judge: transcripts => judged(itemsWithin(transcripts)),
  },
  {
    id: 'GAP3',
    name: 'not-early',
    says: 'live: true comes when the log is told up to the head that the welcome named, not before',
    judge: transcripts => judged(firstLives(transcripts)),
  },
  {
    id: 'LOG1',
    name: 'one-log',
    says: 'What one page of a user is told at an offset, every page is told whose frames cover it',
    judge: transcripts => judged(retellings(transcripts)),
  },
  {
    id: 'LOG1',
    name: 'marks',
    says: 'An entry bears one mark, wherever it is named, and no two entries bear the same',
    judge: transcripts => judged(marks(transcripts)),
  },
]

type EventsReading = Reading & { readonly frame: EventsFrame }

function eventsIn(transcript: Transcript): readonly EventsReading[] {
  return readingsOf(transcript).filter((reading): reading is EventsReading => reading.frame.type === 'events')
}

function* chains(transcripts: readonly Transcript[]): Iterable<Finding> {
  for (const { frame, offset } of transcripts.flatMap(eventsIn)) {
    if (offset === null) continue
    const { prev, list } = frame
    yield finding(prev <= offset, `a frame with a prev of at most ${offset}`, { prev, offset: frame.offset, items: list.length })
  }
}

function* itemsWithin(transcripts: readonly Transcript[]): Iterable<Finding> {
  for (const { frame } of transcripts.flatMap(eventsIn)) {
    const offsets = frame.list.map(item => item.offset)
    const grows = offsets.every((offset, index) => offset > (offsets[index - 1] ?? frame.prev))
    const { prev, offset } = frame
    yield finding(grows && (offsets.at(-1) ?? 0) <= offset, `offsets that grow from ${prev} to at most ${offset}`, offsets)
  }
}

function* firstLives(transcripts: readonly Transcript[]): Iterable<Finding> {
  for (const transcript of transcripts) {
    const welcome = welcomeOf(transcript)
    const live = eventsIn(transcript).find(({ frame }) => frame.live === true)
    if (welcome === null || live === undefined || live.epoch !== welcome.epoch) continue
    const reached = Math.max(live.offset ?? 0, live.frame.offset)
    yield finding(reached >= welcome.head, `live: true at the offset ${welcome.head} or later`, `live: true at ${reached}`)
  }
}

/* one log */

function* retellings(transcripts: readonly Transcript[]): Iterable<Finding> {
  const known = new Map<string, Map<number, Item>>()
  for (const transcript of transcripts) {
    const { who } = transcript
    yield* againstKnown(transcript, epoch => known.get(`${who} ${epoch}`) ?? new Map())
    for (const told of toldTo(transcript)) {
      if (told.kind !== 'item') continue
      const key = `${who} ${told.epoch}`
      known.set(key, (known.get(key) ?? new Map<number, Item>()).set(told.item.offset, told.item))
    }
  }
}

function* againstKnown(transcript: Transcript, logOf: (epoch: string) => ReadonlyMap<number, Item>): Iterable<Finding> {
  for (const { frame, epoch, offset } of eventsIn(transcript)) {
    const after = Math.max(frame.prev, offset ?? -1)
    for (const entry of logOf(epoch).values()) {
      if (entry.offset <= after || entry.offset > frame.offset) continue
      const stands = frame.list.some(item => standsFor(item, entry))
      yield finding(stands, `${entry.event.type} at ${entry.offset}, as another page was told`, frame.list.map(brief))
    }
  }
}

const brief = ({ offset, event }: Item): string => `${event.type} at ${offset}`

/** The same entry, or one that replaced it in the frame. Chunks may be trimmed: the stream rules judge them. */
function standsFor(item: Item, entry: Item): boolean {
  if (entry.event.type === 'task.stream') return true
  if (item.offset === entry.offset) return isDeepStrictEqual(item.event, entry.event)
  return item.offset > entry.offset && replaces(item.event, entry.event)
}

function replaces(later: LogEvent, earlier: LogEvent): boolean {
  if (earlier.type === 'notifications.seen') return later.type === 'notifications.seen'
  return earlier.type === 'task.updated' && taskOf(later) !== null && taskOf(later) === taskOf(earlier)
}

const taskOf = (event: LogEvent): string | null => ('task' in event && typeof event.task === 'object' ? event.task.id : null)

/* marks */

function* marks(transcripts: readonly Transcript[]): Iterable<Finding> {
  const byOffset = new Map<string, string>()
  const byMark = new Map<string, number>()
  for (const transcript of transcripts) {
    for (const { frame, epoch } of readingsOf(transcript)) {
      for (const cursor of cursorsIn(frame, epoch)) {
        const place = `${transcript.who} ${cursor.epoch}`
        const mark = byOffset.get(`${place} ${cursor.offset}`) ?? cursor.mark
        yield finding(mark === cursor.mark, `the mark ${mark} at ${cursor.offset}`, `the mark ${cursor.mark}`)
        const offset = byMark.get(`${place} ${cursor.mark}`) ?? cursor.offset
        yield finding(offset === cursor.offset, `a mark of its own at ${cursor.offset}`, `the mark of ${offset}`)
        byOffset.set(`${place} ${cursor.offset}`, cursor.mark)
        byMark.set(`${place} ${cursor.mark}`, cursor.offset)
      }
    }
  }
}

function cursorsIn(frame: Frame, epoch: string): readonly Cursor[] {
  if (frame.type === 'events') return [{ epoch, offset: frame.offset, mark: frame.mark }]
  if (frame.type === 'snapshot') return [frame.cursor]
  return frame.type === 'receipt' && frame.ok && frame.cursor !== undefined ? [frame.cursor] : []
}
