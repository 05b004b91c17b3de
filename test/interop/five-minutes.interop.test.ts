// Five minutes behind nginx as it comes, which ends a connection that is silent for 60 s: a page that says nothing is cut off, ours stays, with the seed's ping every 30 s.
import { expect, test } from 'vitest'
import { bare } from './support/bare.ts'
import { record } from './support/faults.ts'
import { flavourNeeds } from './support/flavours.ts'
import { startNaive } from './support/naive.ts'
import { openPlainPage } from './support/plain-page.ts'
import { startNginx } from './support/proxies.ts'
import { begin } from './support/told.ts'
import { describeWith } from './support/tools.ts'

const MINUTE_MS = 60_000
/** It sends no pings of its own, as uvicorn's other library does every 20 s. */
const SERVER = 'uvicorn + wsproto'

describeWith([...flavourNeeds, { program: 'nginx' }], 'behind nginx with its default timeout', () => {
  test(
    '[PLAIN1] our client stays connected for five minutes, and a page that says nothing for one',
    { timeout: 7 * MINUTE_MS },
    async () => {
      await using server = await startNaive(SERVER)
      await using nginx = await startNginx({ target: server.port, idleSeconds: null })
      const openedAt = performance.now()
      using silent = await bare(server.url('bob', { through: nginx.port }))
      using page = openPlainPage({ url: server.url('ada', { through: nginx.port }), read: server.read, ping: {}, pollMs: 15_000 })
      await page.live()
      await silent.until(() => silent.closeCode() !== null)
      expect([silent.closeCode(), performance.now() - openedAt > 0.9 * MINUTE_MS]).toEqual([1006, true])
      record({ server: SERVER, fault: 'idle-timeout', client: 'bare', socket: 'closed with 1006 after 60 s', answer: 'lost' })

      const showed = page.showed.length
      await new Promise(resolve => setTimeout(resolve, openedAt + 5 * MINUTE_MS - performance.now()))
      expect(page.showed.slice(showed).filter(({ freshness }) => freshness !== 'live')).toEqual([])
      expect(page.dials()).toBe(1)
      // One every 30 s, and all of them answered but perhaps the last.
      expect(page.wrote.length).toBeGreaterThanOrEqual(9)
      expect(page.heard.length).toBeGreaterThanOrEqual(page.wrote.length - 1)
      const taskId = await begin(page, { submit: server.submit, ms: 1500 })
      await page.until(() => page.told.includes(taskId))
      expect([page.dials(), page.told]).toEqual([1, [taskId]])
      record({ server: SERVER, fault: 'idle-timeout', client: 'plain', socket: 'kept', answer: 'told once' })
    },
  )
})
