// The agent before a server that loses, delays and refuses: what is sent again, when, under which key, and what its caller is told.
import { HttpResponse } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import { AgentError } from '../../src/query/agent-error.ts'
import { createAgent } from '../../src/query/create-agent.ts'
import { accepted, answering, BASE, NOW, problem, stand, wireHead, wireTask } from '../support/agent-stand.ts'

const server = setupServer()
beforeAll(() => server.listen({ onUnhandledFrame: 'error' } as never))
afterEach(() => server.resetHandlers())
afterAll(() => server.close())

const errorOf = async (call: Promise<unknown>): Promise<AgentError> => {
  const error: unknown = await call.then(
    value => value,
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(AgentError)
  return error as AgentError
}
const never = () => new Promise<Response>(() => {})
const keysOf = (asked: readonly { readonly headers: Readonly<Record<string, string>> }[]) =>
  asked.map(({ headers }) => headers['idempotency-key'])

describe('a submit', () => {
  test('[HTTP1] whose answers are lost is sent again with the same key and the same body', async () => {
    const { agent, waits } = stand()
    const asked = answering(server, HttpResponse.error(), HttpResponse.error(), accepted())
    const { task, cursor } = await agent.submit('chat', { text: 'hi' }, { conversation: 'support' })
    expect(keysOf(asked)).toEqual(['id-1', 'id-1', 'id-1'])
    expect(new Set(asked.map(({ body }) => body))).toEqual(
      new Set([JSON.stringify({ kind: 'chat', input: { text: 'hi' }, conversation: 'support' })]),
    )
    expect([task.id, task.status, task.input, cursor?.offset, waits]).toEqual(['t1', 'queued', { text: 'hi' }, 1, [150, 300]])
  })

  test('[TASK5] bears the key it was given', async () => {
    const asked = answering(server, accepted())
    await stand().agent.submit('chat', null, { key: 'mine' })
    expect([asked[0]?.method, asked[0]?.url, keysOf(asked)]).toEqual(['POST', `${BASE}/tasks`, ['mine']])
  })

  test('[GAP4] whose task has ended already is shown as waiting, for a head brings no result', async () => {
    answering(server, accepted({ status: 'succeeded', rev: 3, finishedAt: 2_000 }))
    const { task } = await stand().agent.submit('chat', null)
    expect([task.status, task.sync]).toEqual(['queued', 'stale'])
  })

  test.each([
    ['a key that is no id', () => stand().agent.submit('chat', null, { key: 'no id' })],
    ['an input that is no JSON', () => stand().agent.submit('chat', () => 1)],
  ])('with %s is refused before anything is sent', async (_, submit) => {
    const asked = answering(server, accepted())
    expect(await errorOf(submit())).toMatchObject({ code: 'invalid-data', retryable: false, mayHaveRun: false })
    expect(asked).toEqual([])
  })
})

describe('a user who changes meanwhile', () => {
  test('[AUTH1] gets nothing sent in their name: neither a retry, nor a first try whose token took a while', async () => {
    let user = 'ana'
    const lost = () => {
      user = 'bob'
      return HttpResponse.error()
    }
    const asked = answering(server, lost, accepted())
    const { agent } = stand({ identity: () => user, getToken: () => `token of ${user}` })
    expect(await errorOf(agent.submit('chat', { text: 'of ana' }))).toMatchObject({
      code: 'other-user',
      retryable: false,
      mayHaveRun: true,
    })
    const late = stand({
      identity: () => user,
      getToken: () => {
        user = 'cy'
        return 'token of cy'
      },
    })
    expect(await errorOf(late.agent.submit('chat', { text: 'of bob' }))).toMatchObject({ code: 'other-user', mayHaveRun: false })
    expect(asked.map(({ headers }) => headers['authorization'])).toEqual(['Bearer token of ana'])
  })

  test('[AUTH1] is handed no answer to what another asked for', async () => {
    let user = 'ana'
    const { agent } = stand({ identity: () => user })
    const asked = answering(server, () => {
      user = 'bob'
      return HttpResponse.json({ task: wireTask({ input: 'of ana' }) })
    })
    expect(await errorOf(agent.get('t1'))).toMatchObject({ code: 'other-user', retryable: false, mayHaveRun: true })
    expect(asked).toHaveLength(1)
  })
})

describe('what may pass is tried again', () => {
  test.each([408, 425, 429, 500, 502, 503, 504, 599])('[HTTP1] %i, four times in all', async status => {
    const { agent, waits } = stand()
    const asked = answering(server, problem(status))
    expect(await errorOf(agent.submit('chat', null))).toMatchObject({ status, code: `http-${status}`, retryable: true })
    expect([asked.length, waits]).toEqual([4, [150, 300, 600]])
  })

  test.each([400, 402, 403, 404, 405, 409, 410, 413, 415, 418, 422, 426])(
    '[HTTP1] %i is not: the same would fare no better',
    async status => {
      const asked = answering(server, problem(status, { code: 'key-conflict', detail: 'The key is taken.' }))
      expect(await errorOf(stand().agent.submit('chat', null))).toMatchObject({
        status,
        code: 'key-conflict',
        message: `The server answered ${status}: The key is taken.`,
        retryable: false,
        mayHaveRun: false,
      })
      expect(asked).toHaveLength(1)
    },
  )

  test('`retry: false` tries once, and `tries` as often as it says', async () => {
    const asked = answering(server, problem(503))
    await errorOf(stand({ retry: false }).agent.get('t1'))
    await errorOf(stand({ retry: { tries: 2, baseMs: undefined } }).agent.get('t1'))
    expect(asked).toHaveLength(3)
  })

  test('a page of a proxy in place of an answer, and half an answer, are no answer', async () => {
    const asked = answering(server, new HttpResponse('<h1>Sign in to the hotel</h1>'), new HttpResponse('{"task":{"id"'), accepted())
    expect((await stand().agent.submit('chat', null)).task.id).toBe('t1')
    expect(asked).toHaveLength(3)
  })

  test('JSON of another shape is not read, and not asked for again', async () => {
    const asked = answering(server, HttpResponse.json({ ok: true }))
    expect(await errorOf(stand().agent.get('t1'))).toMatchObject({ status: 200, code: 'unreadable', retryable: false })
    expect(asked).toHaveLength(1)
  })
})

describe('Retry-After', () => {
  test.each([
    ['seconds', { 'retry-after': '7' }, 7_150],
    ['a date, by the clock of this page', { 'retry-after': new Date(NOW + 3_000).toUTCString() }, 3_150],
    [
      'a date, by the clock of the server where it tells it',
      { 'retry-after': new Date(NOW + 93_000).toUTCString(), date: new Date(NOW + 90_000).toUTCString() },
      3_150,
    ],
    ['a date that is past', { 'retry-after': new Date(NOW - 3_000).toUTCString() }, 150],
    ['nonsense', { 'retry-after': 'soon' }, 150],
  ])('in %s is waited for, and then a share more', async (_, headers: Readonly<Record<string, string>>, waitMs) => {
    const { agent, waits } = stand()
    answering(server, problem(429, {}, headers), accepted())
    await agent.submit('chat', null)
    expect(waits).toEqual([waitMs])
  })

  test.each([3_600, 99_999_999_999])(
    'of %i s is beyond a minute and not waited for: the caller is told when to come again',
    async seconds => {
      const { agent, waits } = stand()
      const asked = answering(server, problem(503, { code: 'unavailable' }, { 'retry-after': String(seconds) }))
      expect(await errorOf(agent.get('t1'))).toMatchObject({ code: 'unavailable', retryable: true, retryAfterMs: seconds * 1_000 })
      expect([asked.length, waits]).toEqual([1, []])
    },
  )
})

describe('an attempt has its time', () => {
  test('a server that says nothing is left, and asked again', async () => {
    const { agent, expire } = stand()
    const asked = answering(server, never, accepted())
    const submitted = agent.submit('chat', null)
    await expect.poll(() => asked).toHaveLength(1)
    expire()
    expect((await submitted).task.id).toBe('t1')
    expect(keysOf(asked)).toEqual(['id-1', 'id-1'])
  })

  test('[HTTP1] a body that does not end is under it too', async () => {
    const { agent, expire } = stand({ retry: false })
    const { body, isRead } = endless()
    const asked = answering(server, () => new HttpResponse(body))
    const failed = errorOf(agent.get('t1'))
    await isRead
    expire()
    expect([await failed, asked.length]).toMatchObject([{ code: 'timeout', status: null, retryable: true, mayHaveRun: true }, 1])
  })

  test('so is a token that does not come', async () => {
    const { agent, expire, underWay } = stand({ retry: false, getToken: () => new Promise(() => {}) })
    const failed = errorOf(agent.get('t1'))
    expect(underWay()).toBe(1)
    expire()
    expect((await failed).code).toBe('timeout')
  })

  test('without end, where it is set so', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    onTestFinished(() => void vi.useRealTimers())
    const agent = createAgent({ baseUrl: BASE, timeoutMs: Infinity, fetch: never })
    const [ended, stop] = [vi.fn<() => void>(), new AbortController()]
    agent.get('t1', { signal: stop.signal }).catch(ended)
    await vi.advanceTimersByTimeAsync(86_400_000)
    expect([ended.mock.calls.length, vi.getTimerCount()]).toEqual([0, 1])
    stop.abort()
    await vi.advanceTimersByTimeAsync(0)
    expect([ended.mock.calls.length, vi.getTimerCount()]).toEqual([1, 0])
  })

  test('a fetch that does not listen to its signal holds nobody up', async () => {
    const { agent, expire, underWay } = stand({ retry: false, fetch: never })
    const failed = errorOf(agent.get('t1'))
    await expect.poll(() => underWay()).toBe(1)
    expire()
    expect([(await failed).code, underWay()]).toEqual(['timeout', 0])
  })
})

/** A body of one byte that goes on for ever, and when somebody reads it. */
function endless() {
  let resolve = (): void => {}
  const isRead = new Promise<void>(heard => {
    resolve = heard
  })
  let pulls = 0
  const body = new ReadableStream({
    pull(controller) {
      pulls += 1
      if (pulls === 1) controller.enqueue(new TextEncoder().encode('{'))
      if (pulls === 2) resolve()
      return pulls === 1 ? undefined : new Promise(() => {})
    },
  })
  return { body, isRead }
}

describe('an abort of the caller ends it at once, with the reason', () => {
  const reason = new Error('the page went on')

  test('before it begins', async () => {
    const asked = answering(server, accepted())
    await expect(stand().agent.submit('chat', null, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
    expect(asked).toEqual([])
  })

  test('while the server thinks', async () => {
    const asked = answering(server, never)
    const [{ agent, underWay }, stop] = [stand(), new AbortController()]
    const submitted = agent.submit('chat', null, { signal: stop.signal })
    await expect.poll(() => asked).toHaveLength(1)
    stop.abort(reason)
    await expect(submitted).rejects.toBe(reason)
    expect([underWay(), asked.length]).toEqual([0, 1])
  })

  test('while it waits to try again', async () => {
    const asked = answering(server, problem(503))
    const [{ agent, waits, underWay }, stop] = [stand({ isHeld: true }), new AbortController()]
    const submitted = agent.submit('chat', null, { signal: stop.signal })
    await expect.poll(() => waits).toHaveLength(1)
    stop.abort(reason)
    await expect(submitted).rejects.toBe(reason)
    expect([underWay(), asked.length]).toEqual([0, 1])
  })

  test('while the body is read', async () => {
    const { body, isRead } = endless()
    answering(server, () => new HttpResponse(body))
    const [{ agent, underWay }, stop] = [stand(), new AbortController()]
    const read = agent.get('t1', { signal: stop.signal })
    await isRead
    stop.abort(reason)
    await expect(read).rejects.toBe(reason)
    expect(underWay()).toBe(0)
  })
})

test('a fetch is told that its attempt is over, by its time or by its caller', async () => {
  const signals: (AbortSignal | null | undefined)[] = []
  const fetch = (_url: string, { signal }: RequestInit) => {
    signals.push(signal)
    return never()
  }
  const [{ agent, expire }, stop] = [stand({ fetch, retry: { tries: 2 } }), new AbortController()]
  const read = agent.get('t1', { signal: stop.signal })
  await expect.poll(() => signals).toHaveLength(1)
  expire()
  await expect.poll(() => signals).toHaveLength(2)
  expect(signals.map(signal => signal?.aborted)).toEqual([true, false])
  stop.abort()
  await expect(read).rejects.toThrow(/aborted/)
  expect(signals[1]?.aborted).toBe(true)
})

const everythingOf = (error: AgentError) => [Object.entries(error), error.message, error.stack, error.cause]

describe('tokens', () => {
  const bearers = (asked: readonly { readonly headers: Readonly<Record<string, string>> }[]) =>
    asked.map(({ headers }) => headers['authorization'])

  test('are asked for in each attempt, and once more, at once, when one was refused', async () => {
    let asking = 0
    const getToken = ({ refused }: { readonly refused: boolean }) => (refused ? 'fresh' : `old-${(asking += 1)}`)
    const { agent, waits } = stand({ getToken })
    const asked = answering(server, problem(503), problem(401), accepted())
    await agent.submit('chat', null)
    expect([bearers(asked), waits]).toEqual([['Bearer old-1', 'Bearer old-2', 'Bearer fresh'], [150]])
  })

  test('a second 401 ends it', async () => {
    const asked = answering(server, problem(401, { code: 'unauthenticated' }))
    expect(await errorOf(stand({ getToken: () => 'old' }).agent.get('t1'))).toMatchObject({ status: 401, code: 'unauthenticated' })
    expect(asked).toHaveLength(2)
  })

  test('without getToken a 401 is final', async () => {
    const asked = answering(server, problem(401))
    expect([(await errorOf(stand().agent.get('t1'))).status, asked.length, bearers(asked)]).toEqual([401, 1, [undefined]])
  })

  test('null is signed out: nothing is sent', async () => {
    const asked = answering(server, accepted())
    expect((await errorOf(stand({ getToken: () => null }).agent.submit('chat', null))).code).toBe('signed-out')
    expect(asked).toEqual([])
  })

  test('a source that throws is asked again', async () => {
    let asking = 0
    const getToken = () => {
      asking += 1
      if (asking === 1) throw new Error('the sign-in is down')
      return 'token'
    }
    answering(server, accepted())
    expect((await stand({ getToken }).agent.submit('chat', null)).task.id).toBe('t1')
  })

  test('[AUTH4] stand in no address, no log line and no error, whatever goes wrong', async () => {
    const said: unknown[] = []
    for (const level of ['log', 'warn', 'error'] as const) vi.spyOn(console, level).mockImplementation((...words) => void said.push(words))
    const getToken = () => 'SECRET'
    const answers = [
      HttpResponse.error(),
      problem(401, { code: 'SECRET', detail: 'The token SECRET is old.' }),
      problem(403, { detail: 'SECRET' }),
      problem(500, { detail: 'SECRET' }),
      HttpResponse.json({ token: 'SECRET' }),
    ]
    for (const answer of answers) {
      const asked = answering(server, answer)
      const error = await errorOf(stand({ getToken, retry: false }).agent.get('t1'))
      expect(bearers(asked)).toContain('Bearer SECRET')
      said.push(everythingOf(error), ...asked.map(({ url }) => url))
    }
    said.push(everythingOf(await errorOf(stand({ getToken: () => 'SECRET\n', retry: false }).agent.get('t1'))))
    expect(JSON.stringify(said)).not.toContain('SECRET')
    vi.restoreAllMocks()
  })
})

describe('what nobody knows is said', () => {
  test.each([
    ['lost, then refused', [HttpResponse.error(), problem(403)], true],
    ['unavailable, then refused', [problem(503), problem(409)], true],
    ['too many, then refused', [problem(429), problem(403)], false],
    ['refused', [problem(403)], false],
  ] as const)('[HTTP1] a call that was %s says whether it may have run', async (_, answers, mayHaveRun) => {
    answering(server, ...(answers as readonly [Response]))
    expect((await errorOf(stand().agent.submit('chat', null))).mayHaveRun).toBe(mayHaveRun)
  })
})

describe('reading', () => {
  test('a task comes with its streams, and null is one that the server does not know', async () => {
    const piece = { id: 't1', attempt: 1, name: 'text', kind: 'text', at: 0, chunk: 'Hello', done: true }
    const ended = wireTask({ status: 'succeeded', rev: 4, result: { pages: 3 }, finishedAt: 3_000, lengths: { text: 5 } })
    const asked = answering(server, HttpResponse.json({ task: ended, pieces: [piece] }), problem(404))
    const { agent } = stand()
    expect(await agent.get('t1')).toMatchObject({
      status: 'succeeded',
      result: { pages: 3 },
      sync: 'synced',
      streams: { text: { value: 'Hello' } },
    })
    expect([await agent.get('a/b'), asked[1]?.url]).toEqual([null, `${BASE}/tasks/a%2Fb`])
  })

  test('a 404 that is no JSON is not the server’s word: it is asked again, and says no more than that', async () => {
    const page = () => new HttpResponse('<h1>404 Not Found</h1>', { status: 404 })
    const asked = answering(server, page, HttpResponse.json({ task: wireTask({ rev: 2 }) }), page)
    expect(await stand().agent.get('t1')).toMatchObject({ rev: 2 })
    expect(asked).toHaveLength(2)
    expect(await errorOf(stand({ retry: false }).agent.get('t1'))).toMatchObject({ status: 404, code: 'unreadable', retryable: true })
  })

  test('a list is asked for by its filter, page by page', async () => {
    const asked = answering(server, HttpResponse.json({ tasks: [wireTask()], next: 'n1' }), HttpResponse.json({ tasks: [], next: null }))
    const { agent } = stand()
    const first = await agent.list({ conversation: 'a b', status: ['queued', 'running'], limit: 2 })
    expect([first.tasks.map(({ key }) => key), first.next]).toEqual([['k1'], 'n1'])
    expect(await agent.list({ before: 'n1' })).toEqual({ tasks: [], next: null })
    expect(asked.map(({ url }) => url)).toEqual([
      `${BASE}/tasks?limit=2&conversation=a+b&status=queued%2Crunning`,
      `${BASE}/tasks?before=n1`,
    ])
  })

  test('a cancel names its task in the path, bears a key too, and is sent again under it', async () => {
    const asked = answering(server, problem(503), accepted({ status: 'cancelled', rev: 2 }))
    expect((await stand().agent.cancel('k1'))?.task.status).toBe('cancelled')
    expect([asked.map(({ url }) => url), keysOf(asked)]).toEqual([
      [`${BASE}/tasks/k1/cancel`, `${BASE}/tasks/k1/cancel`],
      ['id-1', 'id-1'],
    ])
  })
})

describe('a server of another kind', () => {
  const agentOf = () =>
    stand({
      baseUrl: `${BASE}/`,
      paths: { tasks: () => '/jobs', task: id => `/jobs/${id}`, cancel: id => `/jobs/${id}/stop` },
      decode: (body, to) => {
        const { job, jobs } = (body ?? {}) as {
          job?: { job_id: string; state: string; answer?: unknown }
          jobs?: { job_id: string; state: string }[]
        }
        const task = (each: { job_id: string; state: string; answer?: unknown }) => ({
          id: each.job_id,
          status: each.state === 'done' ? 'succeeded' : each.state,
          ...(each.answer !== undefined && { result: each.answer }),
        })
        if (to === 'list') return { tasks: jobs?.map(task) }
        return job === undefined ? null : { task: task(job) }
      },
    }).agent

  test('has paths of its own, and need say no more of a task than its id and status', async () => {
    const asked = answering(
      server,
      HttpResponse.json({ job: { job_id: 'j1', state: 'queued' } }, { status: 201 }),
      HttpResponse.json({ job: { job_id: 'j1', state: 'done', answer: 42 } }),
      HttpResponse.json({ jobs: [{ job_id: 'j1', state: 'running' }] }),
      new HttpResponse(null, { status: 204 }),
      HttpResponse.json({ job: { job_id: 'j1', state: 'failed' } }),
    )
    const agent = agentOf()
    expect(await agent.submit('chat', 'hi')).toMatchObject({ task: { id: 'j1', key: 'j1', status: 'queued', rev: 1 }, cursor: null })
    expect(await agent.get('j1')).toMatchObject({ status: 'succeeded', result: 42, rev: 3 })
    expect(await agent.list()).toMatchObject({ tasks: [{ id: 'j1', status: 'running', rev: 2 }], next: null })
    expect(await agent.cancel('j1')).toBe(null)
    expect(await agent.get('j1')).toMatchObject({ status: 'failed', error: { code: 'failed' } })
    expect(asked.map(({ method, url }) => `${method} ${url.slice(BASE.length)}`)).toEqual([
      'POST /jobs',
      'GET /jobs/j1',
      'GET /jobs',
      'POST /jobs/j1/stop',
      'GET /jobs/j1',
    ])
  })
})

test('a `decode` that throws is a fault of the page: its caller sees it, and nothing is sent again', async () => {
  const asked = answering(server, HttpResponse.json({}))
  const decode = () => {
    throw new TypeError('no job in it')
  }
  await expect(stand({ decode }).agent.get('t1')).rejects.toThrow('no job in it')
  expect(asked).toHaveLength(1)
})

describe('an address', () => {
  test.each(['https://a.test/rs?token=SECRET', 'https://user:SECRET@a.test', '/rs#SECRET'])(
    '%s is refused, for addresses are logged',
    baseUrl => {
      expect(() => createAgent({ baseUrl })).toThrow(/getToken/)
      expect(() => createAgent({ baseUrl })).not.toThrow(/SECRET/)
    },
  )

  test('that is relative makes no agent fail, but its calls where there is no page, and tells how to mend it', async () => {
    await expect(createAgent({ baseUrl: '/rs' }).get('t1')).rejects.toThrow(/`baseUrl` a whole one/)
  })
})

test('a head that is not what the protocol says is not believed', async () => {
  answering(server, HttpResponse.json({ task: { ...wireHead(), rev: 0 } }))
  expect((await errorOf(stand().agent.submit('chat', null))).code).toBe('unreadable')
})
