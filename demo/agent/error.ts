// An operating error of the agent: what the user reads, and whether asking again may help.

export class AgentError extends Error {
  override readonly name = 'AgentError'
  readonly code: string
  readonly retryable: boolean

  constructor(code: string, message: string, { retryable }: { readonly retryable: boolean }) {
    super(message)
    this.code = code
    this.retryable = retryable
  }
}
