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

const rule = (name: string, action: CloseAction, halt: HaltReason = 'unknown', executedNothing = false): CloseRule => ({
  name,
  action,
  halt,
  executedNothing,
})

export const CLOSE_CODES: Readonly<Record<number, CloseRule>> = {
  1000: rule('normal', 'retry'),
  1001: rule('going away', 'retry'),
  1002: rule('protocol error', 'retry-briefly', 'incompatible'),
  1003: rule('unsupported data', 'retry-briefly', 'incompatible'),
  1005: rule('no code', 'retry'),
  1006: rule('abnormal', 'retry'),
  1007: rule('invalid data', 'retry-briefly', 'incompatible'),
  1008: rule('policy', 'sign-in', 'signed-out', true),
  1009: rule('too large', 'resend-singly'),
  1010: rule('missing extension', 'retry-briefly', 'incompatible'),
  1011: rule('server error', 'retry'),
  1012: rule('service restart', 'retry'),
  1013: rule('try again later', 'retry-slowly', 'unknown', true),
  1014: rule('bad gateway', 'retry'),
  1015: rule('TLS failure', 'retry'),
  3000: rule('unauthorized', 'sign-in', 'signed-out', true),
  3003: rule('forbidden', 'halt', 'forbidden', true),
  4000: rule('drain', 'retry'),
  4001: rule('heartbeat', 'retry'),
  4002: rule('slow consumer', 'retry'),
  4003: rule('gap', 'retry'),
  4004: rule('token expired', 'refresh', 'signed-out', true),
  4005: rule('rate limited', 'retry-slowly', 'unknown', true),
  4006: rule('no hello', 'retry'),
  4007: rule('superseded', 'retry'),
  4500: rule('unauthenticated', 'sign-in', 'signed-out', true),
  4501: rule('replaced', 'halt', 'replaced'),
  4502: rule('unsupported version', 'retry-briefly', 'incompatible', true),
  4503: rule('protocol violation', 'retry-briefly', 'incompatible'),
  4504: rule('forbidden', 'halt', 'forbidden', true),
  4505: rule('revoked', 'wipe', 'revoked', true),
  4506: rule('too many', 'retry-slowly', 'unknown', true),
  4507: rule('not our server', 'halt', 'incompatible', true),
  4508: rule('other user', 'start-over', 'signed-out', true),
}

const RETRY = rule('unknown', 'retry')
const HALT = rule('unknown, fatal band', 'halt')

/** The rule for any code: 4500–4999 that we do not know halt, all else retries. */
export function closeRuleOf(code: number): CloseRule {
  return CLOSE_CODES[code] ?? (code >= 4500 && code <= 4999 ? HALT : RETRY)
}
