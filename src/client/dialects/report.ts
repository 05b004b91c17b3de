// One task as a server told it, in any of the usual names, made into one shape. What it does not say is null.
import { isRecord } from '../../core/submission.ts'
import { isSettled } from '../../protocol/notice.ts'
import type { Json, Progress, ReasonedError, TaskStatus } from '../../protocol/values.ts'
import { type Fields, first, firstText, idOf, jsonOf, nameOf } from './fields.ts'
import { statusInType, statusOf } from './words.ts'

export interface Report {
  readonly id: string
  /** Of the submit that began it. */
  readonly key: string | null
  /** Perhaps our own id, said back: it counts where it is a send's. */
  readonly echo: string | null
  readonly kind: string | null
  readonly conversation: string | null
  readonly input: Json | undefined
  readonly status: TaskStatus | null
  readonly progress: Progress | null
  readonly prompt: Json | undefined
  /** All of its text so far. */
  readonly text: string | null
  readonly result: Json | undefined
  readonly error: ReasonedError | null
}

const TASK_IDS = ['task_id', 'taskId', 'job_id', 'jobId']
const KEYS = ['key', 'request_id', 'requestId', 'correlation_id', 'correlationId', 'idempotency_key']
const RESULTS = ['result', 'response', 'output', 'answer']
const TEXTS = ['text', 'response', 'answer', 'content', 'output', 'message']

/** Whether it names a task in so many words. */
export const namesTask = (message: Fields): boolean => first(flat(message), TASK_IDS) !== undefined

/** null: it names no task that could be held here. */
export function reportOf(value: unknown, type = ''): Report | null {
  if (!isRecord(value)) return null
  const it = flat(value)
  const named = idOf(first(it, TASK_IDS))
  const own = idOf(it['id'])
  const id = named ?? own
  if (id === null) return null
  const result = jsonOf(first(it, RESULTS) ?? (isRecord(value['data']) && value['data'] === it['data'] ? undefined : it['data']))
  const problem = first(it, ['error', 'exception', 'detail'])
  const status = statusOf(first(it, ['status', 'state'])) ?? statusInType(type) ?? impliedBy(problem, result)
  return {
    id,
    key: idOf(first(it, KEYS)),
    echo: named === null ? null : own,
    kind: nameOf(first(it, ['kind', 'task_type', 'taskType', 'task_name'])),
    conversation: nameOf(first(it, ['conversation', 'conversation_id', 'conversationId', 'thread_id'])),
    input: jsonOf(first(it, ['input', 'query', 'prompt_text'])),
    status,
    progress: progressOf(it, status),
    prompt: jsonOf(it['prompt']),
    ...endingOf({ it, status, result, problem }),
  }
}

/** Fields of a payload count where the message has none of that name. */
function flat(message: Fields): Fields {
  const inner = ['task', 'payload', 'data', 'body'].map(name => message[name]).find(isRecord)
  return inner === undefined ? message : { ...inner, ...message }
}

function impliedBy(problem: unknown, result: Json | undefined): TaskStatus | null {
  if (problem !== undefined) return 'failed'
  return result === undefined ? null : 'succeeded'
}

interface Ending {
  readonly it: Fields
  readonly status: TaskStatus | null
  readonly result: Json | undefined
  readonly problem: unknown
}

function endingOf({ it, status, result, problem }: Ending): Pick<Report, 'text' | 'result' | 'error'> {
  const text = firstText(it, ['text', 'partial', 'partial_result'])
  if (status === 'failed') return { text, result: undefined, error: errorOf(problem ?? it['message'] ?? result) }
  if (status !== 'succeeded') return { text: text ?? (typeof result === 'string' ? result : null), result: undefined, error: null }
  const whole = result ?? payloadOf(it) ?? jsonOf(it['message'])
  return { text: text ?? textIn(whole), result: whole ?? null, error: null }
}

/** A payload that says nothing of the task itself is its result. */
function payloadOf(it: Fields): Json | undefined {
  const payload = first(it, ['payload', 'data'])
  const isEnvelope = isRecord(payload) && first(payload, [...TASK_IDS, 'status', 'state']) !== undefined
  return isEnvelope ? undefined : jsonOf(payload)
}

function textIn(result: Json | undefined): string | null {
  if (typeof result === 'string') return result
  return isRecord(result) ? firstText(result, TEXTS) : null
}

/** Why it failed, in whatever shape that is told. */
export function errorOf(problem: unknown): ReasonedError {
  const text =
    typeof problem === 'string' ? problem : isRecord(problem) ? firstText(problem, ['message', 'detail', 'error', 'reason']) : null
  const code = isRecord(problem) ? nameOf(problem['code'] ?? problem['type']) : null
  const retryable = isRecord(problem) && problem['retryable'] === true
  return { code: code ?? 'failed', message: text ?? 'The server said that it failed, and not why.', retryable }
}

function progressOf(it: Fields, status: TaskStatus | null): Progress | null {
  if (status !== null && isSettled(status)) return null
  const given = first(it, ['progress', 'percent', 'percentage'])
  const message = firstText(it, ['message', 'step', 'stage'])
  if (isRecord(given)) {
    const value = numberOf(first(given, ['value', 'current', 'done', 'percent']))
    const total = numberOf(first(given, ['total', 'max']))
    return value === null ? null : { value, total: total ?? scaleOf(value), message: firstText(given, ['message']) ?? message }
  }
  const value = numberOf(given)
  if (value === null) return message === null ? null : { value: 0, total: null, message }
  return { value, total: scaleOf(value), message }
}

const scaleOf = (value: number): number => (value <= 1 ? 1 : 100)

function numberOf(value: unknown): number | null {
  const number = typeof value === 'string' ? Number.parseFloat(value) : value
  return typeof number === 'number' && Number.isFinite(number) ? number : null
}
