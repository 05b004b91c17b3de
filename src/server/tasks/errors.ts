// The errors of workers: the one a handler throws to fail with a code, and the one it gets when the task is no longer its own.
import { name } from '../../protocol/check.ts'
import { mendOf, Refusal, toJson as asJson } from '../../protocol/codec.ts'
import type { Json, ReasonedError } from '../../protocol/values.ts'
import { TASK_LIMITS } from './limits.ts'

/** Throw it from a handler to choose what the user is told, `failed{code, message}`, or from an op: `rejected{code, message}`. */
export class TaskError extends Error {
  override readonly name = 'TaskError'
  /** Its message is written for the user. */
  readonly expose = true
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

/**
 * What the user is told of a throw: its code, and its message only where that was written for the user. An error of a database or
 * of the network names hosts and rows in its message; the log has it.
 */
export function reasonOf(thrown: unknown): ReasonedError {
  return { code: codeOf(thrown), message: messageOf(thrown).slice(0, TASK_LIMITS.messageLength), retryable: isRetryable(thrown) }
}

function messageOf(thrown: unknown): string {
  const message = isFields(thrown) && isForUsers(thrown) ? thrown['message'] : ''
  return typeof message === 'string' && message !== '' ? message : 'Something went wrong on the server.'
}

/** A `TaskError`, an error that says `expose: true`, as those of http-errors do, or an object that is no error at all. */
function isForUsers(thrown: Readonly<Record<string, unknown>>): boolean {
  return thrown['expose'] === true || !(thrown instanceof Error || 'stack' in thrown)
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
  throw new TaskError(json.code, `The value ${json.problem}, so it cannot be sent. ${mendOf(json)}`)
}
