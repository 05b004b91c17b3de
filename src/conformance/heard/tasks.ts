// Rules of tasks and their streams, over all that was heard: heads are numbered, the end is final, chunks follow on each other.
import { isSettled } from '../../protocol/notice.ts'
import type { Head, Item, LogEvent, TaskStatus } from '../../protocol/values.ts'
import { toldTo } from '../reader.ts'
import type { Observed } from '../rule.ts'
import type { Transcript } from '../transcript.ts'
import { type Finding, finding, judged } from './judge.ts'

export const TASK_RULES: readonly Observed[] = [
  {
    id: 'TASK1',
    name: 'rev',
    says: 'The rev of a task grows with each head that the log tells',
    judge: transcripts => judged(revs(transcripts)),
  },
  {
    id: 'TASK1',
    name: 'step',
    says: 'The rev of a task grows by one for each change of its head, and never with a chunk',
    judge: transcripts => judged(steps(transcripts)),
  },
  {
    id: 'TASK2',
    name: 'final',
    says: 'What has ended stays ended: no head and no chunk follows the settled one',
    judge: transcripts => judged(ends(transcripts)),
  },
  {
    id: 'TASK2',
    name: 'settled',
    says: 'task.settled says succeeded, failed or cancelled, and no other event does',
    judge: transcripts => judged(statuses(transcripts)),
  },
  {
    id: 'TASK2',
    name: 'one-end',
    says: 'Wherever a task is told to have ended, in events, snapshots or receipts, it ended in the same way',
    judge: transcripts => judged(endings(transcripts)),
  },
]

/** Heads and chunks of one task, as one page heard them between two snapshots. */
type Life = readonly Item[]

function livesIn(transcripts: readonly Transcript[]): readonly Life[] {
  return transcripts.flatMap(transcript => {
    const lives = new Map<string, Item[]>()
    let lap = 0
    for (const told of toldTo(transcript)) {
      // A snapshot may be newer than its cursor, so what it says of a task is not compared with what follows.
      if (told.kind === 'snapshot') lap += 1
      const task = told.kind === 'item' ? taskOf(told.item.event) : null
      if (told.kind === 'snapshot' || task === null) continue
      const key = `${lap} ${task}`
      lives.set(key, [...(lives.get(key) ?? []), told.item])
    }
    return [...lives.values()]
  })
}

export const headIn = (event: LogEvent): Head | null => ('task' in event && typeof event.task === 'object' ? event.task : null)

function taskOf(event: LogEvent): string | null {
  if (event.type === 'task.stream' && 'id' in event) return event.id
  return headIn(event)?.id ?? null
}

function* revs(transcripts: readonly Transcript[]): Iterable<Finding> {
  for (const life of livesIn(transcripts)) {
    const heads = life.flatMap(({ event }) => headIn(event) ?? [])
    for (const [index, { rev }] of heads.entries()) {
      const before = heads[index - 1]?.rev ?? 0
      yield finding(rev > before, `a rev above ${before}`, `rev ${rev}`)
    }
  }
}

/** Only heads of which every entry between was heard: what a frame merged may have had a rev of its own. */
function* steps(transcripts: readonly Transcript[]): Iterable<Finding> {
  for (const log of logsHeard(transcripts)) {
    const last = new Map<string, { readonly offset: number; readonly rev: number }>()
    for (const { offset, event } of log) {
      const head = headIn(event)
      const before = head === null ? undefined : last.get(head.id)
      if (head === null) continue
      const isWhole = before !== undefined && unheardBetween(log, before.offset, offset) === 0
      if (isWhole)
        yield finding(
          head.rev <= before.rev + 1,
          `rev ${before.rev + 1} after rev ${before.rev}, with chunks alone between`,
          `rev ${head.rev}`,
        )
      last.set(head.id, { offset, rev: head.rev })
    }
  }
}

/** The items of each user's log in each epoch, as all pages together heard them, in order. */
function logsHeard(transcripts: readonly Transcript[]): readonly (readonly Item[])[] {
  const logs = new Map<string, Map<number, Item>>()
  for (const transcript of transcripts) {
    for (const told of toldTo(transcript)) {
      if (told.kind !== 'item') continue
      const key = `${transcript.who} ${told.epoch}`
      logs.set(key, (logs.get(key) ?? new Map<number, Item>()).set(told.item.offset, told.item))
    }
  }
  return [...logs.values()].map(log => [...log.values()].toSorted((left, right) => left.offset - right.offset))
}

function unheardBetween(log: readonly Item[], from: number, to: number): number {
  return to - from - 1 - log.filter(({ offset }) => offset > from && offset < to).length
}

function* ends(transcripts: readonly Transcript[]): Iterable<Finding> {
  for (const life of livesIn(transcripts)) {
    const end = life.findIndex(({ event }) => event.type === 'task.settled')
    const next = life[end + 1]
    if (end !== -1) yield finding(next === undefined, 'nothing more of a task that is settled', next?.event.type ?? '')
  }
}

function* statuses(transcripts: readonly Transcript[]): Iterable<Finding> {
  for (const { event } of livesIn(transcripts).flat()) {
    const head = headIn(event)
    if (head === null) continue
    // A submit whose key was cancelled before is born with its end.
    const fits = isSettled(head.status) === (event.type === 'task.settled') || event.type === 'task.created'
    yield finding(fits, event.type === 'task.settled' ? 'an end' : 'no end', `${event.type} with the status ${head.status}`)
  }
}

function* endings(transcripts: readonly Transcript[]): Iterable<Finding> {
  const ended = new Map<string, TaskStatus>()
  for (const { id, status } of transcripts.flatMap(headsIn)) {
    if (!isSettled(status)) continue
    const known = ended.get(id) ?? status
    yield finding(known === status, known, status)
    ended.set(id, status)
  }
}

function headsIn(transcript: Transcript): readonly Pick<Head, 'id' | 'status'>[] {
  return toldTo(transcript).flatMap(told => {
    if (told.kind === 'snapshot') return told.parts.flatMap(part => part.tasks)
    return headIn(told.item.event) ?? []
  })
}
