// What `request` throws for every outcome but `accepted`.
import type { Outcome, ReasonedError } from '../core/model.ts'
import type { RequestFailure } from './types.ts'

const MEANINGS = {
  rejected: 'the server rejected it',
  expired: 'it could not be sent in time, and was not',
  cancelled: 'it was cancelled before it was sent',
  unconfirmed: 'it was sent and never answered, so it may have run',
  aborted: 'its signal was aborted; if it had been sent, it may have run',
} as const

/** `outcome` says how the request ended, `error` why, when the server said so. */
export class RequestError extends Error implements RequestFailure {
  override readonly name = 'RequestError'
  readonly outcome: RequestFailure['outcome']
  readonly code: string
  readonly error: ReasonedError | null

  constructor(op: string, outcome: RequestFailure['outcome'], error: ReasonedError | null = null) {
    super(`The request ${op} failed: ${error?.message ?? MEANINGS[outcome]}.`)
    this.outcome = outcome
    this.code = error?.code ?? outcome
    this.error = error
  }
}

/** The data of an accepted outcome; every other one throws. */
export function acceptedOr<T>(op: string, outcome: Outcome<T>): T {
  if (outcome.outcome === 'accepted') return outcome.data
  throw new RequestError(op, outcome.outcome, outcome.outcome === 'rejected' ? outcome.error : null)
}
