// One SQLite file as a keeper of rows: durable when a step returns, shared with other processes (STORE2).
import { DatabaseSync } from 'node:sqlite'
import type { Backend, Records } from '../log/records.ts'
import { text } from './cells.ts'
import { sqliteCommands } from './commands.ts'
import { SQLITE } from './limits.ts'
import { sqliteLogs } from './logs.ts'
import { migrate } from './schema.ts'
import { sqliteTasks } from './tasks.ts'

export interface SqliteBackend extends Backend {
  readonly database: DatabaseSync
}

/** `epoch` is used only for a new file: an old one keeps the epoch it was born with. */
export function openBackend(path: string, epoch: string): SqliteBackend {
  const database = openDatabase(path)
  const records: Records = { ...sqliteLogs(database), ...sqliteTasks(database), ...sqliteCommands(database) }
  return {
    database,
    epoch: within(database, 'IMMEDIATE', () => epochOf(database, epoch)),
    transact: async work => within(database, 'IMMEDIATE', () => work(records)),
    view: async work => within(database, 'DEFERRED', () => work(records)),
    close: async () => database.close(),
  }
}

function openDatabase(path: string): DatabaseSync {
  const database = new DatabaseSync(path, { timeout: SQLITE.busyMs, enableForeignKeyConstraints: true })
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;')
  migrate(database)
  return database
}

function epochOf(database: DatabaseSync, fresh: string): string {
  database.prepare("INSERT INTO meta VALUES ('epoch', ?) ON CONFLICT DO NOTHING").run(fresh)
  return text(database.prepare("SELECT value FROM meta WHERE name = 'epoch'").get() ?? {}, 'value')
}

function within<T>(database: DatabaseSync, mode: 'IMMEDIATE' | 'DEFERRED', work: () => T): T {
  database.exec(`BEGIN ${mode}`)
  try {
    const answer = work()
    database.exec('COMMIT')
    return answer
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK')
    throw error
  }
}
