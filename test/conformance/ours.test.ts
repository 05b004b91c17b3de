// Our own server keeps every rule of the kit, on each store, and none is left untried.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { nodeWorld } from '../../src/conformance/node-world.ts'
import { conform } from '../../src/conformance/run.ts'
import { memoryStore } from '../../src/server/index.ts'
import { sqliteStore } from '../../src/server/sqlite/index.ts'
import type { Store } from '../../src/server/store.ts'
import { startServer } from '../support/live-server.ts'
import { kitOptions, notPassed, ourOptions } from './our-server.ts'

const expectAllKept = async (store: Store) => {
  await using server = await startServer({ ...ourOptions, store })
  const outcome = await conform(kitOptions(server.port), nodeWorld())
  expect(notPassed(outcome)).toEqual([])
  expect('results' in outcome && outcome.results.length).toBeGreaterThan(100)
}

test('our server in memory keeps every rule of the kit', async () => {
  await expectAllKept(memoryStore())
})

test('our server on SQLite keeps every rule of the kit', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'conformance-'))
  const store = sqliteStore(join(folder, 'log.db'))
  try {
    await expectAllKept(store)
  } finally {
    await store.close()
    rmSync(folder, { recursive: true })
  }
})
