// One SQLite file as a keeper of rows: durable when a step returns, shared with other processes (STORE2).
import { DatabaseSync } from 'node:sqlite'
import type { Backend, Records } from '../log/records.ts'
import { sqliteCommands } from './commands.ts'
import { openIncarnation } from './incarnation.ts'
import type { Incarnation } from './incarnation.ts'
import { SQLITE } from './limits.ts'
import { sqliteLogs } from './logs.ts'
import { migrate } from './schema.ts'
import { NO_STAMP, openStamp } from './stamp.ts'
import { sqliteTasks } from './tasks.ts'

export interface SqliteBackend extends Backend {
  readonly database: DatabaseSync
  /** The incarnation, after a look whether the file was put back under our hands. */
  readonly incarnation: () => string
}

/** `id` makes a random one for a file that is new, or was put back. */
export function openBackend(path: string, id: () => string): SqliteBackend {
  const database = openDatabase(path)
  const incarnation = incarnationOf(database, path, id)
  const records: Records = { ...sqliteLogs(database, incarnation.name), ...sqliteTasks(database), ...sqliteCommands(database) }

  function transact<T>(work: (known: Records) => T): T {
    const answer = within(database, 'IMMEDIATE', () => incarnation.step(() => work(records)))
    incarnation.committed()
    return answer
  }

  return {
    database,
    incarnation() {
      if (incarnation.isBehind()) transact(() => {})
      return incarnation.name()
    },
    transact: async work => transact(work),
    view: async work => within(database, 'DEFERRED', () => work(records)),
    async close() {
      database.close()
      incarnation.close()
    },
  }
}

function openDatabase(path: string): DatabaseSync {
  const database = new DatabaseSync(path, { timeout: SQLITE.busyMs, enableForeignKeyConstraints: true })
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;')
  migrate(database)
  return database
}

function incarnationOf(database: DatabaseSync, path: string, id: () => string): Incarnation {
  const stamp = path === ':memory:' || path === '' ? NO_STAMP : openStamp(path)
  return within(database, 'IMMEDIATE', () => openIncarnation({ database, stamp, id }))
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
