// Links that die without a word, in a network namespace: packets are dropped at the far end, and neither side is told.
import { describe, expect, test } from 'vitest'
import { bare } from './support/bare.ts'
import { record } from './support/faults.ts'
import { FLAVOURS, flavourNeeds } from './support/flavours.ts'
import { startNaive } from './support/naive.ts'
import { createNamespace, namespaceNeeds } from './support/namespace.ts'
import { openPlainPage, type PlainPage } from './support/plain-page.ts'
import { begin, expectToldOnce } from './support/told.ts'
import { describeWith } from './support/tools.ts'

describeWith([...flavourNeeds, ...namespaceNeeds], 'a link that dies without a word', () => {
  // Most of each is waiting, so they wait together.
  describe.concurrent.each(FLAVOURS)('on %s', flavour => {
    test('to a bare WebSocket: the server believes that it told, the page that it is connected, and the answer is lost', async () => {
      await using namespace = await createNamespace()
      await using server = await startNaive(flavour, namespace)
      using page = await bare(server.url('ada'))
      await namespace.dropOpen(server.port)
      const taskId = await server.submit({ user: 'ada', text: 'answer' })
      await server.program.printed(new RegExp(`Sent ${taskId} to ada`))
      // A page loaded anew, on a connection of its own, is answered: so there was time enough.
      using later = await bare(server.url('ada'))
      later.say({ type: 'ping' })
      await later.until(() => later.pongs() === 1)
      expect([page.ws.readyState, page.told, later.told]).toEqual([1, [], []])
      record({ server: flavour, fault: 'half-open', client: 'bare', socket: 'open', answer: 'lost', log: 'nothing' })
    })

    test('[PLAIN1] to our client: it doubts the link in time, dials past it, and is told', async () => {
      await using namespace = await createNamespace()
      await using server = await startNaive(flavour, namespace)
      using page = openPlainPage({ url: server.url('ada'), read: server.read })
      const taskId = await begin(page, { submit: server.submit, ms: 2000 })
      const droppedAt = performance.now()
      await namespace.dropOpen(server.port)
      await page.until(() => isDoubted(page))
      expect(performance.now() - droppedAt).toBeLessThan(DOUBT_MS)
      await expectToldOnce(page, taskId)
      record({ server: flavour, fault: 'half-open', client: 'plain', socket: 'doubted, opened again', answer: 'told once' })
    })

    test('[PLAIN1] that lives again later: nothing is told twice, by the old socket or the new one', async () => {
      await using namespace = await createNamespace()
      await using server = await startNaive(flavour, namespace)
      using page = openPlainPage({ url: server.url('ada'), read: server.read })
      const taskId = await begin(page, { submit: server.submit, ms: 2000 })
      await namespace.unplug()
      await page.until(() => isDoubted(page))
      const doubtedAt = performance.now()
      await page.until(() => page.dials() > 1)
      expect(performance.now() - doubtedAt).toBeLessThan(LEAVE_MS)
      expect([page.told, page.socket.store.task(taskId)?.status]).toEqual([[], 'running'])
      await namespace.heal()
      await expectToldOnce(page, taskId)
      record({ server: flavour, fault: 'unplugged', client: 'plain', socket: 'doubted, opened again', answer: 'told once' })
    })
  })
})

/** A ping after at most 1 s, its 2 s, and some for a busy machine. */
const DOUBT_MS = 5000
/** REST is asked for 2 s before the socket is left, for a task is pending. */
const LEAVE_MS = 4000

const isDoubted = ({ socket }: PlainPage): boolean => socket.store.status().freshness === 'stale'
