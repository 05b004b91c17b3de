// The application's `authenticate`, asked so that it can neither crash the node nor leak a token into the log (AUTH2).
import * as WIRE from '../protocol/limits.ts'
import type { AuthAnswer } from './engine/events.ts'
import type { Identity, Log, ServerOptions } from './types.ts'

export type Authenticate = (token: string | null, request: Request) => Promise<AuthAnswer>

export function createAuthenticate(authenticate: ServerOptions['authenticate'], log: Log): Authenticate {
  return async (token, request) => {
    try {
      const identity = await authenticate({ token, request })
      return identity === null ? { outcome: 'nobody' } : { outcome: 'identity', identity: checked(identity) }
    } catch (error) {
      log({ level: 'error', event: 'authenticate-failed', error: withoutToken(error, token) })
      return { outcome: 'failed' }
    }
  }
}

function checked(identity: Identity): Identity {
  const { user } = identity
  if (typeof user === 'string' && user !== '' && user.length <= WIRE.userLength) return identity
  throw new TypeError(`authenticate answered without a usable user. Return { user } with 1 to ${WIRE.userLength} characters, or null.`)
}

function withoutToken(error: unknown, token: string | null): string {
  const message = error instanceof Error ? error.message : String(error)
  return token === null || token === '' ? message : message.replaceAll(token, '[token]')
}
