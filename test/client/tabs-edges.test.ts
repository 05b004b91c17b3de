// Tabs that leave amid joining, and tabs whose socket cannot be made: neither may keep the lead from the others (TAB1).
import { expect, test } from 'vitest'
import type { World } from '../../src/client/world.ts'
import { createManualBrowser } from '../support/manual-browser.ts'

test('[TAB1] a tab closed while its token is being asked for takes no lead with it', async () => {
  const browser = createManualBrowser()
  const closed = await browser.tab({ getToken: async () => new Promise(() => {}) })
  await browser.advance(1_000)
  closed.socket.close()
  closed.socket.connect()
  closed.socket.close()
  await browser.advance(1_000)
  expect(browser.channels()).toEqual([])
  const other = await browser.tab()
  await browser.advance(2_000)
  expect(other.socket.store.status().freshness).toBe('live')
})

test.each([
  ['that leads with a token', 'shared', {}],
  ['that leads without one', 'shared', { getToken: undefined }],
  ['that cannot share', null, {}],
] as const)('[TAB1] a tab %s and whose socket cannot be made is told so, and dials again at its pace', async (_, kind, options) => {
  const browser = createManualBrowser()
  const events: string[] = []
  let made = 0
  const refusing = (world: World): World => ({
    ...world,
    openSocket() {
      made += 1
      throw new Error('mixed content')
    },
  })
  const tab = await browser.tab({ ...options, log: ({ event }) => void events.push(event) }, kind, refusing)
  await browser.advance(1_000)
  expect(tab.socket.store.status()).toMatchObject({ state: 'connecting', error: { code: 'closed-1006' } })
  expect(made).toBeLessThan(5)
  expect(events).toContain('unhandled-error')
})
