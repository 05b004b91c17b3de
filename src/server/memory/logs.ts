// Logs and notifications of all users, in memory.
import type { LogRecords } from '../log/records.ts'
import type { EntryRow, Lane, LogRow, NotificationRow } from '../log/rows.ts'

interface UserLog {
  row: LogRow | null
  readonly entries: Map<number, EntryRow>
  /** Offsets of each lane, oldest first. */
  readonly lanes: Readonly<Record<Lane, number[]>>
  readonly notifications: NotificationRow[]
}

export function memoryLogs(incarnation: () => string): LogRecords {
  const logs = new Map<string, UserLog>()

  function logOf(user: string): UserLog {
    const known = logs.get(user)
    if (known) return known
    const fresh: UserLog = { row: null, entries: new Map(), lanes: { stream: [], event: [] }, notifications: [] }
    logs.set(user, fresh)
    return fresh
  }

  return {
    incarnation,
    log: user => logs.get(user)?.row ?? null,
    saveLog(user, row) {
      logOf(user).row = row
    },
    markAt: (user, offset) => logs.get(user)?.entries.get(offset)?.mark ?? null,
    addEntry(user, entry) {
      const { entries, lanes } = logOf(user)
      entries.set(entry.offset, entry)
      lanes[entry.lane].push(entry.offset)
    },
    entriesAfter: (user, offset) => entriesAfter(logs.get(user), offset),
    trim: (user, lane, bounds) => trimLane(logOf(user), lane, bounds),
    hasNotification: (user, id) => logs.get(user)?.notifications.some(row => row.id === id) ?? false,
    addNotification(user, row, keep) {
      const { notifications } = logOf(user)
      notifications.push(row)
      if (notifications.length > keep) notifications.splice(0, notifications.length - keep)
    },
    notifications: user => logs.get(user)?.notifications.map(row => row.text) ?? [],
  }
}

/** Offsets are dense but for trimmed ones, so a reader near the head looks up only what is new. */
function* entriesAfter(log: UserLog | undefined, after: number): Iterable<EntryRow> {
  if (!log?.row) return
  const oldest = Math.min(log.lanes.stream[0] ?? Infinity, log.lanes.event[0] ?? Infinity)
  for (let offset = Math.max(after + 1, oldest); offset <= log.row.offset; offset++) {
    const entry = log.entries.get(offset)
    if (entry) yield entry
  }
}

function trimLane({ entries, lanes }: UserLog, lane: Lane, { keep, since }: { readonly keep: number; readonly since: number }): number {
  const offsets = lanes[lane]
  let trimmed = 0
  for (let oldest = offsets[0]; oldest !== undefined; oldest = offsets[0]) {
    const time = entries.get(oldest)?.time ?? 0
    if (offsets.length <= keep && time >= since) break
    entries.delete(oldest)
    offsets.shift()
    trimmed = oldest
  }
  return trimmed
}
