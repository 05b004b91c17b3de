// The errors of workers: the one a handler throws to fail with a code, and the one it gets when the task is no longer its own.
import { name } from '../../protocol/check.ts'
import { Refusal, toJson as asJson } from '../../protocol/codec.ts'
import type { Json, ReasonedError } from '../../protocol/values.ts'
import { TASK_LIMITS } from './limits.ts'

/** Throw it from a handler to choose what the user is told: `failed{code, message}`. */
export class TaskError extends Error {
  override readonly name = 'TaskError'
  readonly code: string
  readonly retryable: boolean

  constructor(code: string, message: string, options: { readonly retryable?: boolean } = {}) {
    super(message)
    this.code = code
    this.retryable = options.retryable ?? false
  }
}

/** The task is over, or another attempt has it: nothing was written, and nothing will be (TASK3). */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost'
  readonly code = 'lease-lost'
}

export function leaseLost(taskId: string): LeaseLost {
  return new LeaseLost(
    `Task ${taskId} is no longer this worker's: it ended, or its lease ran out. Nothing was written. Stop working on it.`,
  )
}

export function abortedBy(message: string): DOMException {
  return new DOMException(message, 'AbortError')
}

/** What the user is told of a throw, of a `TaskError` or not: its own code and message, never a stack. */
export function reasonOf(thrown: unknown): ReasonedError {
  const message = messageOf(thrown).slice(0, TASK_LIMITS.messageLength)
  return { code: codeOf(thrown), message, retryable: isRetryable(thrown) }
}

function messageOf(thrown: unknown): string {
  if (isFields(thrown) && typeof thrown['message'] === 'string' && thrown['message'] !== '') return thrown['message']
  return 'The task failed without saying why.'
}

function codeOf(thrown: unknown): string {
  const code = isFields(thrown) ? name(thrown['code']) : null
  return typeof code === 'string' ? code : 'handler-failed'
}

function isRetryable(thrown: unknown): boolean {
  return isFields(thrown) && thrown['retryable'] === true
}

function isFields(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}

/** A handler's value as JSON, `undefined` as null. What cannot travel to a client is an error that says so. */
export function toJson(value: unknown): Json {
  const json = asJson(value)
  if (!(json instanceof Refusal)) return json
  throw new TaskError(json.code, `The value ${json.problem}, so it cannot be sent. Return or append plain data.`)
}
