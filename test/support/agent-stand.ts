// An agent before a server of MSW, in time that a test moves: waits between attempts pass at once, an attempt's own time when told to.
import { http, HttpResponse, type JsonBodyType } from 'msw'
import type { SetupServer } from 'msw/node'
import { pageWorld, type AgentWorld } from '../../src/query/agent-world.ts'
import type { AgentOptions } from '../../src/query/agent.ts'
import { createAgent } from '../../src/query/create-agent.ts'
import * as TIMES from '../../src/query/times.ts'

export const BASE = 'http://agent.test/rs'

export interface StandWorld {
  readonly world: AgentWorld
  /** Every wait between two attempts, ms. */
  readonly waits: readonly number[]
  /** The time of every attempt that is under way is over. */
  readonly expire: () => void
  /** How many attempts and waits are under way. */
  readonly underWay: () => number
}

interface StandOptions {
  readonly roll?: number
  /** Waits do not pass. */
  readonly isHeld?: boolean
}

export const NOW = Date.parse('2026-05-01T12:00:00Z')

export function standWorld({ roll = 0.5, isHeld = false }: StandOptions = {}): StandWorld {
  const waits: number[] = []
  const wakes = new Set<() => void>()
  let ids = 0
  return {
    waits,
    expire: () => [...wakes].forEach(wake => wake()),
    underWay: () => wakes.size,
    world: {
      ...pageWorld,
      now: () => NOW,
      roll: () => roll,
      id: () => `id-${(ids += 1)}`,
      wakeAfter(delayMs, wake) {
        const isAttempt = delayMs === TIMES.attemptMs
        if (!isAttempt) waits.push(delayMs)
        if (!isAttempt && !isHeld) queueMicrotask(() => wakes.has(wake) && wake())
        wakes.add(wake)
        return () => void wakes.delete(wake)
      },
    },
  }
}

export function stand(options: Partial<AgentOptions> & StandOptions = {}) {
  const { roll, isHeld, ...rest } = options
  const time = standWorld({ ...(roll !== undefined && { roll }), ...(isHeld !== undefined && { isHeld }) })
  return { ...time, agent: createAgent({ baseUrl: BASE, world: time.world, ...rest }) }
}

export const wireHead = (changes: Readonly<Record<string, unknown>> = {}) => ({
  id: 't1',
  key: 'k1',
  kind: 'chat',
  rev: 1,
  attempt: 1,
  status: 'queued',
  cancelRequested: false,
  lengths: {},
  createdAt: 1_000,
  updatedAt: 1_000,
  ...changes,
})

export const wireTask = (changes: Readonly<Record<string, unknown>> = {}) => ({ ...wireHead(), input: { text: 'hi' }, ...changes })

const CURSOR = { epoch: 'e1', offset: 1, mark: 'm1' }

export const accepted = (changes: Readonly<Record<string, unknown>> = {}) =>
  HttpResponse.json({ task: wireHead(changes), cursor: CURSOR }, { status: 202 })

export const problem = (status: number, body: JsonBodyType = {}, headers: Readonly<Record<string, string>> = {}) =>
  HttpResponse.json(body, { status, headers: { 'content-type': 'application/problem+json', ...headers } })

export interface Asked {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

type Answer = Response | Promise<Response> | ((asked: Asked) => Response | Promise<Response>)

/** Answers requests below `BASE` one after the other, the last answer for ever; returns what was asked. */
export function answering(server: SetupServer, ...answers: readonly [Answer, ...Answer[]]): Asked[] {
  const asked: Asked[] = []
  server.use(
    http.all(`${BASE}/*`, async ({ request }) => {
      const { method, url, headers } = request
      const one = { method, url, headers: Object.fromEntries(headers), body: await request.clone().text() }
      const answer = answers[Math.min(asked.length, answers.length - 1)] ?? answers[0]
      asked.push(one)
      const response = await (typeof answer === 'function' ? answer(one) : answer)
      return response.type === 'error' ? response : response.clone()
    }),
  )
  return asked
}
