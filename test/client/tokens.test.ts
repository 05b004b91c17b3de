import { expect, test } from 'vitest'
import { createHarness, microtasks } from '../support/client-harness.ts'

test('[AUTH3] a getToken that throws is reported and asked again', async () => {
  let calls = 0
  const harness = createHarness({
    getToken: () => {
      calls += 1
      if (calls === 1) throw new Error('boom')
      return 'token-2'
    },
  })
  harness.socket.connect()
  await microtasks()
  expect(harness.socket.store.status()).toMatchObject({ error: { code: 'token-failed' }, attempt: 1 })
  harness.manual.advance(500)
  await microtasks()
  harness.greet()
  expect(harness.manual.latest().sent[0]).toMatchObject({ type: 'hello', token: 'token-2' })
})

test('[AUTH3] a getToken that never answers has 10 s, is aborted at the next ask, and its late answer is not used', async () => {
  const answers: ((token: string) => void)[] = []
  const signals: AbortSignal[] = []
  const harness = createHarness({
    getToken: async ({ signal }) => {
      signals.push(signal)
      return new Promise(resolve => answers.push(resolve))
    },
  })
  harness.socket.connect()
  harness.manual.advance(10_000)
  harness.manual.advance(500)
  expect(signals.map(({ aborted }) => aborted)).toEqual([true, false])
  answers[0]?.('late')
  await microtasks()
  expect(harness.manual.sockets).toHaveLength(0)
  answers[1]?.('good')
  await microtasks()
  harness.greet()
  expect(harness.manual.latest().sent[0]).toMatchObject({ token: 'good' })
})

test('[AUTH3] null from getToken is signed out: halted, and reconnect asks again', async () => {
  const tokens: (string | null)[] = [null, 'token']
  const harness = createHarness({ getToken: () => tokens.shift() ?? null })
  harness.socket.connect()
  await microtasks()
  expect(harness.socket.store.status()).toMatchObject({ state: 'disconnected', reason: 'signed-out' })
  harness.socket.reconnect()
  await microtasks()
  harness.greet()
  expect(harness.socket.store.status().state).toBe('connected')
})

test('[AUTH3] the token is reused from dial to dial, and asked for anew once the server refused it', async () => {
  const asked: boolean[] = []
  const harness = createHarness({
    getToken: ({ refused }) => {
      asked.push(refused)
      return `token-${asked.length}`
    },
  })
  harness.socket.connect()
  await microtasks()
  harness.greet()
  harness.manual.latest().close(1006)
  harness.manual.advance(500)
  await microtasks()
  harness.greet({ outcome: 'replayed' })
  harness.manual.latest().close(4004)
  await microtasks()
  harness.greet({ outcome: 'replayed' })
  expect(asked).toEqual([false, true])
  expect(harness.manual.sockets.map(({ sent }) => sent[0]?.['token'])).toEqual(['token-1', 'token-1', 'token-2'])
})

test('[AUTH4] no token is ever logged', async () => {
  const lines: string[] = []
  const harness = createHarness({ getToken: () => 'secret-token', log: entry => void lines.push(JSON.stringify(entry)) })
  harness.socket.connect()
  await microtasks()
  harness.greet()
  for (const code of [1006, 4004, 4500, 1013]) {
    harness.manual.latest().close(code, 'why')
    harness.manual.advance(20_000)
    await microtasks()
    harness.manual.latest().open()
  }
  expect(lines.length).toBeGreaterThan(3)
  expect(lines.join('\n')).not.toContain('secret-token')
})
