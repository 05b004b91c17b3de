// The HTTP API: a user's tasks, newest first, and one task with its streams. For pages that reconcile, and for tools.
import { WIRE } from '../../protocol/limits.ts'
import type { Authenticate } from '../authentication.ts'
import { BOUNDS } from '../limits.ts'
import { judgeOrigin, type Origins } from '../origin.ts'
import type { Store } from '../store.ts'
import type { Log } from '../types.ts'
import { answer, problem } from './problem.ts'

export interface ApiOptions {
  readonly store: Store
  readonly authenticate: Authenticate
  readonly origins: Origins
  readonly log: Log
}

export type Fetch = (request: Request) => Promise<Response>

/** Answers any URL whose path ends in `/tasks` or `/tasks/<id or key>`, wherever it is mounted. It never rejects. */
export function createApi(options: ApiOptions): Fetch {
  return async request => {
    try {
      return await respond(options, request)
    } catch (error) {
      options.log({ level: 'error', event: 'http-failed', error: error instanceof Error ? error.message : String(error) })
      return problem({
        status: 503,
        code: 'unavailable',
        detail: 'The tasks cannot be read now. Try again.',
        headers: { 'Retry-After': '5' },
      })
    }
  }
}

async function respond(options: ApiOptions, request: Request): Promise<Response> {
  const url = new URL(request.url)
  const route = /\/tasks(?:\/([^/]+))?$/.exec(url.pathname)
  if (route === null) return problem({ status: 404, code: 'not-found', detail: 'There are `tasks` and `tasks/<id or key>` here.' })
  if (request.method !== 'GET') {
    const headers = { Allow: 'GET' }
    return problem({
      status: 405,
      code: 'method-not-allowed',
      detail: 'Tasks are read here and written over the socket. Use GET.',
      headers,
    })
  }
  const user = await userOf(options, request)
  if (user instanceof Response) return user
  return route[1] === undefined ? list(options.store, user, url.searchParams) : one(options.store, user, route[1])
}

/** The caller's user, or why there is none. */
async function userOf({ authenticate, origins }: ApiOptions, request: Request): Promise<string | Response> {
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

const forbidden = (): Response =>
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

async function list(store: Store, user: string, query: URLSearchParams): Promise<Response> {
  const limit = limitOf(query.get('limit'))
  if (limit === null) {
    const detail = `\`limit\` is a whole number from 1 to ${BOUNDS.listedTasks}.`
    return problem({ status: 400, code: 'invalid-data', detail })
  }
  const before = query.get('before')
  return json(await store.list(user, { limit, ...(before !== null && { before }) }))
}

function limitOf(text: string | null): number | null {
  if (text === null) return BOUNDS.listedTasks
  const limit = /^\d{1,3}$/.test(text) ? Number(text) : 0
  return limit >= 1 && limit <= BOUNDS.listedTasks ? limit : null
}

async function one(store: Store, user: string, idOrKey: string): Promise<Response> {
  const stored = ID.test(idOrKey) ? ((await store.get(user, { id: idOrKey })) ?? (await store.get(user, { key: idOrKey }))) : null
  return stored === null ? problem({ status: 404, code: 'not-found', detail: 'There is no such task.' }) : json(stored)
}

const ID = /^[\w-]{1,64}$/

const json = (body: unknown): Response => answer(body, { status: 200, headers: { 'Content-Type': 'application/json' } })
