// The only holder of the token: asks `getToken`, keeps what it gave, hands it to hello and auth. Never logged, never in the machine (AUTH3, AUTH4).
import type { SocketOptions } from './types.ts'

export interface Asking {
  /** A candidate's hello and the link's renewal may want one at once. */
  readonly use: 'hello' | 'auth'
  /** Do not answer from memory. */
  readonly fresh: boolean
  readonly refused: boolean
}

export type TokenResult = 'ready' | 'signed-out' | 'failed'

export interface Keyring {
  readonly token: () => string | null
  /** Answers once, always later than the call. A newer call for the same use makes an older one silent. */
  readonly get: (asking: Asking, answer: (result: TokenResult) => void) => void
  readonly forget: () => void
}

export function createKeyring(getToken: () => SocketOptions['getToken'], report: (error: unknown) => void): Keyring {
  let kept: string | null = null
  const current: { hello?: AbortController; auth?: AbortController } = {}

  const ask = async ({ fresh, refused }: Asking, signal: AbortSignal): Promise<TokenResult> => {
    if (kept !== null && !fresh) return 'ready'
    try {
      const token = (await getToken()?.({ signal, refused })) ?? null
      if (!signal.aborted) kept = token
      return token === null ? 'signed-out' : 'ready'
    } catch (error) {
      if (!signal.aborted) report(error)
      return 'failed'
    }
  }

  const tell = async (asking: Asking, signal: AbortSignal, answer: (result: TokenResult) => void): Promise<void> => {
    const result = await ask(asking, signal)
    if (signal.aborted) return
    // It is answered: a later question has nothing to silence.
    delete current[asking.use]
    answer(result)
  }

  return {
    token: () => kept,
    get(asking, answer) {
      const controller = new AbortController()
      current[asking.use]?.abort()
      current[asking.use] = controller
      void tell(asking, controller.signal, answer)
    },
    forget() {
      current.hello?.abort()
      current.auth?.abort()
      kept = null
    },
  }
}
