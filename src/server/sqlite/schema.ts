// The tables, and how a file of an older version becomes one of this version: each entry of MIGRATIONS is one step up.
import type { DatabaseSync } from 'node:sqlite'

const FIRST = `
  CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

  CREATE TABLE logs (
    user TEXT PRIMARY KEY, epoch TEXT NOT NULL, offset INTEGER NOT NULL, mark TEXT NOT NULL, trimmed INTEGER NOT NULL, seen INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE entries (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT, user TEXT NOT NULL, offset INTEGER NOT NULL, mark TEXT NOT NULL, time INTEGER NOT NULL,
    lane TEXT NOT NULL, bytes INTEGER NOT NULL, event TEXT NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX entries_by_offset ON entries (user, offset);
  CREATE INDEX entries_by_lane ON entries (user, lane, offset, time);
  CREATE TABLE notifications (user TEXT NOT NULL, offset INTEGER NOT NULL, id TEXT NOT NULL, text TEXT NOT NULL, PRIMARY KEY (user, offset)) STRICT, WITHOUT ROWID;
  CREATE UNIQUE INDEX notifications_by_id ON notifications (user, id);

  CREATE TABLE tasks (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT, user TEXT NOT NULL, id TEXT NOT NULL, key TEXT NOT NULL, kind TEXT NOT NULL, status TEXT NOT NULL,
    head TEXT NOT NULL, payload_bytes INTEGER NOT NULL, lease TEXT, lease_until INTEGER, answer TEXT, finished_at INTEGER
  ) STRICT;
  CREATE UNIQUE INDEX tasks_by_id ON tasks (user, id);
  CREATE UNIQUE INDEX tasks_by_key ON tasks (user, key);
  CREATE INDEX tasks_in_order ON tasks (user, sequence);
  CREATE INDEX tasks_active ON tasks (user, sequence) WHERE finished_at IS NULL;
  CREATE INDEX tasks_settled ON tasks (user, finished_at, sequence) WHERE finished_at IS NOT NULL;
  CREATE INDEX tasks_old ON tasks (finished_at) WHERE finished_at IS NOT NULL;
  CREATE INDEX tasks_queued ON tasks (sequence, kind) WHERE status = 'queued';
  CREATE INDEX tasks_leased ON tasks (lease_until) WHERE lease_until > 0;
  CREATE TABLE payloads (task INTEGER PRIMARY KEY REFERENCES tasks ON DELETE CASCADE, input TEXT NOT NULL, ending TEXT) STRICT;
  CREATE TABLE streams (
    task INTEGER NOT NULL REFERENCES tasks ON DELETE CASCADE, name TEXT NOT NULL, kind TEXT NOT NULL, length INTEGER NOT NULL,
    bytes INTEGER NOT NULL, done INTEGER NOT NULL, PRIMARY KEY (task, name)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE chunks (
    task INTEGER NOT NULL REFERENCES tasks ON DELETE CASCADE, name TEXT NOT NULL, at INTEGER NOT NULL, text TEXT NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX chunks_in_order ON chunks (task, name, at);

  CREATE TABLE commands (
    user TEXT NOT NULL, id TEXT NOT NULL, state TEXT NOT NULL, until INTEGER NOT NULL, receipt TEXT, at INTEGER NOT NULL, PRIMARY KEY (user, id)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX commands_old ON commands (at);
`

/** What a log's row says is a part of its epoch only: the other is the file's incarnation. */
const SECOND = 'ALTER TABLE logs RENAME COLUMN epoch TO branch'

const MIGRATIONS: readonly string[] = [FIRST, SECOND]

/** Two processes may open a new file at once: the version is read again under the lock. */
export function migrate(database: DatabaseSync): void {
  if (versionOf(database) === MIGRATIONS.length) return
  database.exec('BEGIN IMMEDIATE')
  try {
    climb(database, versionOf(database))
    database.exec('COMMIT')
  } catch (error) {
    database.exec('ROLLBACK')
    throw error
  }
}

function climb(database: DatabaseSync, from: number): void {
  if (from > MIGRATIONS.length) {
    throw new Error(
      `This file was written by a newer version of resilient-socket (schema ${from}; this one knows ${MIGRATIONS.length}). Opening it could lose data. Upgrade the package, or name another file.`,
    )
  }
  for (const migration of MIGRATIONS.slice(from)) database.exec(migration)
  database.exec(`PRAGMA user_version = ${MIGRATIONS.length}`)
}

function versionOf(database: DatabaseSync): number {
  return Number(database.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0)
}
