// Our own server in memory keeps every rule of the kit, and none is left untried but the two that wait a minute.
import { expect, test } from 'vitest'
import { nodeWorld } from '../../src/conformance/node-world.ts'
import { conform } from '../../src/conformance/run.ts'
import { startServer } from '../support/live-server.ts'
import { kitOptions, notPassed, ourOptions } from './our-server.ts'

test('our server in memory keeps every rule of the kit', { timeout: 60_000 }, async () => {
  await using server = await startServer(ourOptions)
  const outcome = await conform(kitOptions(server.port), nodeWorld())
  const why = { outcome: 'not-applicable', why: 'it takes up to a minute: give --slow' }
  expect(notPassed(outcome)).toEqual([
    ['LIFE1.server-asks', why],
    ['SLOW1.given-up', why],
  ])
  expect('results' in outcome && outcome.results.length).toBeGreaterThan(100)
})
