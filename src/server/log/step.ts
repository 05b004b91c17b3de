// One atomic step over rows: it saves what a rule decided, appends its events to the user's log, and remembers whom to wake.
import { noticeOf } from '../../protocol/notice.ts'
import type { Cursor, Item, LogEvent } from '../../protocol/values.ts'
import type { Retention, StoreWorld } from '../store.ts'
import { cursorOf, logIn } from './cursor-rules.ts'
import type { Log } from './cursor-rules.ts'
import { readable } from './readable.ts'
import type { Records } from './records.ts'
import type { EntryRow, LogRow, TaskChange } from './rows.ts'

export interface StepContext {
  readonly world: StoreWorld
  readonly retention: Retention
}

export interface Woken {
  readonly users: Set<string>
  /** Reasons why a worker should look: queued work, a cancel, an answer. */
  readonly work: Set<string>
}

export interface Step {
  readonly records: Records
  readonly now: number
  readonly incarnation: string
  readonly woken: Woken
  /** A random id of `[A-Za-z0-9_-]`. */
  id(): string
  log(user: string): Log
  saveLog(user: string, row: LogRow): void
  append(user: string, events: readonly LogEvent[]): Cursor
  /** The rows of a change and its events stand or fall together. */
  commit(change: TaskChange): Cursor
}

interface Written {
  readonly entry: EntryRow
  readonly item: Item
}

export function stepOver(records: Records, { world, retention }: StepContext): Step {
  const now = world.now()
  const incarnation = records.incarnation()
  const woken: Woken = { users: new Set(), work: new Set() }
  const log = (user: string): Log => logIn(records.log(user), incarnation)

  function saveLog(user: string, row: LogRow): void {
    records.saveLog(user, row)
    woken.users.add(user)
  }

  // Everything that may refuse comes before the first write: a keeper without rollback then has nothing to undo.
  function prepare(user: string, events: readonly LogEvent[]): readonly Written[] {
    const { offset } = log(user)
    return events.map((event, index) => entryOf({ offset: offset + 1 + index, time: now, event }, world.id().slice(-8)))
  }

  function write(user: string, written: readonly Written[]): Cursor {
    const before = log(user)
    const last = written.at(-1)
    if (last === undefined) return cursorOf(before)
    for (const { entry, item } of written) {
      records.addEntry(user, entry)
      notify(user, item)
    }
    records.trim(user, 'stream', { keep: retention.streamEntries, since: now - retention.streamMs })
    const trimmed = records.trim(user, 'event', { keep: retention.entries, since: now - retention.entriesMs })
    const after = { ...before, offset: last.entry.offset, mark: last.entry.mark, trimmed: Math.max(before.trimmed, trimmed) }
    saveLog(user, after)
    return cursorOf(after)
  }

  function notify(user: string, item: Item): void {
    const notice = noticeOf(item)
    if (notice === null || records.hasNotification(user, notice.id)) return
    records.addNotification(user, { offset: item.offset, id: notice.id, text: JSON.stringify(notice) }, retention.notifications)
  }

  return {
    records,
    now,
    incarnation,
    woken,
    id: () => world.id(),
    log,
    saveLog,
    append: (user, events) => write(user, prepare(user, events)),
    commit(change) {
      const written = prepare(change.row.user, change.events)
      records.save(change)
      return write(change.row.user, written)
    },
  }
}

function entryOf(item: Item, mark: string): Written {
  const { text, bytes } = readable(item)
  const lane = item.event.type === 'task.stream' ? 'stream' : 'event'
  return { item, entry: { offset: item.offset, mark, time: item.time, lane, bytes, event: text } }
}
