// Writes one change of one task: only the rows that the change touches.
import type { DatabaseSync } from 'node:sqlite'
import type { ChunkRow, TaskChange, TaskRow } from '../log/rows.ts'
import { encoded } from './cells.ts'

const INSERT = `INSERT INTO tasks (user, id, key, kind, status, head, payload_bytes, lease, lease_until, answer, finished_at)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
const UPDATE = `UPDATE tasks SET status = ?, head = ?, payload_bytes = ?, lease = ?, lease_until = ?, answer = ?, finished_at = ? WHERE sequence = ?`
const SAVE_STREAM = `INSERT INTO streams VALUES (?, ?, ?, ?, ?, ?)
  ON CONFLICT DO UPDATE SET length = excluded.length, bytes = excluded.bytes, done = excluded.done`

export function taskSaver(database: DatabaseSync): (change: TaskChange) => void {
  const insert = database.prepare(INSERT)
  const insertPayload = database.prepare('INSERT INTO payloads (task, input) VALUES (?, ?)')
  const update = database.prepare(UPDATE)
  const end = database.prepare('UPDATE payloads SET ending = ? WHERE task = ?')
  const saveStream = database.prepare(SAVE_STREAM)
  const addChunk = database.prepare('INSERT INTO chunks VALUES (?, ?, ?, ?)')
  const dropChunks = database.prepare('DELETE FROM chunks WHERE task = ?')
  const dropStreams = database.prepare('DELETE FROM streams WHERE task = ?')

  function add({ row, input = 'null' }: TaskChange): void {
    const { id, key, kind } = row.head
    const { lastInsertRowid } = insert.run(encoded(row.user), id, key, encoded(kind), ...stateOf(row))
    insertPayload.run(lastInsertRowid, input)
  }

  function addTo({ order, streams }: TaskRow, { name, at, text }: ChunkRow): void {
    const stream = streams.get(name)
    if (stream) saveStream.run(order, encoded(name), stream.kind, stream.length, stream.bytes, stream.done ? 1 : 0)
    addChunk.run(order, encoded(name), at, text)
  }

  function change({ row, ending, dropsStreams }: TaskChange): void {
    update.run(...stateOf(row), row.order)
    if (ending !== undefined) end.run(ending, row.order)
    if (!dropsStreams) return
    dropChunks.run(row.order)
    dropStreams.run(row.order)
  }

  return saved => {
    if (saved.row.order === 0) add(saved)
    else if (saved.chunk) addTo(saved.row, saved.chunk)
    else change(saved)
  }
}

function stateOf({ head, payloadBytes, lease, answer }: TaskRow): readonly (string | number | null)[] {
  const waiting = answer && JSON.stringify(answer)
  return [head.status, JSON.stringify(head), payloadBytes, lease?.id ?? null, lease?.until ?? null, waiting, head.finishedAt ?? null]
}
