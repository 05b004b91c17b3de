// Logs and notifications of all users, as rows of SQLite.
import type { DatabaseSync, StatementSync } from 'node:sqlite'
import type { LogRecords } from '../log/records.ts'
import type { EntryRow, LogRow } from '../log/rows.ts'
import { encoded, int, text } from './cells.ts'
import type { Cells } from './cells.ts'

const SAVE_LOG = `INSERT INTO logs VALUES (?, ?, ?, ?, ?, ?)
  ON CONFLICT DO UPDATE SET branch = excluded.branch, offset = excluded.offset, mark = excluded.mark, trimmed = excluded.trimmed, seen = excluded.seen`
const TRIM_NOTIFICATIONS = `DELETE FROM notifications WHERE user = ? AND offset <=
  (SELECT offset FROM notifications WHERE user = ? ORDER BY offset DESC LIMIT 1 OFFSET ?)`

export function sqliteLogs(database: DatabaseSync, incarnation: () => string): LogRecords {
  const log = database.prepare('SELECT * FROM logs WHERE user = ?')
  const saveLog = database.prepare(SAVE_LOG)
  const markAt = database.prepare('SELECT mark FROM entries WHERE user = ? AND offset = ?')
  const addEntry = database.prepare('INSERT INTO entries (user, offset, mark, time, lane, bytes, event) VALUES (?, ?, ?, ?, ?, ?, ?)')
  const entriesAfter = database.prepare('SELECT * FROM entries WHERE user = ? AND offset > ? ORDER BY offset')
  const known = database.prepare('SELECT 1 FROM notifications WHERE user = ? AND id = ?')
  const notify = database.prepare('INSERT INTO notifications VALUES (?, ?, ?, ?)')
  const trimNotifications = database.prepare(TRIM_NOTIFICATIONS)
  const notifications = database.prepare('SELECT text FROM notifications WHERE user = ? ORDER BY offset')
  const trim = trimmer(database)

  return {
    incarnation,
    log(user) {
      const cells = log.get(encoded(user))
      return cells ? logRow(cells) : null
    },
    saveLog: (user, row) => void saveLog.run(encoded(user), row.branch, row.offset, row.mark, row.trimmed, row.seen),
    markAt(user, offset) {
      const cells = markAt.get(encoded(user), offset)
      return cells ? text(cells, 'mark') : null
    },
    addEntry: (user, { offset, mark, time, lane, bytes, event }) =>
      void addEntry.run(encoded(user), offset, mark, time, lane, bytes, event),
    entriesAfter: (user, offset) => entryRows(entriesAfter, encoded(user), offset),
    trim: (user, lane, bounds) => trim(encoded(user), lane, bounds),
    hasNotification: (user, id) => known.get(encoded(user), id) !== undefined,
    addNotification(user, { offset, id, text: said }, keep) {
      notify.run(encoded(user), offset, id, said)
      trimNotifications.run(encoded(user), encoded(user), keep)
    },
    notifications: user => notifications.all(encoded(user)).map(cells => text(cells, 'text')),
  }
}

function logRow(cells: Cells): LogRow {
  return {
    branch: text(cells, 'branch'),
    offset: int(cells, 'offset'),
    mark: text(cells, 'mark'),
    trimmed: int(cells, 'trimmed'),
    seen: int(cells, 'seen'),
  }
}

function* entryRows(statement: StatementSync, user: string, after: number): Iterable<EntryRow> {
  for (const cells of statement.iterate(user, after)) {
    const lane = text(cells, 'lane') === 'stream' ? 'stream' : 'event'
    const { offset, time, bytes } = { offset: int(cells, 'offset'), time: int(cells, 'time'), bytes: int(cells, 'bytes') }
    yield { offset, mark: text(cells, 'mark'), time, lane, bytes, event: text(cells, 'event') }
  }
}

type Trim = (user: string, lane: string, bounds: { readonly keep: number; readonly since: number }) => number

function trimmer(database: DatabaseSync): Trim {
  const beyond = database.prepare('SELECT offset FROM entries WHERE user = ? AND lane = ? ORDER BY offset DESC LIMIT 1 OFFSET ?')
  const oldest = database.prepare('SELECT time FROM entries WHERE user = ? AND lane = ? ORDER BY offset LIMIT 1')
  const stale = database.prepare('SELECT MAX(offset) AS offset FROM entries WHERE user = ? AND lane = ? AND time < ?')
  const drop = database.prepare('DELETE FROM entries WHERE user = ? AND lane = ? AND offset <= ?')
  return (user, lane, { keep, since }) => {
    const tooMany = beyond.get(user, lane, keep)
    const first = oldest.get(user, lane)
    const tooOld = first && int(first, 'time') < since ? stale.get(user, lane, since) : undefined
    const upTo = Math.max(tooMany ? int(tooMany, 'offset') : 0, tooOld ? int(tooOld, 'offset') : 0)
    if (upTo > 0) drop.run(user, lane, upTo)
    return upTo
  }
}
