// The Python reference (examples/fastapi/server.py) on uvicorn and hypercorn: cuts, kills, lost files and several tabs, with our own client.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Sent } from '../../src/core/model.ts'
import { startLine } from '../support/broken-line.ts'
import { dice } from '../support/walk.ts'
import { FLAVOURS, flavourNeeds } from './support/flavours.ts'
import { openPage, type Page } from './support/pages.ts'
import { EXAMPLES, type Reference, startReference } from './support/reference.ts'
import { describeWith } from './support/tools.ts'

test('the reference is one file of at most 400 lines and 140 columns', () => {
  const lines = readFileSync(join(EXAMPLES, 'server.py'), 'utf8').trimEnd().split('\n')
  expect(lines.length).toBeLessThanOrEqual(400)
  expect(lines.filter(line => line.length > 140)).toEqual([])
})

const pageOf = (url: string, user = 'ada'): Page => openPage({ url, identity: user, getToken: () => user })
const numbersTo = (last: number): string => Array.from({ length: last }, (_, at) => `${at + 1} `).join('')
const isLive = ({ socket }: Page): boolean => socket.store.status().freshness === 'live'
const taskOf = ({ socket }: Page, key: string) => socket.store.tasks().find(task => task.key === key)
const isSettled = (page: Page, key: string): boolean => ['succeeded', 'failed', 'cancelled'].includes(taskOf(page, key)?.status ?? '')
const kindsOf = ({ notifications }: Page): readonly string[] => notifications.map(({ kind }) => kind)

function textOf(page: Page, key: string): string {
  const stream = taskOf(page, key)?.streams['text']
  return stream?.kind === 'text' ? stream.value : ''
}

/** A wire that the test breaks, between a page and the server. */
async function lineTo({ port }: Reference) {
  const line = await startLine(() => port)
  return { ...line, url: `ws://127.0.0.1:${line.port}/rs`, [Symbol.asyncDispose]: () => line.close() }
}

describeWith(flavourNeeds, 'the Python reference', () => {
  describe.each(FLAVOURS)('on %s', flavour => {
    let server: Reference
    beforeAll(async () => {
      server = await startReference(flavour)
    })
    afterAll(() => server[Symbol.asyncDispose]())

    test.concurrent('[STR1] an answer streamed through three cuts comes whole, and its end is told once', async () => {
      await using line = await lineTo(server)
      using page = pageOf(line.url, 'cut')
      const { id } = page.socket.submit('count', { to: 80, ms: 20 })
      for (const place of [10, 30, 60]) {
        await page.until(() => textOf(page, id).startsWith(numbersTo(place)) && isLive(page))
        line.reset()
      }
      await page.until(() => isSettled(page, id) && isLive(page))
      expect([page.losses(), page.socket.store.status().recovery]).toEqual([3, 'replayed'])
      expect([textOf(page, id), taskOf(page, id)]).toMatchObject([numbersTo(80), { status: 'succeeded', result: 80 }])
      expect(kindsOf(page)).toEqual(['task.succeeded'])
    })

    test.concurrent('[LIFE2] a line that dies in silence in the middle of an answer costs seconds, and no word', async () => {
      await using line = await lineTo(server)
      using page = pageOf(line.url, 'silent')
      const { id } = page.socket.submit('count', { to: 300, ms: 20 })
      await page.until(() => textOf(page, id).startsWith(numbersTo(20)) && isLive(page))
      line.silence()
      await page.until(() => isSettled(page, id) && isLive(page))
      expect(textOf(page, id)).toBe(numbersTo(300))
    })

    test.concurrent('[SEND5] forty submits through seeded drops run once each, and each end is told once', async () => {
      const seed = Number(process.env['SEED'] ?? Math.floor(Math.random() * 1e9))
      const roll = dice(seed)
      await using line = await lineTo(server)
      using page = pageOf(line.url, 'drops')
      await page.until(() => isLive(page))
      const sends: Sent[] = []
      for (let count = 0; count < 40; count++) {
        sends.push(page.socket.submit('echo', { text: `text ${count}` }))
        if (roll() < 0.3) line.reset()
        if (roll() < 0.5) await page.until(() => isLive(page))
      }
      const outcomes = await Promise.all(sends.map(each => each.settled))
      await page.until(() => sends.every(({ id }) => isSettled(page, id)) && isLive(page))
      using other = pageOf(server.url, 'drops')
      await other.until(() => isLive(other))
      expect(
        outcomes.filter(({ outcome }) => outcome !== 'accepted'),
        `SEED=${seed}`,
      ).toEqual([])
      expect(other.socket.store.tasks().length, `SEED=${seed}`).toBe(40)
      expect(
        sends.map(({ id }) => textOf(other, id)),
        `SEED=${seed}`,
      ).toEqual(sends.map((_, count) => `text ${count}`))
      expect([page.notifications.length, new Set(page.notifications.map(({ taskId }) => taskId)).size], `SEED=${seed}`).toEqual([40, 40])
    })

    test.concurrent('[SNAP1] two tabs agree on what was seen, and so does one that comes later', async () => {
      using one = pageOf(server.url, 'tabs')
      using two = pageOf(server.url, 'tabs')
      await Promise.all([one, two].map(each => each.until(() => isLive(each))))
      const { id } = one.socket.submit('echo', { text: 'for both' })
      await Promise.all([one, two].map(each => each.until(() => isSettled(each, id) && each.socket.store.unread() === 1)))
      one.socket.markSeen()
      await two.until(() => two.socket.store.unread() === 0 && isLive(two))
      using later = pageOf(server.url, 'tabs')
      await later.until(() => isLive(later))
      expect([one, two, later].map(({ socket }) => socket.store.unread())).toEqual([0, 0, 0])
    })

    test.concurrent('[LOG5] a tab that leaves takes no other along, which is told of each step as it happens', async () => {
      const one = pageOf(server.url, 'leaves')
      using two = pageOf(server.url, 'leaves')
      await Promise.all([one, two].map(each => each.until(() => isLive(each))))
      one[Symbol.dispose]()
      const { id } = two.socket.submit('count', { to: 100, ms: 20 })
      const seen = new Set<string>()
      two.socket.store.subscribe(() => void seen.add(textOf(two, id)))
      await two.until(() => isSettled(two, id))
      // A reader that nobody wakes looks every 15 s by itself, and would see the whole answer at once.
      expect(seen.size).toBeGreaterThan(5)
    })

    test.concurrent('[TASK1] a question that one tab shows is answered in another', async () => {
      using one = pageOf(server.url, 'asked')
      using two = pageOf(server.url, 'asked')
      await Promise.all([one, two].map(each => each.until(() => isLive(each))))
      const { id } = one.socket.submit('ask', null)
      await two.until(() => taskOf(two, id)?.status === 'input-required' && isLive(two))
      expect([taskOf(two, id)?.prompt, kindsOf(two)]).toEqual([{ question: 'Which colour?' }, ['task.input-required']])
      const answer = await two.socket.answerTask(id, 'blue').settled
      await one.until(() => isSettled(one, id))
      expect([answer.outcome, taskOf(one, id)]).toMatchObject(['accepted', { status: 'succeeded', result: { answered: 'blue' } }])
      expect([textOf(one, id), kindsOf(one)]).toEqual(['Let me see. ', ['task.input-required', 'task.succeeded']])
    })

    test.concurrent('[TASK2] a cancel ends what runs, and what was said stays', async () => {
      using page = pageOf(server.url, 'cancels')
      const { id } = page.socket.submit('count', { to: 10_000, ms: 20 })
      await page.until(() => textOf(page, id).startsWith(numbersTo(3)))
      const cancel = await page.socket.cancelTask(id).settled
      await page.until(() => isSettled(page, id))
      expect([cancel.outcome, taskOf(page, id)?.status, kindsOf(page)]).toEqual(['accepted', 'cancelled', ['task.cancelled']])
    })

    test.concurrent('[TASK1] a handler that raises fails its task: in words of its own, or in none', async () => {
      using page = pageOf(server.url, 'fails')
      const [polite, rude] = [page.socket.submit('fail', 'politely'), page.socket.submit('fail', 'rudely')]
      await page.until(() => isSettled(page, polite.id) && isSettled(page, rude.id))
      expect(taskOf(page, polite.id)).toMatchObject({ status: 'failed', error: { code: 'too-hard', message: 'This is too hard for me.' } })
      expect(taskOf(page, rude.id)).toMatchObject({ status: 'failed', error: { code: 'handler-failed' } })
      expect(JSON.stringify(taskOf(page, rude.id))).not.toContain('database')
      expect(textOf(page, rude.id)).toBe('So far so good. ')
    })

    test.concurrent('[STR1] lists and characters outside the plane of sixteen bits come as they were said', async () => {
      using page = pageOf(server.url, 'rows')
      const { id } = page.socket.submit('rows', { to: 200 })
      await page.until(() => isSettled(page, id) && isLive(page))
      const { rows, text } = taskOf(page, id)?.streams ?? {}
      expect([rows?.value, text?.value]).toEqual([Array.from({ length: 200 }, (_, at) => ({ row: at })), '😀'.repeat(200)])
    })

    test.concurrent('[BACK6] a page that cannot connect is told over HTTP that the server is up', async () => {
      const answer = await fetch(server.url.replace('ws:', 'http:'))
      const named = ['upgrade', 'cache-control', 'access-control-allow-origin'].map(name => answer.headers.get(name))
      expect([answer.status, ...named]).toEqual([426, 'websocket', 'no-store', '*'])
    })

    test.concurrent('[SLOW1] a flood of text beyond the window comes whole, live and to a page that loads later', async () => {
      using page = pageOf(server.url, 'flood')
      const { id } = page.socket.submit('flood', { times: 8 })
      await page.until(() => isSettled(page, id) && isLive(page))
      using later = pageOf(server.url, 'flood')
      await later.until(() => isLive(later))
      const whole = 'word '.repeat(160_000)
      expect([page, later].map(each => textOf(each, id) === whole)).toEqual([true, true])
    })
  })

  describe.each(FLAVOURS)('on %s, when its process ends', flavour => {
    test('[TASK3] a kill in the middle of an answer keeps what was said, and says that the worker is lost', async () => {
      await using server = await startReference(flavour)
      using page = pageOf(server.url)
      const before = page.socket.submit('echo', { text: 'kept' })
      const { id } = page.socket.submit('count', { to: 10_000, ms: 20 })
      await page.until(() => isSettled(page, before.id) && textOf(page, id).startsWith(numbersTo(20)))
      expect(await server.end('SIGKILL')).toBe('SIGKILL')
      const said = textOf(page, id)
      await server.again()
      await page.until(() => isSettled(page, id) && isLive(page))
      expect(taskOf(page, id)).toMatchObject({ status: 'failed', error: { code: 'worker-lost', retryable: true } })
      expect([textOf(page, id).startsWith(said), page.socket.store.status().recovery]).toEqual([true, 'replayed'])
      using other = pageOf(server.url)
      await other.until(() => isLive(other))
      expect([textOf(other, before.id), textOf(other, id)]).toEqual(['kept', textOf(page, id)])
      expect(kindsOf(page)).toEqual(['task.succeeded', 'task.failed'])
    })

    test('[BACK1] a deploy by SIGTERM ends in time, and the page is live again on the next process', async () => {
      await using server = await startReference(flavour)
      using page = pageOf(server.url)
      await page.until(() => isLive(page))
      const { id } = page.socket.submit('count', { to: 10_000, ms: 20 })
      await page.until(() => textOf(page, id).startsWith(numbersTo(3)))
      const askedAt = Date.now()
      await server.end('SIGTERM')
      expect(Date.now() - askedAt).toBeLessThan(30_000)
      await server.again()
      await page.until(() => isLive(page) && isSettled(page, id))
      expect(taskOf(page, id)).toMatchObject({ status: 'failed', error: { code: 'worker-lost' } })
    })

    test('[LOG2] a log that was lost is a new history: the page loads anew, and forgets what is gone', async () => {
      await using server = await startReference(flavour)
      using page = pageOf(server.url)
      const { id } = page.socket.submit('echo', { text: 'lost' })
      await page.until(() => isSettled(page, id) && isLive(page))
      const resets: string[] = []
      page.socket.on('reset', ({ reason }) => void resets.push(reason))
      await server.end('SIGKILL')
      await server.lose()
      await server.again()
      await page.until(() => isLive(page) && taskOf(page, id) === undefined)
      expect([page.socket.store.status().recovery, resets]).toEqual(['snapshot', ['epoch']])
      const again = page.socket.submit('echo', { text: 'new' })
      await page.until(() => isSettled(page, again.id))
      expect(textOf(page, again.id)).toBe('new')
    })
  })

  test('[STORE2] a second process over the same file is refused, for neither would wake the readers of the other', async () => {
    await using server = await startReference('uvicorn + websockets')
    await expect(server.second()).rejects.toThrow('database is locked')
  })
})
