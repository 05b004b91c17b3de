// The seed's bug as it is: a bare WebSocket on the naive server, what that server then logs, and the answer that nobody gets.
import { once } from 'node:events'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bare, type Bare } from './support/bare.ts'
import { record, type Fault } from './support/faults.ts'
import { FLAVOURS, flavourNeeds } from './support/flavours.ts'
import { restartable, startNaive, type Bug, type Naive } from './support/naive.ts'
import { describeWith } from './support/tools.ts'

/** By server, in the order of `FLAVOURS`. */
type Each<T> = readonly [T, T, T]

const AFTER_CLOSE = "RuntimeError: Unexpected ASGI message 'websocket.send', after sending 'websocket.close'."
const ONCE_CLOSED = 'RuntimeError: Cannot call "send" once a close message has been sent.'
const OF_WSPROTO = 'LocalProtocolError: Event Message(…) cannot be sent in state ConnectionState.CLOSED.'
const UNKNOWN = 'Клиент не подключен'
/** The server believes that it told the user. */
const NOTHING = 'nothing'

/** What the server logged when it had something to tell this user. */
async function logged(server: Naive, user: string, taskId: string): Promise<string> {
  const line = new RegExp(`Sent ${taskId} to|Клиент ${user} (не подключен)|ERROR: Ошибка отправки уведомления клиенту ${user}: (.*)`)
  await server.program.printed(line)
  const [, unknown, error] = line.exec(server.program.output()) ?? []
  if (unknown !== undefined) return UNKNOWN
  return error?.replace(/Event Message\(.*\) cannot/, 'Event Message(…) cannot') ?? NOTHING
}

/** A page that is loaded anew hears nothing of the task, though the server has it. */
async function expectLost(server: Naive, user: string, taskId: string): Promise<void> {
  using later = await bare(server.url(user))
  later.say({ type: 'ping' })
  await later.until(() => later.pongs() === 1)
  expect([later.told, await server.read([taskId])]).toEqual([[], [expect.objectContaining({ status: 'completed' })]])
}

/** Connects, leaves a task at work, and lets the server's end meet its bug. */
async function meet(server: Naive, bug: Bug): Promise<Bare & { readonly taskId: string }> {
  const page = await bare(server.url(bug, { bug }))
  const taskId = await server.submit({ user: bug, text: 'answer', ms: 300 })
  page.say({ type: 'ping' })
  return { ...page, taskId }
}

describeWith(flavourNeeds, 'a bare WebSocket on a naive server', () => {
  describe.each(FLAVOURS)('on %s', flavour => {
    let server: Naive
    const here = <T>(each: Each<T>): T => each[FLAVOURS.indexOf(flavour)] as T
    const write = (fault: Fault, row: { readonly socket: string; readonly log?: string }): void =>
      record({ server: flavour, fault, client: 'bare', answer: 'lost', ...row })
    beforeAll(async () => {
      server = await startNaive(flavour)
    })
    afterAll(() => server[Symbol.asyncDispose]())

    test('the client is gone when the task ends: the seed’s error, or none, and the answer is lost', async () => {
      using page = await bare(server.url('ada'))
      const taskId = await server.submit({ user: 'ada', text: 'answer', ms: 300 })
      page.ws.close()
      const log = await logged(server, 'ada', taskId)
      expect(log).toBe(here([AFTER_CLOSE, OF_WSPROTO, NOTHING]))
      await expectLost(server, 'ada', taskId)
      write('gone', { socket: 'closed by the page', log })
    })

    test('a crash in the endpoint closes the socket, by 1000 on hypercorn, and the answer is lost', async () => {
      using page = await meet(server, 'crash')
      await page.until(() => page.closeCode() !== null)
      const log = await logged(server, 'crash', page.taskId)
      expect([page.closeCode(), log]).toEqual(
        here([
          [1006, AFTER_CLOSE],
          [1006, NOTHING],
          [1000, NOTHING],
        ]),
      )
      await expectLost(server, 'crash', page.taskId)
      write('crash', { socket: `closed with ${page.closeCode()}`, log })
    })

    test('a crash that closes with 1000 looks finished, and the answer is lost', async () => {
      using page = await meet(server, 'polite')
      await page.until(() => page.closeCode() !== null)
      const log = await logged(server, 'polite', page.taskId)
      expect([page.closeCode(), log]).toEqual([1000, ONCE_CLOSED])
      await expectLost(server, 'polite', page.taskId)
      write('polite', { socket: 'closed with 1000', log })
    })

    const [ending, deafening] =
      flavour === 'uvicorn + wsproto' ? [[], ['return', 'stuck'] as const] : [['return'] as const, ['stuck'] as const]
    for (const bug of ending) {
      test(`an endpoint that meets “${bug}” closes the socket with 1000, and the answer is lost`, async () => {
        using page = await meet(server, bug)
        await page.until(() => page.closeCode() !== null)
        const log = await logged(server, bug, page.taskId)
        expect([page.closeCode(), log]).toEqual([1000, here([AFTER_CLOSE, '', NOTHING])])
        await expectLost(server, bug, page.taskId)
        write(bug, { socket: 'closed with 1000', log })
      })
    }

    test.each(deafening)('with an endpoint that meets “%s” the socket is open and deaf: what is sent is never taken', async bug => {
      using page = await meet(server, bug)
      // The server answers its protocol's pings by itself, so that they show nothing of this.
      const answered = once(page.ws, 'pong')
      page.ws.ping()
      await answered
      page.say({ type: 'task', task_id: `unheard-${bug}`, text: 'question' })
      page.say({ type: 'ping' })
      // That this still comes shows that the server had the time to answer the others.
      await page.until(() => page.told.includes(page.taskId))
      expect([page.ws.readyState, page.pongs(), await server.read([`unheard-${bug}`])]).toEqual([1, 0, []])
      record({ server: flavour, fault: bug, client: 'bare', socket: 'open and deaf', answer: 'a question is never taken' })
    })

    test('the end of the old socket removes the new one, which answers pings and is told nothing', async () => {
      using old = await bare(server.url('pop', { bug: 'pop' }))
      using page = await bare(server.url('pop', { bug: 'pop' }))
      old.ws.close()
      await server.program.printed(/Forgot pop/)
      const taskId = await server.submit({ user: 'pop', text: 'answer' })
      const log = await logged(server, 'pop', taskId)
      page.say({ type: 'ping' })
      await page.until(() => page.pongs() === 1)
      expect([log, page.told]).toEqual([UNKNOWN, []])
      write('pop', { socket: 'open, pings answered', log })
    })

    test('a task in the endpoint holds the pong back, and who gives up on it loses the answer', async () => {
      using page = await bare(server.url('inline', { bug: 'inline' }))
      page.say({ type: 'task', task_id: 'long', text: 'answer', ms: 800 })
      page.say({ type: 'ping' })
      await Promise.race([patience(300), page.until(() => page.pongs() > 0)])
      expect(page.pongs()).toBe(0)
      page.ws.close()
      const log = await logged(server, 'inline', 'long')
      expect(log).toBe(
        here([
          'ConnectionClosedError: received 1005 (no status code [internal]); then sent 1005 (no status code [internal])',
          NOTHING,
          NOTHING,
        ]),
      )
      await expectLost(server, 'inline', 'long')
      write('inline', { socket: 'healthy, given up by the page', log })
    })

    test.each(['SIGTERM', 'SIGKILL'] as const)(
      '%s ends the sockets, by another code on each server, and what the next process finishes nobody hears',
      async signal => {
        await using own = await restartable(flavour)
        using page = await bare(own.url('ada'))
        // Longer than hypercorn's grace of a second, in which it would still be told.
        const taskId = await own.submit({ user: 'ada', text: 'answer', ms: 1500 })
        await own.end(signal)
        await page.until(() => page.closeCode() !== null)
        await own.again()
        await own.printed(/Клиент ada не подключен/)
        expect(await own.read([taskId])).toMatchObject([{ status: 'completed' }])
        expect([page.closeCode(), page.told]).toEqual([signal === 'SIGKILL' ? 1006 : here([1006, 1012, 1000]), []])
        write(signal === 'SIGKILL' ? 'sigkill' : 'sigterm', { socket: `closed with ${page.closeCode()}`, log: UNKNOWN })
      },
    )
  })
})

/** How long an impatient page waits for a pong. */
const patience = (ms: number): Promise<void> => new Promise(resolve => void setTimeout(resolve, ms))
