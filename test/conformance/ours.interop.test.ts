// Our own server keeps every rule of the kit, those that wait included, on each store: none is left untried.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { nodeWorld } from '../../src/conformance/node-world.ts'
import { conform } from '../../src/conformance/run.ts'
import { memoryStore } from '../../src/server/index.ts'
import { sqliteStore } from '../../src/server/sqlite/index.ts'
import { startServer } from '../support/live-server.ts'
import { IMPATIENT, kitOptions, notPassed, ourOptions } from './our-server.ts'

test.each(['memory', 'SQLite'])('our server on a store in %s keeps every rule of the kit', async name => {
  const folder = mkdtempSync(join(tmpdir(), 'conformance-'))
  const store = name === 'memory' ? memoryStore() : sqliteStore(join(folder, 'log.db'))
  {
    await using server = await startServer({ ...ourOptions, limits: IMPATIENT, store })
    expect(notPassed(await conform(kitOptions(server.port, { slow: true }), nodeWorld()))).toEqual([])
  }
  await store.close()
  rmSync(folder, { recursive: true })
})
