// REST as the plain dialect asks it: after each open, while tasks are pending, beside a dead link, and for whoever wants to know of a task.
import { describe, expect, test } from 'vitest'
import { microtasks } from '../../support/client-harness.ts'
import { createPlainHarness, type PlainHarness } from '../../support/plain-harness.ts'

const told = (status: string, extra: Record<string, unknown> = {}) => ({ type: 'task_notification', task_id: 't1', status, ...extra })

async function live(setting: Parameters<typeof createPlainHarness>[0] = {}): Promise<PlainHarness> {
  const page = createPlainHarness(setting)
  page.socket.connect()
  await page.open()
  return page
}

/** With a task that runs, which REST knows. */
async function running(setting: Parameters<typeof createPlainHarness>[0] = {}): Promise<PlainHarness> {
  const page = await live(setting)
  page.rest.tasks.set('t1', { id: 't1', status: 'running' })
  page.say(told('running'))
  return page
}

/** The link dies, and the next dial opens when the test says so. */
async function cut(page: PlainHarness): Promise<void> {
  page.manual.latest().close(1006)
  await page.pass(1_000)
}

const statusOf = (page: PlainHarness) => page.socket.store.status()
function taskOf(page: PlainHarness, id = 't1') {
  page.manual.paint()
  return page.socket.store.task(id)
}

describe('after an open', () => {
  test('[PLAIN1] REST is asked after the open, never before, and only its answer makes the page live', async () => {
    const page = createPlainHarness()
    page.rest.mode = 'held'
    page.socket.connect()
    await microtasks()
    expect(page.rest.asked).toEqual([])
    await page.open()
    expect([page.rest.asked, statusOf(page).freshness]).toEqual([[[]], 'catching-up'])
    await page.rest.release()
    expect(statusOf(page)).toMatchObject({ state: 'connected', freshness: 'live', recovery: 'new' })
  })

  test('[PLAIN1] an answer to a question that was asked before the open proves nothing', async () => {
    const page = await running()
    page.rest.mode = 'held'
    await page.pass(15_000)
    page.manual.latest().close(1006)
    await page.pass(1_000)
    await page.open()
    expect(page.rest.signals[1]?.aborted).toBe(true)
    expect(page.rest.asked.slice(1)).toEqual([['t1'], ['t1']])
    page.rest.tasks.set('t1', { id: 't1', status: 'done' })
    await page.rest.release()
    // The answers were made before it ended; the socket tells the rest.
    expect(taskOf(page)).toMatchObject({ status: 'running', sync: 'synced' })
    expect(statusOf(page).freshness).toBe('live')
  })

  test('[PLAIN1] what ended while the link was down is told once, and the resume is no loss', async () => {
    const page = await running()
    const notices: unknown[] = []
    const resets: unknown[] = []
    page.socket.on('notification', notice => notices.push(notice))
    page.socket.on('reset', reset => resets.push(reset))
    await cut(page)
    page.rest.tasks.set('t1', { id: 't1', status: 'done', result: { pages: 3 } })
    await page.open()
    page.say(told('done', { result: { pages: 3 } }))
    expect(taskOf(page)).toMatchObject({ status: 'succeeded', result: { pages: 3 } })
    expect([notices.length, resets]).toEqual([1, []])
    expect(statusOf(page)).toMatchObject({ freshness: 'live', recovery: 'replayed' })
  })

  test('[PLAIN1] while REST fails the page is not level, and it is asked again, later and later', async () => {
    const page = createPlainHarness()
    page.rest.mode = 'down'
    page.socket.connect()
    await page.open()
    await page.pass(39_000)
    expect(statusOf(page)).toMatchObject({ state: 'connected', freshness: 'catching-up' })
    expect(page.rest.asked.length).toBeGreaterThan(3)
    expect(page.rest.asked.length).toBeLessThan(9)
    expect(page.log.filter(({ event }) => event === 'reconcile-failed')).toMatchObject([
      { message: expect.stringContaining('REST is down') },
    ])
    page.rest.mode = 'up'
    page.say({ type: 'pong' })
    await page.pass(30_000)
    expect(statusOf(page)).toMatchObject({ freshness: 'live' })
  })

  test('[PLAIN1] a question without an answer is given up after 10 s, and asked again', async () => {
    const page = createPlainHarness()
    page.rest.mode = 'hangs'
    page.socket.connect()
    await page.open()
    await page.pass(9_500)
    expect(page.rest.signals.map(({ aborted }) => aborted)).toEqual([false])
    await page.pass(5_000)
    expect(page.rest.signals.map(({ aborted }) => aborted)).toEqual([true, false])
  })

  test('[PLAIN1] an answer that is no array is a failure that says so', async () => {
    const page = createPlainHarness({ dialect: { reconcile: async () => 'nonsense' as never } })
    page.socket.connect()
    await page.open()
    expect(statusOf(page).freshness).toBe('catching-up')
    expect(page.log).toContainEqual(expect.objectContaining({ event: 'reconcile-failed' }))
  })

  test('[PLAIN1] without REST a page is live when its socket opens', async () => {
    const page = await live({ rest: false })
    expect(statusOf(page)).toMatchObject({ state: 'connected', freshness: 'live' })
  })

  test('[PLAIN1] what the first answer names is how things stand, and no news; what the next one names is', async () => {
    const past = { id: 'old', status: 'done', result: 1 }
    let list: unknown[] = [past, { id: 't1', status: 'running' }]
    const page = createPlainHarness({ dialect: { reconcile: async () => list } })
    const notices: { taskId: string | null }[] = []
    page.socket.on('notification', notice => notices.push(notice))
    page.socket.connect()
    await page.open()
    expect([taskOf(page, 'old'), taskOf(page)]).toMatchObject([{ status: 'succeeded', result: 1 }, { status: 'running' }])
    expect(notices).toEqual([])
    list = [past, { id: 't1', status: 'done' }, { id: 'new', status: 'failed', error: 'no luck' }]
    await page.pass(15_000)
    expect(notices.map(({ taskId }) => taskId)).toEqual(['t1', 'new'])
    expect(taskOf(page, 'new')).toMatchObject({ status: 'failed', error: { message: 'no luck' } })
  })

  test('[PLAIN1] what comes before the first answer waits for it, and is told after it', async () => {
    const page = createPlainHarness()
    page.rest.mode = 'held'
    const notices: unknown[] = []
    page.socket.on('notification', notice => notices.push(notice))
    page.socket.connect()
    await page.open()
    page.say(told('done', { result: 'quick' }))
    await page.rest.release()
    expect(taskOf(page)).toMatchObject({ status: 'succeeded', result: 'quick' })
    expect(notices).toHaveLength(1)
  })

  test('[PLAIN1] a slow REST holds up what comes first for 3 s at most, and the page is level only with its answer', async () => {
    const page = createPlainHarness()
    page.rest.mode = 'held'
    page.socket.connect()
    await page.open()
    page.say(told('running'))
    await page.pass(2_500)
    expect(taskOf(page)).toBeUndefined()
    await page.pass(500)
    expect([taskOf(page)?.status, statusOf(page).freshness]).toEqual(['running', 'catching-up'])
    await page.rest.release()
    expect(statusOf(page).freshness).toBe('live')
  })

  test('[PLAIN1] many tasks are asked for a hundred at a time', async () => {
    const page = await live()
    for (let n = 0; n < 250; n += 1) page.say({ type: 'task_update', task_id: `t${n}`, status: 'running' })
    await cut(page)
    await page.open()
    expect(page.rest.asked.slice(1).map(ids => ids.length)).toEqual([100, 100, 50])
    expect(statusOf(page).freshness).toBe('live')
  })
})

describe('the slow poll', () => {
  test('[PLAIN1] runs every 15 s while a task is pending, and not otherwise', async () => {
    const page = await running()
    await page.pass(45_000)
    expect(page.rest.asked.slice(1)).toEqual([['t1'], ['t1'], ['t1']])
    page.say(told('done'))
    await page.pass(29_000)
    expect(page.rest.asked).toHaveLength(4)
  })

  test.each([
    [0, 12_000],
    [0.999, 17_500],
  ])('[PLAIN1] does not run in step: by the roll %s its time is near %i ms', async (roll, dueMs) => {
    const page = await live()
    page.manual.roll(roll)
    page.say(told('running'))
    await page.pass(dueMs - 500)
    expect(page.rest.asked).toHaveLength(1)
    await page.pass(1_000)
    expect(page.rest.asked).toHaveLength(2)
  })

  test('[PLAIN1] slows down while nobody looks, and runs at once for who looks again', async () => {
    const page = await running()
    page.manual.hint('hidden')
    for (let n = 0; n < 40; n += 1) {
      await page.pass(25_000)
      page.say({ type: 'pong' })
    }
    const hidden = page.rest.asked.length
    expect(hidden).toBeLessThan(9)
    page.manual.hint('visible')
    await page.pass(500)
    expect(page.rest.asked).toHaveLength(hidden + 1)
  })

  test('[PLAIN1] goes on while the link is down: the page shows the end, and says truly that it is not connected', async () => {
    const page = await running()
    const notices: unknown[] = []
    page.socket.on('notification', notice => notices.push(notice))
    await cut(page)
    page.rest.tasks.set('t1', { id: 't1', status: 'done', result: 'by REST' })
    await page.pass(15_000)
    expect(taskOf(page)).toMatchObject({ status: 'succeeded', result: 'by REST' })
    expect(statusOf(page)).toMatchObject({ state: 'reconnecting', freshness: 'stale', staleSince: 1_000_000 })
    expect(notices).toHaveLength(1)
    await page.open()
    expect(statusOf(page)).toMatchObject({ state: 'connected', freshness: 'live' })
    page.say({ type: 'task_update', task_id: 't2', status: 'running' })
    expect(taskOf(page, 't2')).toMatchObject({ status: 'running' })
  })

  test('[PLAIN1] finds what a deaf socket does not tell, and dials another that may', async () => {
    const page = await live()
    // A server that tells how tasks end; and then one that answers pings to a socket it has forgotten.
    page.say({ type: 'task_update', task_id: 't0', status: 'done' })
    page.say(told('running'))
    page.rest.tasks.set('t1', { id: 't1', status: 'done', result: 'unheard' })
    await page.pass(16_000)
    expect(taskOf(page)).toMatchObject({ status: 'succeeded', result: 'unheard' })
    expect(page.manual.latest().abandoned()).toBeNull()
    await page.pass(4_500)
    expect(page.manual.sockets[0]?.abandoned()).toMatchObject({ code: 4001 })
    expect(statusOf(page).state).toBe('reconnecting')
  })

  test('[PLAIN1] a socket that tells a moment later was not deaf', async () => {
    const page = await live()
    page.say({ type: 'task_update', task_id: 't0', status: 'done' })
    page.say(told('running'))
    page.rest.tasks.set('t1', { id: 't1', status: 'done' })
    await page.pass(16_000)
    page.say(told('done'))
    await page.pass(10_000)
    expect(page.manual.sockets).toHaveLength(1)
  })

  test('[PLAIN1] a server that never tells how tasks end is polled, and not dialed for it', async () => {
    const page = await running()
    page.rest.tasks.set('t1', { id: 't1', status: 'done' })
    await page.pass(29_000)
    expect(taskOf(page)).toMatchObject({ status: 'succeeded' })
    expect(page.manual.sockets).toHaveLength(1)
  })

  test('[PLAIN1] nobody is asked once the user closed the connection, nor after a halt', async () => {
    const page = await running()
    page.socket.close()
    await page.pass(60_000)
    expect(page.rest.asked).toHaveLength(1)
    page.socket.connect()
    await page.open()
    page.manual.latest().close(4403)
    const asked = page.rest.asked.length
    await page.pass(60_000)
    expect([page.rest.asked.length, statusOf(page).reason]).toEqual([asked, 'forbidden'])
  })
})

describe('what REST does not name', () => {
  test('[PLAIN1] is missing only the second time, and is shown as lost then', async () => {
    const page = await live()
    page.say(told('running'))
    await page.pass(16_000)
    expect(taskOf(page)).toMatchObject({ status: 'running' })
    await page.pass(15_000)
    expect(taskOf(page)).toMatchObject({ status: 'failed', error: { code: 'lost' } })
  })

  test('[PLAIN1] a lost task that is heard of again is what it is said to be', async () => {
    const page = await live()
    page.say(told('running'))
    await page.pass(31_000)
    page.say(told('done', { result: 'found' }))
    expect(taskOf(page)).toMatchObject({ status: 'succeeded', result: 'found', streams: { text: { value: 'found' } } })
  })

  test('[PLAIN1] a miss counts anew after the task was named', async () => {
    const page = await live()
    page.say(told('running'))
    await page.pass(16_000)
    page.rest.tasks.set('t1', { id: 't1', status: 'running' })
    await page.pass(15_000)
    page.rest.tasks.clear()
    await page.pass(14_000)
    expect([taskOf(page)?.status, page.rest.asked.length]).toEqual(['running', 4])
  })

  test('[PLAIN1] beside a dead link nothing is called lost', async () => {
    const page = await live()
    page.say(told('running'))
    await cut(page)
    await page.pass(60_000)
    expect(taskOf(page)).toMatchObject({ status: 'running', sync: 'stale' })
  })
})

describe('the order of what is known', () => {
  test('[PLAIN1] what the socket tells while the question is under way is newer than the answer', async () => {
    const page = await running()
    page.rest.tasks.set('t1', { id: 't1', status: 'running', progress: 10 })
    page.rest.mode = 'held'
    await page.pass(15_000)
    page.say(told('running', { progress: 90 }))
    await page.rest.release()
    expect(taskOf(page)).toMatchObject({ progress: { value: 90 } })
  })

  test('[PLAIN1] what has ended stays ended, whoever says otherwise', async () => {
    const page = await running()
    page.rest.mode = 'held'
    await page.pass(15_000)
    page.say(told('done', { result: 1 }))
    await page.rest.release()
    page.say(told('running'))
    page.say(told('failed', { error: 'no' }))
    expect(taskOf(page)).toMatchObject({ status: 'succeeded', result: 1 })
  })
})

describe('a task that a reader asks for', () => {
  test('[PLAIN1] is found by REST, and that it ended long ago is no news', async () => {
    const page = await live()
    const notices: unknown[] = []
    page.socket.on('notification', notice => notices.push(notice))
    page.rest.tasks.set('t9', { id: 't9', status: 'done', result: 'long ago' })
    page.socket.askTask('t9')
    await microtasks()
    expect(taskOf(page, 't9')).toMatchObject({
      status: 'succeeded',
      result: 'long ago',
      streams: { text: { value: 'long ago', done: true } },
    })
    expect(notices).toEqual([])
  })

  test('[PLAIN1] is absent once REST did not name it twice', async () => {
    const page = await live()
    page.socket.askTask('t9')
    await microtasks()
    expect(taskOf(page, 't9')).toBeUndefined()
    await page.pass(3_000)
    expect(taskOf(page, 't9')).toBeNull()
    page.rest.tasks.set('t9', { id: 't9', status: 'running' })
    page.socket.askTask('t9')
    await page.pass(500)
    expect(taskOf(page, 't9')).toMatchObject({ status: 'running' })
  })

  test('[PLAIN1] without REST nobody knows, and nobody says so until the server does', async () => {
    const page = await live({ rest: false })
    page.socket.askTask('t9')
    await page.pass(29_000)
    expect(taskOf(page, 't9')).toBeUndefined()
    page.say({ type: 'task_update', task_id: 't9', status: 'done' })
    expect(taskOf(page, 't9')).toMatchObject({ status: 'succeeded' })
  })

  test('[PLAIN1] while REST fails the ask stays open, and is answered when it does not', async () => {
    const page = await live()
    page.rest.mode = 'down'
    page.socket.askTask('t9')
    await page.pass(5_000)
    page.rest.tasks.set('t9', { id: 't9', status: 'running' })
    page.rest.mode = 'up'
    await page.pass(8_000)
    expect(taskOf(page, 't9')).toMatchObject({ status: 'running' })
  })
})
