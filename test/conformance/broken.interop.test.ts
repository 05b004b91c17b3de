// Servers that are broken on purpose, each in one way: the kit finds the rule that it breaks, and no other.
import { describe, expect, test } from 'vitest'
import { nodeWorld } from '../../src/conformance/node-world.ts'
import { conform } from '../../src/conformance/run.ts'
import { HANDSHAKE_FAULTS } from './broken/handshake.ts'
import { LOG_FAULTS } from './broken/log.ts'
import { startBroken } from './broken/proxy.ts'
import { TASK_FAULTS } from './broken/tasks.ts'
import { kitOptions, notPassed } from './our-server.ts'

const FAULTS = [...HANDSHAKE_FAULTS, ...LOG_FAULTS, ...TASK_FAULTS]

describe.concurrent('a server that', { timeout: 300_000 }, () => {
  test.each(FAULTS)('$title breaks $breaks, and no other rule', async fault => {
    await using server = await startBroken(fault)
    const outcome = await conform(kitOptions(server.port, { slow: fault.breaks === 'LIFE1.server-asks' }), nodeWorld())
    const failed = 'results' in outcome ? outcome.results.filter(({ verdict }) => verdict.outcome === 'failed') : []
    expect(
      failed.map(({ key, verdict }) => `${key} ${JSON.stringify(verdict)}`).filter(text => !text.startsWith(`${fault.breaks} `)),
    ).toEqual([])
    expect(failed.map(({ key }) => key)).toEqual([fault.breaks])
  })
})

describe('behind a layer that changes nothing', () => {
  test('every rule is kept', async () => {
    await using server = await startBroken({ title: 'nothing', breaks: 'nothing' })
    const outcome = await conform(kitOptions(server.port), nodeWorld())
    expect(notPassed(outcome).filter(([, { outcome: came }]) => came !== 'not-applicable')).toEqual([])
  })
})
