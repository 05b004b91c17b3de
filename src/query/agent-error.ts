// What went wrong with a call: typed, and without a token, an address or a payload in it.

export interface AgentProblem {
  /** Of the HTTP answer; null where none came, or where the socket answered. */
  readonly status: number | null
  /** The server's own (`key-conflict`, `too-many` …), or `network`, `timeout`, `token-failed`, `signed-out`, `other-user`, `unreadable`, `http-<status>`. */
  readonly code: string
  readonly message: string
  /** The same call, under the same key, may succeed later. */
  readonly retryable: boolean
  /** When the server said to come again. */
  readonly retryAfterMs: number | null
  /** An attempt was sent whose end nobody knows: a write may have been done. The same again, under the same key, is harmless. */
  readonly mayHaveRun: boolean
}

/** Thrown by every call of an agent. An abort is not one: it throws the signal's own reason, as `fetch` does. */
export class AgentError extends Error implements AgentProblem {
  override readonly name = 'AgentError'
  readonly status: number | null
  readonly code: string
  readonly retryable: boolean
  readonly retryAfterMs: number | null
  readonly mayHaveRun: boolean

  // No `cause`: what fetch or a token's source threw may quote the token or the address.
  constructor({ status, code, message, retryable, retryAfterMs, mayHaveRun }: AgentProblem) {
    super(message)
    this.status = status
    this.code = code
    this.retryable = retryable
    this.retryAfterMs = retryAfterMs
    this.mayHaveRun = mayHaveRun
  }
}

export const OTHER_USER =
  'Somebody else has signed in since this was asked for, so nothing more of it is sent in their name or shown to them. Ask anew if it is still wanted.'

/** Of what was not sent, or was refused: nothing ran, and the same again would fare no better. */
export const refusal = (code: string, message: string): AgentError =>
  new AgentError({ status: null, code, message, retryable: false, retryAfterMs: null, mayHaveRun: false })

/** The same, of what may have run all the same. */
export const inDoubt = ({ status, code, message, retryable, retryAfterMs }: AgentError): AgentError =>
  new AgentError({ status, code, message, retryable, retryAfterMs, mayHaveRun: true })
