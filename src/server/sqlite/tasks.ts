// Tasks of all users, as rows of SQLite. A chunk is a row of its own, so that a long stream is never rewritten (STORE2).
import type { DatabaseSync } from 'node:sqlite'
import type { TaskRecords } from '../log/records.ts'
import type { ChunkRow, StreamRow, TaskChange, TaskRow } from '../log/rows.ts'
import { decoded, encoded, int, intOrNull, text, textOrNull } from './cells.ts'
import type { Cells } from './cells.ts'
import { taskSaver } from './task-saver.ts'

// A user's tasks are few enough to look at one by one, so that a filter needs no index.
const OLDER = `SELECT * FROM tasks WHERE user = :user AND sequence < :before
  AND (:statuses IS NULL OR status IN (SELECT value FROM json_each(:statuses)))
  AND (:conversation IS NULL OR json_extract(head, '$.conversation') = :conversation)
  ORDER BY sequence DESC LIMIT :limit`

export function sqliteTasks(database: DatabaseSync): TaskRecords {
  const byId = database.prepare('SELECT * FROM tasks WHERE user = ? AND id = ?')
  const byKey = database.prepare('SELECT * FROM tasks WHERE user = ? AND key = ?')
  const active = database.prepare('SELECT * FROM tasks WHERE user = ? AND finished_at IS NULL ORDER BY sequence')
  const activeCount = database.prepare('SELECT COUNT(*) AS count FROM tasks WHERE user = ? AND finished_at IS NULL')
  const settled = database.prepare(
    'SELECT * FROM tasks WHERE user = ? AND finished_at IS NOT NULL ORDER BY finished_at DESC, sequence DESC LIMIT ?',
  )
  const older = database.prepare(OLDER)
  const queued = database.prepare(
    "SELECT * FROM tasks WHERE status = 'queued' AND kind IN (SELECT value FROM json_each(?)) ORDER BY sequence LIMIT 1",
  )
  const lapsed = database.prepare('SELECT * FROM tasks WHERE lease_until > 0 AND lease_until <= ? ORDER BY lease_until LIMIT ?')
  const nextLapse = database.prepare('SELECT MIN(lease_until) AS until FROM tasks WHERE lease_until > 0')
  const remove = database.prepare(
    'DELETE FROM tasks WHERE sequence IN (SELECT sequence FROM tasks WHERE finished_at IS NOT NULL AND finished_at < ? LIMIT ?)',
  )
  const payload = database.prepare('SELECT * FROM payloads WHERE task = ?')
  const streams = database.prepare('SELECT * FROM streams WHERE task = ?')
  const chunkAt = database.prepare('SELECT text FROM chunks WHERE task = ? AND name = ? AND at = ?')
  const chunks = database.prepare('SELECT * FROM chunks WHERE task = ? ORDER BY name, at')
  const save: (change: TaskChange) => void = taskSaver(database)

  const rowOf = (cells: Cells): TaskRow => taskRow(cells, streams.all(int(cells, 'sequence')))
  const rowOrNull = (cells: Cells | undefined): TaskRow | null => (cells ? rowOf(cells) : null)

  return {
    task: (user, ref) => rowOrNull('id' in ref ? byId.get(encoded(user), ref.id) : byKey.get(encoded(user), ref.key)),
    payload(row) {
      const cells = payload.get(row.order)
      return cells ? { input: text(cells, 'input'), ending: textOrNull(cells, 'ending') } : { input: 'null', ending: null }
    },
    chunkAt(row, name, at) {
      const cells = chunkAt.get(row.order, encoded(name), at)
      return cells ? text(cells, 'text') : null
    },
    chunks: row => chunks.all(row.order).map(chunkRow),
    save,
    active: user => active.all(encoded(user)).map(rowOf),
    activeCount: user => int(activeCount.get(encoded(user)) ?? {}, 'count'),
    settled: (user, limit) => settled.all(encoded(user), limit).map(rowOf),
    older(user, { before, limit, conversation = null, statuses }) {
      const wanted = statuses === undefined ? null : JSON.stringify(statuses)
      return older.all({ user: encoded(user), before, limit, conversation, statuses: wanted }).map(rowOf)
    },
    oldestQueued: kinds => rowOrNull(queued.get(JSON.stringify(kinds.map(encoded)))),
    lapsed: (now, limit) => lapsed.all(now, limit).map(rowOf),
    nextLapse: () => intOrNull(nextLapse.get() ?? {}, 'until'),
    removeSettled: (since, limit) => void remove.run(since, limit),
  }
}

function taskRow(cells: Cells, streams: readonly Cells[]): TaskRow {
  const lease = textOrNull(cells, 'lease')
  const answer = textOrNull(cells, 'answer')
  return {
    user: decoded(text(cells, 'user')),
    order: int(cells, 'sequence'),
    head: JSON.parse(text(cells, 'head')),
    streams: new Map(streams.map(stream => [decoded(text(stream, 'name')), streamRow(stream)])),
    payloadBytes: int(cells, 'payload_bytes'),
    lease: lease === null ? null : { id: lease, until: intOrNull(cells, 'lease_until') ?? 0 },
    answer: answer === null ? null : JSON.parse(answer),
  }
}

function streamRow(cells: Cells): StreamRow {
  const kind = text(cells, 'kind') === 'list' ? 'list' : 'text'
  return { kind, length: int(cells, 'length'), bytes: int(cells, 'bytes'), done: int(cells, 'done') === 1 }
}

function chunkRow(cells: Cells): ChunkRow {
  return { name: decoded(text(cells, 'name')), at: int(cells, 'at'), text: text(cells, 'text') }
}
