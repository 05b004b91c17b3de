// Who calls the HTTP API: the same rules of origin, cookie and token as for sockets (AUTH4).
import * as WIRE from '../../protocol/limits.ts'
import type { Authenticate } from '../authentication.ts'
import { judgeOrigin, type Origins } from '../origin.ts'
import { problem } from './problem.ts'

export interface Gate {
  readonly authenticate: Authenticate
  readonly origins: Origins
}

/** The caller's user, or why there is none. */
export async function userOf({ authenticate, origins }: Gate, request: Request): Promise<string | Response> {
  const token = bearerOf(request)
  const verdict = judgeOrigin(request, origins)
  if (verdict === 'forbidden') return forbidden()
  if (verdict === 'needs-token' && token === null) return unauthenticated()
  const judged = await authenticate(token, request)
  if (judged.outcome === 'identity') return judged.identity.user
  if (judged.outcome === 'nobody') return unauthenticated()
  const detail = 'Nobody can tell now who you are. Try again.'
  return problem({ status: 503, code: 'unavailable', detail, headers: { 'Retry-After': '5' } })
}

export const forbidden = (): Response =>
  problem({
    status: 403,
    code: 'forbidden',
    detail: 'Pages of this origin may not call. The server option `origins` names those that may.',
  })

const unauthenticated = (): Response => {
  const headers = { 'WWW-Authenticate': 'Bearer' }
  return problem({ status: 401, code: 'unauthenticated', detail: 'Send a valid token: `Authorization: Bearer …`.', headers })
}

/** A token longer than any hello may carry is none. */
function bearerOf({ headers }: Request): string | null {
  const token = /^Bearer +(\S+)$/i.exec(headers.get('authorization') ?? '')?.[1] ?? null
  return token !== null && token.length <= WIRE.tokenLength ? token : null
}
