// Every code that a receipt of this server may carry, with what it means to the client. docs/PROTOCOL.md shows the same table.
import type { ReasonedError } from '../protocol/values.ts'
import type { StoredReceipt } from './store.ts'

export type ErrorCode =
  | 'invalid-data'
  | 'invalid-result'
  | 'unknown-op'
  | 'unknown-kind'
  | 'not-found'
  | 'conflict'
  | 'key-conflict'
  | 'too-large'
  | 'interrupted'
  | 'epoch-changed'
  | 'handler-timeout'

/**
 * None is retryable as it stands: the same command would be answered the same. The application's own ops, and the store (`too-large`,
 * `too-many`), answer with codes of their own besides these; an op that throws without a code answers `handler-failed`.
 */
export const ERRORS: Readonly<Record<ErrorCode, string>> = {
  /** The codec's own error says which field and why. */
  'invalid-data': 'The data is not what the op takes. docs/PROTOCOL.md lists what each op takes.',
  /** The message lists the issues. */
  'invalid-result': 'The op ran, but its answer is not what the application declares.',
  'unknown-op': 'This server has no such op. Declare it in the server option `ops`, or correct its name.',
  'unknown-kind': 'This server has no handler for this kind of task. Declare it in the server option `handlers`, or correct its name.',
  /** Of another user, or of nobody: never told apart (AUTH4). */
  'not-found': 'There is no such task.',
  conflict: 'The task moved on since this rev, so the answer no longer fits its question. Read the task and answer what it asks now.',
  'key-conflict': 'This key stands for a task of another kind or input. Give each submission a key of its own.',
  'too-large': 'The op ran, but its answer is larger than a frame may be. Answer with a reference to the data instead of the data.',
  /** Unconfirmed: it began, and nobody knows whether it finished (SEND5). */
  interrupted: 'The op began, and the server that ran it stopped before it could say how it ended.',
  /** Unconfirmed: the record of what ran went with the history (SEND6). */
  'epoch-changed': 'The history of this user was replaced since the op was first sent, and with it the record of whether it ran.',
  /** It may still finish: the server stopped waiting, and a resend never executes it again (SEND5). */
  'handler-timeout': 'The op did not answer in time; it may still finish. Make longer work a task.',
}

export const refusal = (code: ErrorCode, message: string = ERRORS[code]): StoredReceipt => rejected({ code, message, retryable: false })

export const rejected = (error: ReasonedError): StoredReceipt => ({ ok: false, error })
