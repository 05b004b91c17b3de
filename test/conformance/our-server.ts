// Our own server as the kit meets it: a kind that echoes, an op, and patience short enough for a test.
import type { Options } from '../../src/conformance/options.ts'
import type { Outcome } from '../../src/conformance/run.ts'
import type { Verdict } from '../../src/conformance/verdict.ts'
import type { Json } from '../../src/protocol/values.ts'
import type { Limits, ServerOptions, TaskHandle } from '../../src/server/types.ts'

const echo = async (input: { readonly text: string; readonly until?: string }, task: TaskHandle): Promise<{ readonly said: number }> => {
  const words = input.text.split(/(?<= )/)
  for (const word of words) {
    task.append(word)
    await task.flush()
  }
  task.progress(1, 2, 'half')
  if (input.until === 'cancelled') await new Promise(resolve => task.signal.addEventListener('abort', resolve))
  return { said: words.length }
}

let count = 0

export const ourOptions: Partial<ServerOptions> = {
  handlers: { echo },
  ops: { count: () => ++count },
  limits: { helloMs: 2000 },
  authenticate: ({ token }) => (token === null ? null : { user: token.replace(/-secret$/, '') }),
}

/** Silence and slowness that a test can wait for. */
export const IMPATIENT: Partial<Limits> = { ...ourOptions.limits, pingAfterMs: 1500, reapAfterMs: 3000, ackStallMs: 6000 }

export function kitOptions(port: number, more: Partial<Options> = {}): Options {
  return {
    url: `ws://127.0.0.1:${port}/rs`,
    origin: `http://127.0.0.1:${port}`,
    token: 'ada-secret',
    secondToken: 'bob-secret',
    http: { base: `http://127.0.0.1:${port}/rs`, standing: 'stated' },
    kind: 'echo',
    kindStanding: 'stated',
    input: INPUT,
    longInput: { ...INPUT, until: 'cancelled' },
    op: 'count',
    opData: null,
    only: [],
    slow: false,
    timeoutMs: 8000,
    ...more,
  }
}

const INPUT: { readonly [name: string]: Json } = { text: 'The sea \u{1F30A} is wide.' }

/** Every rule that was not kept, with what came of it. */
export function notPassed(outcome: Outcome): readonly (readonly [string, Verdict])[] {
  if ('unreachable' in outcome) throw new Error(outcome.unreachable)
  return outcome.results.flatMap(({ key, verdict }) => (verdict.outcome === 'passed' ? [] : [[key, verdict] as const]))
}
