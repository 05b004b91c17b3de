import { expect, test } from 'vitest'
import type { MachineState } from '../../src/core/state.ts'
import { type Bench, command, created, createBench, events, outcomesBy } from '../support/builders.ts'

/** What follows a close of a live socket that has lasted, as one word. */
function after(code: number, bench: Bench = stable()): string {
  const at = bench.now()
  bench.lose(code)
  return wordOf(bench.state(), at)
}

function wordOf({ phase }: MachineState, at: number): string {
  if (phase.name === 'halted') return phase.reason
  if (phase.name !== 'waiting') return 'at once'
  return phase.retryAt - at >= 5_000 ? 'slowly' : 'retry'
}

function stable(): Bench {
  const bench = createBench({ identity: 'ana', hasToken: true })
  bench.live()
  bench.hear(events(0, [created('t1')]))
  bench.advance(3_500)
  bench.hear(events(1, []))
  bench.advance(3_500)
  bench.hear(events(1, []))
  return bench
}

test.each([
  ...[1000, 1001, 1005, 1006, 1011, 1012, 1014, 1015, 4000, 4001, 4002, 4003, 4006, 4007, 999, 3500, 4499].map(
    code => [code, 'retry'] as const,
  ),
  ...[1013, 4005, 4506, 1002, 1003, 1007, 1010, 4502, 4503].map(code => [code, 'slowly'] as const),
  [1009, 'retry'],
  ...[4004, 4500, 1008, 3000, 4508].map(code => [code, 'at once'] as const),
  [4501, 'replaced'],
  ...[4504, 3003].map(code => [code, 'forbidden'] as const),
  [4505, 'revoked'],
  [4507, 'incompatible'],
  ...[4509, 4999].map(code => [code, 'unknown'] as const),
] as const)('[BACK1] close code %i of a stable link leads to: %s', (code, word) => {
  expect(after(code)).toBe(word)
})

test.each([1002, 1003, 1007, 1010, 4502, 4503])('[BACK5] three %i in a row without a stable live halt as incompatible', code => {
  const bench = stable()
  const words = [1, 2, 3].map(() => {
    const word = after(code, bench)
    if (bench.state().phase.name === 'waiting') bench.open()
    return word
  })
  expect(words).toEqual(['slowly', 'slowly', 'incompatible'])
})

test('[BACK5] another close between breaks the row, and so does a link that lasts', () => {
  const bench = stable()
  for (const code of [1002, 1002, 1006, 1002, 1002]) {
    after(code, bench)
    bench.open()
  }
  expect(bench.state().phase.name).toBe('greeting')
})

test.each([4004, 4508])('[BACK3] a second %i without a stable live between waits its turn', code => {
  const bench = stable()
  after(code, bench)
  bench.open()
  expect(after(code, bench)).toBe('retry')
})

test.each([4500, 1008, 3000])('[AUTH3] %i asks for a fresh token once, then halts as signed out', code => {
  const bench = stable()
  expect(bench.lose(code)).toContainEqual({ type: 'get-token', use: 'hello', dial: 2, fresh: true, refused: true })
  bench.open()
  expect(after(code, bench)).toBe('signed-out')
})

test.each([4500, 1008, 3000])('[AUTH3] %i halts at once where there is no token to get', code => {
  const bench = createBench({ identity: 'ana' })
  bench.live()
  expect(after(code, bench)).toBe('signed-out')
})

test('[AUTH1] 4505 forgets everything of the user', () => {
  const bench = stable()
  bench.tell({ type: 'send', command: command('a') })
  expect(outcomesBy(bench.lose(4505))).toEqual([['a', 'unconfirmed']])
  expect(bench.state()).toMatchObject({ tasks: new Map(), cursor: null, user: null, outbox: { entries: [] } })
})

test('[AUTH1] 4508 before welcome: unwritten and taken-back sends are cancelled, all is forgotten, and it dials', () => {
  const bench = stable()
  bench.lose(1006)
  bench.tell({ type: 'send', command: command('a') })
  bench.open()
  expect(outcomesBy(bench.lose(4508))).toEqual([['a', 'cancelled']])
  expect(bench.state()).toMatchObject({ phase: { name: 'dialing' }, tasks: new Map(), cursor: null })
})

test('[BACK4] shouldReconnect ends retries, but a wipe stays a wipe and a verdict keeps its reason', () => {
  const denied = (code: number) => {
    const bench = stable()
    bench.lose(code, { allowed: false })
    const { phase, tasks } = bench.state()
    return [phase.name === 'halted' && phase.reason, tasks.size]
  }
  expect(denied(1006)).toEqual(['gave-up', 1])
  expect(denied(4504)).toEqual(['forbidden', 1])
  expect(denied(4505)).toEqual(['revoked', 0])
  expect(denied(4508)).toEqual(['gave-up', 0])
})

test("[BACK2] a close that dials at once still waits for the server's hint", () => {
  const bench = stable()
  const at = bench.now()
  bench.hear({ type: 'bye', code: 4004, reason: '', retryAfterMs: 20_000, spreadMs: 2_000 })
  bench.lose(4004)
  expect(bench.state().phase).toEqual({ name: 'waiting', retryAt: at + 21_000 })
})
