// The same servers, the same bugs, and the client with the plain dialect: nothing is lost, each end is told once, and the page does not lie meanwhile.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { machineClock } from '../../demo/clock-world.ts'
import { startFaultProxy } from '../../demo/proxy/proxy.ts'
import { record, type Fault } from './support/faults.ts'
import { FLAVOURS, flavourNeeds } from './support/flavours.ts'
import { restartable, startNaive, type Bug, type Naive } from './support/naive.ts'
import { openPlainPage, type PlainPage } from './support/plain-page.ts'
import { begin, expectToldOnce, leaveAndReturn } from './support/told.ts'
import { describeWith } from './support/tools.ts'

/** Whether the page said at some time that it does not know. */
const showedDoubt = ({ showed }: PlainPage): boolean => showed.some(({ freshness }) => freshness === 'stale')

describeWith(flavourNeeds, 'our client on a naive server', () => {
  // Most of each is waiting, so they wait together.
  describe.concurrent.each(FLAVOURS)('on %s', flavour => {
    let server: Naive
    const write = (fault: Fault, socket: string) => record({ server: flavour, fault, client: 'plain', socket, answer: 'told once' })
    beforeAll(async () => {
      server = await startNaive(flavour)
    })
    afterAll(() => server[Symbol.asyncDispose]())

    const open = (user: string, how: { readonly bug?: Bug; readonly after?: number; readonly through?: number } = {}) =>
      openPlainPage({ url: server.url(user, how), read: server.read })

    test('[PLAIN1] the seed’s ping is answered', async () => {
      using page = open('pings')
      await page.until(() => page.heard.length > 0)
      const [ping, pong] = [page.wrote, page.heard].map(([first = 'null']) => JSON.parse(first) as unknown)
      expect(ping).toEqual({ type: 'ping', timestamp: expect.any(Number) })
      expect(pong).toEqual({ ...(ping as object), type: 'pong' })
      expect(page.socket.store.status().latencyMs).toBeLessThan(1000)
    })

    test('[PLAIN1] the client is gone when the task ends: it is told when it is back', async () => {
      const proxy = await startFaultProxy({ port: 0, target: () => server.port, clock: machineClock })
      using page = open('gone', { through: proxy.port })
      const taskId = await begin(page, { submit: server.submit, user: 'gone', ms: 1500 })
      await proxy.apply({ mode: 'refuse' })
      await server.program.printed(new RegExp(`(Sent ${taskId} to|клиенту) gone`))
      await page.until(() => page.socket.store.status().state === 'reconnecting')
      expect([page.told, page.socket.store.status().freshness]).toEqual([[], 'stale'])
      await proxy.apply({ mode: 'pass' })
      await expectToldOnce(page, taskId)
      await proxy.close()
      write('gone', 'opened again')
    })

    test.each(['return', 'stuck', 'crash', 'polite'] as const)('[PLAIN1] an endpoint that meets “%s” loses nothing', async bug => {
      using page = open(bug, { bug, after: 2 })
      const taskId = await begin(page, { submit: server.submit, user: bug, ms: 1500 })
      await page.until(() => page.dials() > 1)
      expect(page.socket.store.task(taskId)).not.toMatchObject({ status: 'failed' })
      await expectToldOnce(page, taskId)
      expect(showedDoubt(page)).toBe(true)
      write(bug, 'opened again')
    })

    test('[HEDGE3] the end of the old socket removes the new one, and what it is not told REST tells', async () => {
      using page = open('pop', { bug: 'pop' })
      await page.live()
      leaveAndReturn(page)
      await server.program.printed(/Forgot pop/)
      const taskId = await begin(page, { submit: server.submit, user: 'pop', ms: 1500 })
      await server.program.printed(/Клиент pop не подключен/)
      await page.until(() => page.told.length > 0)
      expect([page.told, page.heard.filter(text => text.includes(taskId))]).toEqual([[taskId], []])
      await expectToldOnce(page, taskId)
      write('pop', 'open, pings answered, REST asked')
    })

    test('[PLAIN1] a long task in the endpoint holds pongs back, and the healthy link is kept', async () => {
      using page = open('inline', { bug: 'inline' })
      await page.live()
      // Longer than a ping and its patience, so that a page that believed its ping alone would leave.
      page.socket.submit('task', { task_id: 'inline-1', text: 'answer', ms: 4500 })
      await page.watch('inline-1')
      await page.until(() => page.told.length > 0)
      expect(page.dials()).toBe(1)
      await page.until(() => page.heard.some(text => text.includes('pong')))
      await expectToldOnce(page, 'inline-1')
      write('inline', 'kept, REST asked')
    })

    test.each(['SIGTERM', 'SIGKILL'] as const)('[PLAIN1] %s, then a new process: the task it takes up again is told', async signal => {
      await using work = await restartable(flavour)
      using page = openPlainPage({ url: work.url('ada'), read: work.read })
      const taskId = await begin(page, { submit: work.submit, ms: 1500 })
      await work.end(signal)
      await page.until(() => page.socket.store.status().state === 'reconnecting')
      expect(page.socket.store.status().freshness).toBe('stale')
      expect(page.socket.store.task(taskId)).toMatchObject({ status: 'running' })
      await work.again()
      await expectToldOnce(page, taskId)
      write(signal === 'SIGTERM' ? 'sigterm' : 'sigkill', 'opened again')
    })
  })
})
