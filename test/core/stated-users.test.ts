// A send belongs to the user for whom it was made, whatever the page states later.
import { expect, test } from 'vitest'
import { settingsOf } from '../../src/core/settings.ts'
import { command, created, createBench, events, idsBy, outcomesBy, welcome } from '../support/builders.ts'

test('[AUTH1] what was sent for a stated user is not written once another is welcomed', () => {
  const bench = createBench({ identity: 'ana' })
  bench.tell({ type: 'send', command: command('by-ana') })
  bench.tell({ type: 'settings', settings: settingsOf({ client: 'client-1' }) })
  bench.open()
  const effects = bench.hear(welcome({ user: 'bob' }))
  expect(idsBy(effects)).toEqual([])
  expect(outcomesBy(effects)).toEqual([['by-ana', 'cancelled']])
})

test('[AUTH1] a page that says from now on that it is bob shows nothing of ana once bob is welcomed', () => {
  const bench = createBench()
  bench.live(0, { user: 'ana' })
  bench.hear(events(0, [created('t1')]))
  bench.tell({ type: 'settings', settings: settingsOf({ client: 'client-1', identity: 'bob' }) })
  bench.lose(1006)
  bench.open()
  bench.hear(welcome({ user: 'bob' }))
  expect([bench.state().user, bench.state().tasks.size, bench.state().cursor]).toEqual(['bob', 0, null])
})
