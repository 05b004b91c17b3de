// The close-code table: what each code means and what a client does about it. One row each; the bands answer for the rest.

/**
 * `retry`: back off and dial. `retry-slowly`: the slow backoff. `retry-briefly`: slowly, and halt at three in a row without a stable live.
 * `resend-singly`: 1009, find the command that is too large (SEND7). `refresh`: fresh token, then dial (BACK3). `sign-in`: fresh token once, then halt.
 * `start-over`: another user, reset local state (AUTH1). `wipe`: halt and forget. `halt`: stop for good.
 */
export type CloseAction =
  | 'retry'
  | 'retry-slowly'
  | 'retry-briefly'
  | 'resend-singly'
  | 'refresh'
  | 'sign-in'
  | 'start-over'
  | 'wipe'
  | 'halt'

export type HaltReason = 'signed-out' | 'forbidden' | 'revoked' | 'replaced' | 'incompatible' | 'unknown'

export interface CloseRule {
  readonly name: string
  readonly action: CloseAction
  /** Why the page is halted, for the actions that can end there. */
  readonly halt: HaltReason
  /** Before welcome, this code proves that nothing was executed (SEND2). */
  readonly executedNothing: boolean
}

const rule = (name: string, action: CloseAction, halt: HaltReason = 'unknown'): CloseRule => ({
  name,
  action,
  halt,
  executedNothing: false,
})

const refusal = (name: string, action: CloseAction, halt?: HaltReason): CloseRule => ({
  ...rule(name, action, halt),
  executedNothing: true,
})

export const CLOSE_CODES: Readonly<Record<number, CloseRule>> = {
  1000: rule('normal', 'retry'),
  1001: rule('going away', 'retry'),
  1002: rule('protocol error', 'retry-briefly', 'incompatible'),
  1003: rule('unsupported data', 'retry-briefly', 'incompatible'),
  1005: rule('no code', 'retry'),
  1006: rule('abnormal', 'retry'),
  1007: rule('invalid data', 'retry-briefly', 'incompatible'),
  1008: refusal('policy', 'sign-in', 'signed-out'),
  1009: rule('too large', 'resend-singly'),
  1010: rule('missing extension', 'retry-briefly', 'incompatible'),
  1011: rule('server error', 'retry'),
  1012: rule('service restart', 'retry'),
  1013: refusal('try again later', 'retry-slowly'),
  1014: rule('bad gateway', 'retry'),
  1015: rule('TLS failure', 'retry'),
  3000: refusal('unauthorized', 'sign-in', 'signed-out'),
  3003: refusal('forbidden', 'halt', 'forbidden'),
  4000: rule('drain', 'retry'),
  4001: rule('heartbeat', 'retry'),
  4002: rule('slow consumer', 'retry'),
  4003: rule('gap', 'retry'),
  4004: refusal('token expired', 'refresh', 'signed-out'),
  4005: refusal('rate limited', 'retry-slowly'),
  4006: rule('no hello', 'retry'),
  4007: rule('superseded', 'retry'),
  4500: refusal('unauthenticated', 'sign-in', 'signed-out'),
  4501: rule('replaced', 'halt', 'replaced'),
  4502: refusal('unsupported version', 'retry-briefly', 'incompatible'),
  4503: rule('protocol violation', 'retry-briefly', 'incompatible'),
  4504: refusal('forbidden', 'halt', 'forbidden'),
  4505: refusal('revoked', 'wipe', 'revoked'),
  4506: refusal('too many', 'retry-slowly'),
  4507: refusal('not our server', 'halt', 'incompatible'),
  4508: refusal('other user', 'start-over', 'signed-out'),
}

const RETRY = rule('unknown', 'retry')
const HALT = rule('unknown, fatal band', 'halt')

/** The rule for any code: 4500–4999 that we do not know halt, all else retries. */
export function closeRuleOf(code: number): CloseRule {
  return CLOSE_CODES[code] ?? (code >= 4500 && code <= 4999 ? HALT : RETRY)
}
