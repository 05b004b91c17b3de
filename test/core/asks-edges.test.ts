// The edges of asking: ids that the wire takes, and absences that are taken back.
import { expect, test } from 'vitest'
import { asking, foundAbsent, NO_ASKS, passedAsks } from '../../src/core/asks.ts'

test('[STR2] each ask has an id of its own that begins with its page and fits the wire', () => {
  const by = { client: 'p'.repeat(64), by: 'id' } as const
  const asks = asking(asking(NO_ASKS, 't1', by), 't2', by)
  const ids = passedAsks(asks, { dial: 1, room: 32 })[1].map(({ id }) => id)
  expect(ids).toEqual([`${'p'.repeat(40)}-ask-1`, `${'p'.repeat(40)}-ask-2`])
})

test('[SNAP3] what is asked for again is no longer known to be absent, and the rest is', () => {
  const absent = foundAbsent(foundAbsent(NO_ASKS, 'a'), 'b')
  const again = asking(absent, 'a', { client: 'p', by: 'id' })
  expect([...again.absent]).toEqual(['b'])
})

test('[STR2] where nothing may go, nothing changes', () => {
  const asks = asking(NO_ASKS, 't1', { client: 'p', by: 'id' })
  expect(passedAsks(asks, { dial: 1, room: 0 })[0]).toBe(asks)
})
