// The store contract over SQLite, in a file and in memory.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { sqliteStore } from '../../src/server/sqlite/index.ts'
import { storeContract } from './store.ts'

const folder = mkdtempSync(join(tmpdir(), 'store-contract-'))
let files = 0
afterAll(() => rmSync(folder, { recursive: true }))

storeContract('sqlite file', options => sqliteStore(join(folder, `${++files}.db`), options))
storeContract('sqlite :memory:', options => sqliteStore(':memory:', options))
