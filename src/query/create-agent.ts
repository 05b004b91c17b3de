// `createAgent`: submits, cancels, reads and lists tasks over the HTTP API, with or without a socket beside it. Creation is pure.
import { type InputOf, inspectorOf, type Kind } from '../core/app.ts'
import type { Task } from '../core/model.ts'
import { id as idIn } from '../protocol/check.ts'
import { mendOf, Refusal, toJson } from '../protocol/codec.ts'
import type { Json } from '../protocol/values.ts'
import { AgentError, refusal } from './agent-error.ts'
import { pageWorld } from './agent-world.ts'
import type { Abortable, Accepted, Agent, AgentOptions, AgentPaths, ListOptions, SubmitOptions } from './agent.ts'
import { readerOf } from './answers.ts'
import { call, type Means } from './call.ts'
import { keysOf } from './query-keys.ts'
import { RETRY, type RetryPolicy, UNREADABLE } from './retry.ts'
import * as TIMES from './times.ts'
import { headTask, wholeTask } from './views.ts'

/** Only what is safe is sent again: each write bears a key, the same in every attempt. Calls throw an `AgentError`, or the reason of their signal. */
export function createAgent(options: AgentOptions): Agent {
  const { timeoutMs = TIMES.attemptMs, retry, getToken, identity = () => null, paths, decode, app, scope = '' } = options
  const world = { ...(options.world ?? pageWorld), ...(options.fetch !== undefined && { fetch: options.fetch }) }
  const means: Means = { world, policy: policyOf(retry), timeoutMs, getToken, identity }
  const at = pathsOf(paths ?? {})
  const base = baseOf(options.baseUrl)
  const urlOf = (path: string) => world.resolve(base + path)
  const read = readerOf(decode)
  const { payloads } = inspectorOf(app, () => {})

  async function submit<K extends Kind>(kind: K, input: InputOf<K>, how?: SubmitOptions): Promise<Accepted<K>>
  async function submit(
    kind: Kind,
    input: unknown,
    { key = world.id(), signal, conversation, retryOf }: SubmitOptions = {},
  ): Promise<Accepted> {
    const sent = jsonOf(input)
    // What is undefined is no JSON, and left out.
    const body = jsonOf({ kind, input: sent, conversation, retryOf })
    const answer = await call(means, { url: urlOf(at.tasks()), post: { key: keyOf(key), body }, signal, read: read.submit })
    return { task: headTask(answer.task, { input: sent }, payloads), cursor: answer.cursor ?? null }
  }

  async function get<K extends Kind = Kind>(idOrKey: string, how?: Abortable): Promise<Task<K> | null>
  async function get(idOrKey: string, { signal }: Abortable = {}): Promise<Task | null> {
    try {
      return wholeTask(await call(means, { url: urlOf(at.task(idOrKey)), signal, read: read.get }), payloads)
    } catch (error) {
      if (error instanceof AgentError && error.status === 404 && error.code !== UNREADABLE) return null
      throw error
    }
  }

  return {
    submit,
    get,
    async cancel(idOrKey, { signal } = {}) {
      const post = { key: world.id(), body: {} }
      const answer = await call(means, { url: urlOf(at.cancel(idOrKey)), post, signal, read: read.cancel })
      return answer === null ? null : { task: headTask(answer.task, {}, payloads), cursor: answer.cursor ?? null }
    },
    async list({ signal, ...page } = {}) {
      const answer = await call(means, { url: urlOf(withQuery(at.tasks(), page)), signal, read: read.list })
      return { tasks: answer.tasks.map(task => wholeTask({ task }, payloads)), next: answer.next ?? null }
    },
    keys: keysOf(scope),
    identity,
    world,
  }
}

const PATHS: AgentPaths = {
  tasks: () => '/tasks',
  task: idOrKey => `/tasks/${encodeURIComponent(idOrKey)}`,
  cancel: idOrKey => `/tasks/${encodeURIComponent(idOrKey)}/cancel`,
}

function policyOf(retry: AgentOptions['retry']): RetryPolicy {
  if (retry === false) return { ...RETRY, tries: 1 }
  const { tries = RETRY.tries, baseMs = RETRY.baseMs, capMs = RETRY.capMs, retryAfterCapMs = RETRY.retryAfterCapMs } = retry ?? {}
  return { tries, baseMs, capMs, retryAfterCapMs }
}

function pathsOf({ tasks = PATHS.tasks, task = PATHS.task, cancel = PATHS.cancel }: NonNullable<AgentOptions['paths']>): AgentPaths {
  return { tasks, task, cancel }
}

function baseOf(baseUrl: string | URL): string {
  const base = String(baseUrl)
  if (!/[?#]|\/\/[^/]*@/.test(base)) return base.replace(/\/+$/, '')
  throw new TypeError('The agent’s `baseUrl` has a query, a fragment or a password. Addresses are logged, so give tokens by `getToken`.')
}

function keyOf(key: string): string {
  if (!(idIn(key) instanceof Refusal)) return key
  throw refusal('invalid-data', 'The key is not 1 to 64 of A-Z a-z 0-9 _ -, so nothing was sent. Leave it out to have one made.')
}

function jsonOf(value: unknown): Json {
  const json = toJson(value)
  if (!(json instanceof Refusal)) return json
  throw refusal('invalid-data', `The input ${json.problem}, so nothing was sent. ${mendOf(json)}`)
}

function withQuery(path: string, { limit, before, conversation, status }: Omit<ListOptions, 'signal'>): string {
  const asked = { limit, before, conversation, status }
  const query = new URLSearchParams(Object.entries(asked).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])))
  return query.size === 0 ? path : `${path}${path.includes('?') ? '&' : '?'}${query}`
}
