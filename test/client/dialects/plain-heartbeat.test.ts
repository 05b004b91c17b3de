// Life on a plain socket: the server's own ping, patience that fits servers which work inline, and REST before a socket is left.
import { describe, expect, test } from 'vitest'
import { createPlainHarness, type PlainHarness } from '../../support/plain-harness.ts'

const RUNNING = { type: 'task_notification', task_id: 't1', status: 'running' }

async function live(setting: Parameters<typeof createPlainHarness>[0] = {}): Promise<PlainHarness> {
  const page = createPlainHarness(setting)
  page.socket.connect()
  await page.open()
  return page
}

/** As a server does that answers pings. */
function answering(page: PlainHarness, socket = page.manual.latest()): () => void {
  let answered = 0
  return () => {
    const pings = page.written('ping', socket)
    for (; answered < pings.length; answered += 1) socket.receive({ type: 'pong' })
  }
}

describe('the heartbeat', () => {
  test('[PLAIN1] a silent link is pinged every 30 s in the words of the seed, and answered it stays for an hour', async () => {
    const page = await live()
    const answer = answering(page)
    for (let second = 0; second < 3_600; second += 1) {
      await page.pass(1_000)
      answer()
    }
    expect(page.manual.sockets).toHaveLength(1)
    expect(page.written('ping').slice(0, 2)).toEqual([
      { type: 'ping', timestamp: 1_030_000 },
      { type: 'ping', timestamp: 1_060_000 },
    ])
    expect(page.written('ping')).toHaveLength(120)
    expect(page.socket.store.status()).toMatchObject({ state: 'connected', freshness: 'live' })
  })

  test('[PLAIN1] a server that talks all the time is pinged as often, for it may count on that', async () => {
    const page = await live()
    for (let second = 0; second < 95; second += 5) {
      await page.pass(5_000)
      page.say({ type: 'price', amount: second })
    }
    expect(page.written('ping')).toHaveLength(3)
  })

  test('[PLAIN1] a ping of the server is answered with a pong that bears its timestamp', async () => {
    const page = await live()
    page.say({ type: 'ping', timestamp: 17 })
    page.say({ type: 'ping' })
    expect(page.written('pong')).toEqual([
      { type: 'pong', timestamp: 17 },
      { type: 'pong', timestamp: 1_000_000 },
    ])
  })

  test('[PLAIN1] the ping is what the application says it is, and so is its answer', async () => {
    const isPong = (message: unknown) => message === 'alive'
    const page = await live({ dialect: { ping: { message: { op: 'hey' }, everyMs: 5_000 }, isPong } })
    await page.pass(5_000)
    expect(page.manual.latest().sent).toEqual([{ op: 'hey' }])
    page.say('alive')
    expect(page.socket.store.status().latencyMs).toBe(0)
  })

  test('[PLAIN1] an answer may take 10 s, however quick those before it were, and a link is not doubted sooner', async () => {
    const page = await live()
    await page.pass(30_000)
    page.say({ type: 'pong' })
    await page.pass(30_000)
    await page.pass(9_500)
    expect(page.socket.store.status()).toMatchObject({ freshness: 'live' })
    page.say({ type: 'pong' })
    await page.pass(1_000)
    expect(page.manual.sockets).toHaveLength(1)
  })

  test('[PLAIN1] whatever comes is a sign of life, though no pong does', async () => {
    const page = await live()
    await page.pass(35_000)
    page.say('what is this')
    await page.pass(20_000)
    expect(page.socket.store.status()).toMatchObject({ state: 'connected', freshness: 'live' })
  })

  test('[PLAIN1] with nothing pending a link that was silent for 10 s is left, and dialed anew', async () => {
    const page = await live()
    await page.pass(40_000)
    expect(page.manual.latest().abandoned()).toMatchObject({ code: 4001 })
    await page.pass(1_000)
    expect(page.manual.sockets).toHaveLength(2)
  })

  test.each(['visible', 'online', 'resume'] as const)('[PLAIN1] when the page is %s its probe has 10 s, too', async hint => {
    const page = await live()
    page.manual.hint(hint)
    expect(page.written('ping')).toHaveLength(1)
    await page.pass(9_500)
    expect(page.socket.store.status()).toMatchObject({ freshness: 'live' })
    await page.pass(500)
    expect(page.manual.latest().abandoned()).toMatchObject({ code: 4001 })
  })
})

describe('[HEDGE3] one socket at a time', () => {
  test('[HEDGE3] beside a plain socket in doubt none is opened, for its server would evict the new one', async () => {
    const page = await live()
    page.rest.tasks.set('t1', RUNNING)
    page.say(RUNNING)
    await page.pass(47_500)
    expect(page.socket.store.status()).toMatchObject({ state: 'connected', freshness: 'stale' })
    expect(page.manual.sockets).toHaveLength(1)
    await page.pass(1_500)
    expect(page.manual.sockets).toHaveLength(2)
    expect(page.manual.sockets[0]?.abandoned()).toMatchObject({ code: 4001 })
  })
})

describe('before a socket is left while a task is pending', () => {
  async function doubted(mode: PlainHarness['rest']['mode'], status = 'running'): Promise<PlainHarness> {
    const page = await live()
    page.rest.tasks.set('t1', RUNNING)
    page.say(RUNNING)
    // Polled until then: the last poll is not the question.
    await page.pass(39_500)
    page.rest.mode = mode
    page.rest.tasks.set('t1', { id: 't1', status, result: 'done' })
    await page.pass(500)
    return page
  }

  test('[PLAIN1] REST is asked: while it says that the task runs, the link has 8 s more', async () => {
    const page = await doubted('up')
    await page.pass(7_500)
    expect(page.manual.sockets[0]?.abandoned()).toBeNull()
    await page.pass(500)
    expect(page.manual.sockets[0]?.abandoned()).toMatchObject({ code: 4001 })
    await page.pass(1_000)
    const before = page.rest.asked.length
    await page.open()
    expect(page.rest.asked.slice(before)).toEqual([['t1']])
    expect(page.socket.store.status()).toMatchObject({ freshness: 'live' })
  })

  test('[PLAIN1] a pong that a task run inline held back comes in time, and nothing was lost', async () => {
    const page = await doubted('up')
    await page.pass(6_000)
    page.say({ type: 'pong' })
    page.say({ type: 'task_notification', task_id: 't1', status: 'done', result: 'late' })
    await page.pass(20_000)
    expect(page.manual.sockets).toHaveLength(1)
    expect(page.socket.store.task('t1')).toMatchObject({ status: 'succeeded', result: 'late' })
  })

  test('[PLAIN1] REST says that it ended: the socket is deaf, so the end is shown and another is dialed', async () => {
    const page = await doubted('up', 'done')
    expect(page.manual.sockets[0]?.abandoned()).toMatchObject({ code: 4001 })
    page.manual.paint()
    expect(page.socket.store.task('t1')).toMatchObject({ status: 'succeeded', result: 'done' })
  })

  test('[PLAIN1] REST does not answer either: another is dialed at once', async () => {
    const page = await doubted('down')
    expect(page.manual.sockets[0]?.abandoned()).toMatchObject({ code: 4001 })
  })

  test('[PLAIN1] without REST the link has its 8 s more', async () => {
    const page = await live({ rest: false })
    page.say(RUNNING)
    await page.pass(47_500)
    expect(page.manual.sockets[0]?.abandoned()).toBeNull()
    await page.pass(1_000)
    expect(page.manual.sockets).toHaveLength(2)
  })
})

describe('a server that answers no pings', () => {
  async function twoSilentSockets(setting: Parameters<typeof createPlainHarness>[0] = {}): Promise<PlainHarness> {
    const page = await live(setting)
    await page.pass(41_000)
    await page.open()
    await page.pass(41_000)
    return page
  }

  test('[PLAIN1] after two sockets without one it is said once, and HTTP is asked instead of dialing for ever', async () => {
    const page = await twoSilentSockets()
    await page.pass(600_000)
    expect(page.manual.sockets).toHaveLength(2)
    expect(page.log.filter(({ event }) => event === 'pings-unanswered')).toHaveLength(1)
    expect(page.socket.store.status()).toMatchObject({ state: 'connected', freshness: 'live' })
    expect(page.rest.asked.length).toBeGreaterThan(10)
  })

  test('[PLAIN1] where HTTP does not answer either, it is dialed', async () => {
    const page = await twoSilentSockets()
    page.rest.mode = 'down'
    await page.pass(60_000)
    expect(page.manual.sockets.length).toBeGreaterThan(2)
  })

  test('[PLAIN1] without anything to ask, its silence is no sign of anything', async () => {
    const page = await twoSilentSockets({ rest: false })
    await page.pass(600_000)
    expect(page.manual.sockets).toHaveLength(2)
  })

  test('[PLAIN1] once it does answer, silence is a sign again', async () => {
    const page = await twoSilentSockets()
    page.say({ type: 'pong' })
    await page.pass(41_000)
    expect(page.manual.sockets).toHaveLength(3)
  })

  test('[PLAIN1] a server that answered once is never taken for one that does not', async () => {
    const page = await live()
    await page.pass(30_000)
    page.say({ type: 'pong' })
    for (let dial = 2; dial < 6; dial += 1) {
      await page.pass(42_000)
      expect(page.manual.sockets).toHaveLength(dial)
      await page.open()
    }
    expect(page.log.some(({ event }) => event === 'pings-unanswered')).toBe(false)
  })

  test('[PLAIN1] with `ping: null` nothing is written, and a `probe` of the application tells', async () => {
    let isUp = true
    let probes = 0
    const probe = async () => {
      probes += 1
      if (!isUp) throw new Error('down')
    }
    const page = await live({ rest: false, dialect: { ping: null, probe } })
    await page.pass(120_000)
    expect([page.manual.sockets.length, page.manual.latest().sent, probes > 1]).toEqual([1, [], true])
    isUp = false
    await page.pass(60_000)
    expect(page.manual.sockets.length).toBeGreaterThan(1)
  })
})
