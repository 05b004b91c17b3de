// One call over HTTP: attempts, each within its time, until one is answered or the policy gives up.
import type { TokenContext } from '../client/types.ts'
import { type Decoder, Refusal } from '../protocol/check.ts'
import { faultOf } from '../protocol/codec.ts'
import * as WIRE from '../protocol/limits.ts'
import type { Json } from '../protocol/values.ts'
import { AgentError } from './agent-error.ts'
import type { AgentWorld } from './agent-world.ts'
import { refusalOf } from './refusal.ts'
import { afterFailure, type Attempt, type Failure, type RetryPolicy } from './retry.ts'
import { pause, withinTime } from './within-time.ts'

export interface Means {
  readonly world: AgentWorld
  readonly policy: RetryPolicy
  readonly timeoutMs: number
  /** Asked in each attempt. */
  readonly getToken: ((context: TokenContext) => string | null | Promise<string | null>) | undefined
  readonly identity: () => string | null
}

export interface Call<T> {
  readonly url: string
  /** A POST, under this key; without it a GET. Each attempt sends the same. */
  readonly post?: { readonly key: string; readonly body: Json }
  readonly signal: AbortSignal | undefined
  /** An empty answer is null. */
  readonly read: Decoder<T>
}

type Answer<T> = { readonly what: 'read'; readonly value: T } | Failure

/** The answer, read. Throws an `AgentError`, or the signal's reason. */
export async function call<T>(means: Means, asked: Call<T>): Promise<T> {
  const { world, policy, getToken } = means
  const user = means.identity()
  let attempt: Attempt = { number: 1, token: getToken === undefined ? 'none' : 'first', mayHaveRun: false }
  for (;;) {
    const answer = await attempted(means, asked, { ...attempt, user })
    if (answer.what === 'read') return answer.value
    const verdict = afterFailure(policy, { attempt, failure: answer }, { now: world.now(), roll: world.roll() })
    switch (verdict.next) {
      case 'give-up':
        throw new AgentError(verdict.problem)
      case 'renew-token':
        attempt = { ...attempt, token: 'renewed' }
        break
      case 'send-again':
        await pause(world, verdict.waitMs, asked.signal)
        attempt = { ...attempt, number: attempt.number + 1, mayHaveRun: verdict.mayHaveRun }
    }
  }
}

async function attempted<T>(means: Means, asked: Call<T>, attempt: Attempt & { readonly user: string | null }): Promise<Answer<T>> {
  const { world, timeoutMs, identity } = means
  const answer = await withinTime({ world, timeoutMs, signal: asked.signal }, async signal => {
    const token = await tokenOf(means, { signal, refused: attempt.token === 'renewed' })
    // The token may have taken a while, and be of whoever signed in meanwhile.
    if (identity() !== attempt.user) return { what: 'other-user' as const }
    if (typeof token === 'object' && token !== null) return token
    const answered = await exchanged(asked, { world, token, signal })
    return identity() === attempt.user ? answered : { what: 'overtaken' as const }
  })
  return answer === 'timeout' ? { what: 'timeout' } : answer
}

async function tokenOf({ getToken }: Means, context: TokenContext): Promise<string | null | Failure> {
  if (getToken === undefined) return null
  try {
    return (await getToken(context)) ?? { what: 'signed-out' }
  } catch {
    return { what: 'token-failed' }
  }
}

interface Exchange {
  readonly world: AgentWorld
  readonly token: string | null
  readonly signal: AbortSignal
}

async function exchanged<T>({ url, post, read }: Call<T>, { world, token, signal }: Exchange): Promise<Answer<T>> {
  const headers = {
    accept: 'application/json',
    ...(token !== null && { authorization: `Bearer ${token}` }),
    ...(post !== undefined && { 'content-type': 'application/json', 'idempotency-key': post.key }),
  }
  const init = post === undefined ? { method: 'GET' } : { method: 'POST', body: JSON.stringify(post.body) }
  const answer = await world
    .fetch(url, { ...init, headers, signal, cache: 'no-store' })
    .then(async response => ({ response, text: await response.text() }))
    .catch(() => null)
  if (answer === null) return { what: 'no-answer' }
  const { response, text } = answer
  const body = parsed(text)
  // A proxy's page while the server restarts is no word of the server's that there is no such task.
  if (body === undefined && response.status === 404) return { what: 'garbled', status: 404 }
  return response.ok ? readAs(read, body, response.status) : refusalOf({ response, body, token }, world)
}

function readAs<T>(read: Decoder<T>, body: Json | undefined, status: number): Answer<T> {
  if (body === undefined) return { what: 'garbled', status }
  const value = faultOf(body, WIRE.downDepth) ?? read(body)
  return value instanceof Refusal ? { what: 'unreadable', status } : { what: 'read', value }
}

function parsed(text: string): Json | undefined {
  try {
    return text === '' ? null : JSON.parse(text)
  } catch {
    return undefined
  }
}
