// What to do after a failed attempt: ask for a fresh token, wait and send the same again, or give up. Only what is safe is sent again.
import type { Moment } from '../core/events.ts'
import { type AgentProblem, OTHER_USER } from './agent-error.ts'
import * as BOUNDS from './limits.ts'
import * as TIMES from './times.ts'

export interface RetryPolicy {
  /** Attempts in all, the first included. */
  readonly tries: number
  /** The first wait is a random share of this (full jitter); each later ceiling is twice the one before. */
  readonly baseMs: number
  readonly capMs: number
  /** A `Retry-After` beyond this is not waited for: the call fails at once, and its error says when to come again. */
  readonly retryAfterCapMs: number
}

/** Nothing that this agent reads came; whatever the status is, it is no word of the server's. */
export const UNREADABLE = 'unreadable'

export const RETRY: RetryPolicy = {
  tries: BOUNDS.tries,
  baseMs: TIMES.baseMs,
  capMs: TIMES.capMs,
  retryAfterCapMs: TIMES.retryAfterCapMs,
}

export interface Attempt {
  /** 1 for the first. */
  readonly number: number
  /** `none`: nobody gives tokens. `renewed`: the server refused the one before. */
  readonly token: 'none' | 'first' | 'renewed'
  /** One before it was sent, and nobody knows its end. */
  readonly mayHaveRun: boolean
}

/** When the server said to come again: a duration, or an instant by this machine's clock. */
export type RetryAfter = { readonly afterMs: number } | { readonly at: number }

export type Failure =
  | {
      readonly what: 'refused'
      readonly status: number
      readonly code: string | null
      readonly detail: string | null
      readonly retryAfter: RetryAfter | null
    }
  /** `garbled` is no JSON, as a page of a proxy or half an answer; `unreadable` is JSON of another shape. */
  | { readonly what: 'garbled' | 'unreadable'; readonly status: number }
  | { readonly what: 'no-answer' | 'timeout' | 'token-failed' | 'signed-out' }
  /** Somebody else has signed in: before it was sent, or since. */
  | { readonly what: 'other-user' | 'overtaken' }

export type Verdict =
  | { readonly next: 'renew-token' }
  | { readonly next: 'send-again'; readonly waitMs: number; readonly mayHaveRun: boolean }
  | { readonly next: 'give-up'; readonly problem: AgentProblem }

export function afterFailure(
  policy: RetryPolicy,
  { attempt, failure }: { readonly attempt: Attempt; readonly failure: Failure },
  { now, roll }: Moment,
): Verdict {
  if (failure.what === 'refused' && failure.status === 401 && attempt.token === 'first') return { next: 'renew-token' }
  const problem = { ...problemOf(failure, now), mayHaveRun: attempt.mayHaveRun || isUnknown(failure) }
  const { retryAfterMs } = problem
  const isTooLate = retryAfterMs !== null && retryAfterMs > policy.retryAfterCapMs
  if (!problem.retryable || isTooLate || attempt.number >= policy.tries) return { next: 'give-up', problem }
  // Never sooner than the server said, and not all who were told the same at once.
  const waitMs = (retryAfterMs ?? 0) + roll * ceilingMs(policy, attempt)
  return { next: 'send-again', waitMs, mayHaveRun: problem.mayHaveRun }
}

const ceilingMs = ({ baseMs, capMs }: RetryPolicy, { number }: Attempt): number => Math.min(capMs, baseMs * 2 ** (number - 1))

/** The server did not do it, or may do it later: with its key, the same request is harmless. */
const isPassing = (status: number): boolean => status === 408 || status === 425 || status === 429 || (status >= 500 && status <= 599)

function isUnknown(failure: Failure): boolean {
  if (failure.what === 'refused') return failure.status >= 500 || failure.status === 408
  return failure.what !== 'token-failed' && failure.what !== 'signed-out' && failure.what !== 'other-user'
}

function problemOf(failure: Failure, now: number): Omit<AgentProblem, 'mayHaveRun'> {
  if (failure.what !== 'refused')
    return { status: 'status' in failure ? failure.status : null, retryAfterMs: null, ...PROBLEMS[failure.what] }
  const { status, code, detail, retryAfter } = failure
  return {
    status,
    code: code ?? `http-${status}`,
    message: `The server answered ${status}${detail === null ? '.' : `: ${detail.slice(0, BOUNDS.detail)}`}`,
    retryable: isPassing(status),
    retryAfterMs: retryAfter === null ? null : msUntil(retryAfter, now),
  }
}

const msUntil = (retryAfter: RetryAfter, now: number): number =>
  'afterMs' in retryAfter ? retryAfter.afterMs : Math.max(0, retryAfter.at - now)

const OTHER = { code: 'other-user', retryable: false, message: OTHER_USER }

const PROBLEMS: Readonly<Record<Exclude<Failure['what'], 'refused'>, Pick<AgentProblem, 'code' | 'retryable' | 'message'>>> = {
  garbled: {
    code: UNREADABLE,
    retryable: true,
    message:
      'The answer is no JSON, so nobody can say what became of the request. A proxy or a captive portal may have answered. Try again.',
  },
  unreadable: {
    code: UNREADABLE,
    retryable: false,
    message: 'The answer is not what this agent reads. Check `baseUrl`; for a server of another kind give the agent `paths` and `decode`.',
  },
  'no-answer': {
    code: 'network',
    retryable: true,
    message: 'No answer came, so nobody can say whether the server got the request. Check the network, and try again.',
  },
  timeout: {
    code: 'timeout',
    retryable: true,
    message: 'The answer was not complete in time, so nobody can say what became of the request. Try again, or raise `timeoutMs`.',
  },
  'token-failed': {
    code: 'token-failed',
    retryable: true,
    message: '`getToken` failed, so nothing was sent. Try again when it can give a token.',
  },
  'signed-out': {
    code: 'signed-out',
    retryable: false,
    message: '`getToken` gave null: nobody is signed in, so nothing was sent. Sign in, and try again.',
  },
  'other-user': OTHER,
  overtaken: OTHER,
}
