// What a page of another origin may read: the same origins as for sockets, and nothing for the rest (AUTH4).
import { judgeOrigin, type Origins } from '../origin.ts'
import { forbidden } from './caller.ts'

const PREFLIGHT = {
  'Access-Control-Allow-Methods': 'GET, POST',
  'Access-Control-Allow-Headers': 'Authorization, Content-Type, Idempotency-Key',
  'Access-Control-Max-Age': '600',
}

/** A browser asks before a request that a form could not send. */
export function preflight(request: Request, origins: Origins): Response {
  if (judgeOrigin(request, origins) !== 'admitted') return forbidden()
  return new Response(null, { status: 204, headers: { Vary: 'Origin', ...PREFLIGHT } })
}

/** The answer, readable by the page that asked if its origin may call. Refusals too: it should know why. */
export function readable(response: Response, request: Request, origins: Origins): Response {
  const origin = request.headers.get('origin')
  if (origin === null || judgeOrigin(request, origins) !== 'admitted') return response
  response.headers.set('Access-Control-Allow-Origin', origin)
  response.headers.set('Access-Control-Allow-Credentials', 'true')
  response.headers.set('Access-Control-Expose-Headers', 'Location, Retry-After')
  return response
}
