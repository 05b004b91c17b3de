// The store contract over SQLite, in a file and in memory.
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll } from 'vitest'
import { sqliteStore } from '../../src/server/sqlite/index.ts'
import { restoreContract } from './store-restore.ts'
import { storeContract } from './store.ts'

const folder = mkdtempSync(join(tmpdir(), 'store-contract-'))
let files = 0
afterAll(() => rmSync(folder, { recursive: true }))

storeContract('sqlite file', options => sqliteStore(join(folder, `${++files}.db`), options))
storeContract('sqlite :memory:', options => sqliteStore(':memory:', options))

restoreContract('sqlite file', world => {
  const path = join(folder, `${++files}.db`)
  const copy = `${path}.copy`
  const open = () => sqliteStore(path, { world })
  let store = open()
  return {
    store,
    backUp() {
      const database = new DatabaseSync(path)
      database.exec(`VACUUM INTO '${copy}'`)
      database.close()
    },
    async restore() {
      await store.close()
      copyFileSync(copy, path)
      return (store = open())
    },
    async restart() {
      await store.close()
      return (store = open())
    },
  }
})
