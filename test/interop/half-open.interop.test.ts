// Links that die without a word, in a network namespace: packets are dropped at the far end, and neither side is told.
import { describe, expect, test } from 'vitest'
import { bare } from './support/bare.ts'
import { record } from './support/faults.ts'
import { FLAVOURS, naiveNeeds, startNaive } from './support/naive.ts'
import { createNamespace, namespaceNeeds } from './support/namespace.ts'
import { describeWith } from './support/tools.ts'

describeWith([...naiveNeeds, ...namespaceNeeds], 'a link that dies without a word', () => {
  describe.each(FLAVOURS)('on %s', flavour => {
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
  })
})
