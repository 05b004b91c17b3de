// The demo as a whole, without a browser: real processes, the real fault proxy, the real client, and an answer that outlives each fault.
import { createServer } from 'node:http'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { listen } from '../../demo/listen.ts'
import { createResilientSocket, type ResilientSocket, type Task } from '../../src/client/index.ts'
import { expectedAnswer, startDemo, type StartedDemo } from '../support/demo.ts'

/** Its answer depends on no document. */
const QUESTION = 'What can you do?'
const ANSWER = expectedAnswer(QUESTION)

let demo: StartedDemo
let socket: ResilientSocket

beforeAll(async () => {
  demo = await startDemo({ page: false, pace: 30 })
})

afterAll(() => demo.stop())

beforeEach(async () => {
  socket = await connectTo(demo)
})

async function connectTo({ socketUrl, control }: StartedDemo): Promise<ResilientSocket> {
  const { user, token } = await control.signIn()
  const connected = createResilientSocket({ url: socketUrl, identity: user, getToken: () => token, log: () => {} })
  connected.connect()
  await connected.ready()
  return connected
}

afterEach(async () => {
  socket.dispose()
  await demo.control.fault({ mode: 'pass' })
})

const until = (check: () => void) => vi.waitFor(check, { timeout: 30_000, interval: 10 })

function held(key: string): Task {
  const task = socket.store.task(key)
  if (task === null || task === undefined) throw new Error(`the client holds no task ${key}`)
  return task
}

const textOf = (task: Task): unknown => task.streams['text']?.value ?? ''

/** A question, and some of its answer already here. */
async function askAndHearSome(): Promise<string> {
  const { id } = socket.submit('chat', { text: QUESTION }, { conversation: 'demo' })
  await until(() => expect(String(textOf(held(id))).length).toBeGreaterThan(20))
  return id
}

async function expectWhole(key: string): Promise<Task> {
  await until(() => expect(held(key).status).toBe('succeeded'))
  await until(() => expect(textOf(held(key))).toBe(ANSWER))
  return held(key)
}

describe('an answer is whole, character for character,', () => {
  test.each(['cut', 'reset'] as const)('after a %s', async mode => {
    const key = await askAndHearSome()
    await demo.control.fault({ mode })
    expect(await expectWhole(key)).toMatchObject({ attempt: 1 })
  })

  test.each(['blackhole', 'refuse'] as const)('after a %s that heals', async mode => {
    const key = await askAndHearSome()
    await demo.control.fault({ mode })
    await until(() => expect(socket.store.status().freshness).toBe('stale'))
    await demo.control.fault({ mode: 'pass' })
    expect(await expectWhole(key)).toMatchObject({ attempt: 1 })
  })

  test('over a slow link', async () => {
    const key = await askAndHearSome()
    await demo.control.fault({ mode: 'delay', delayMs: 300 })
    expect(await expectWhole(key)).toMatchObject({ attempt: 1 })
  })

  test('by a second attempt, after the server was killed in the middle of it', async () => {
    const key = await askAndHearSome()
    await demo.control.killServer()
    await demo.control.restartServer()
    expect(await expectWhole(key)).toMatchObject({ attempt: 2 })
  })

  test('after the server was restarted politely in the middle of it', async () => {
    const key = await askAndHearSome()
    await demo.control.restartServer()
    expect(await expectWhole(key)).toMatchObject({ attempt: 2 })
  })
})

test('a table is profiled with a result', async () => {
  const { id } = socket.submit('profile', { text: 'Profile', name: 'a.csv', content: 'a,b\n1,x\n3,y' }, { conversation: 'demo' })
  await until(() => expect(held(id)).toMatchObject({ status: 'succeeded', result: { type: 'table', rows: 2 } }))
  expect(textOf(held(id))).toMatch(/^a\.csv: 2 rows, 2 columns/)
})

test('what cannot be profiled fails with its code', async () => {
  const { id } = socket.submit('profile', { text: 'Profile', name: 'a.csv', content: ' ' }, { conversation: 'demo' })
  await until(() => expect(held(id)).toMatchObject({ status: 'failed', error: { code: 'empty-file' } }))
})

test('a reminder is told once, though the link broke before it was due', async () => {
  const heard: string[] = []
  socket.on('notification', ({ kind }) => void heard.push(kind))
  const { id, settled } = socket.submit('reminder', {})
  await settled
  await demo.control.fault({ mode: 'refuse' })
  await until(() => expect(socket.store.status().state).toBe('reconnecting'))
  await demo.control.fault({ mode: 'pass' })
  await until(() => expect(held(id).status).toBe('succeeded'))
  expect(heard.filter(kind => kind === 'reminder')).toHaveLength(1)
})

test("with LLM_BASE_URL set the answer is the model's, which is told what was said before", async () => {
  const prompts: string[] = []
  const model = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString()))
    request.on('end', () => {
      prompts.push(body)
      response.end(`data: {"choices":[{"delta":{"content":"answer ${prompts.length}"}}]}\n\ndata: [DONE]\n\n`)
    })
  })
  const port = await listen(model, 0)
  const modelDemo = await startDemo({ page: false, env: { LLM_BASE_URL: `http://127.0.0.1:${port}/v1` } })
  const asker = await connectTo(modelDemo)
  for (const text of ['first question', 'second question']) {
    const { id } = asker.submit('chat', { text }, { conversation: 'demo' })
    await until(() => expect(asker.store.task(id)).toMatchObject({ status: 'succeeded' }))
  }
  expect(JSON.parse(prompts[1] ?? '').messages.slice(1)).toEqual([
    { role: 'user', content: 'first question' },
    { role: 'assistant', content: 'answer 1' },
    { role: 'user', content: 'second question' },
  ])
  asker.dispose()
  await modelDemo.stop()
  model.close()
})

test('a forged token signs nobody in', async () => {
  const { user, token } = await demo.control.signIn()
  const forged = token.replace(user, 'visitor-000000000000')
  const stranger = createResilientSocket({ url: demo.socketUrl, identity: 'visitor-000000000000', getToken: () => forged, log: () => {} })
  stranger.connect()
  await until(() => expect(stranger.store.status()).toMatchObject({ state: 'disconnected', reason: 'signed-out' }))
  stranger.dispose()
})
