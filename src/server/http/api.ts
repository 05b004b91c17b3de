// The HTTP API: a user's tasks are listed, read, submitted and cancelled. For pages that reconcile, and for tools.
import type { Execute } from '../engine/host.ts'
import type { Store } from '../store.ts'
import type { Log } from '../types.ts'
import { type Gate, userOf } from './caller.ts'
import { preflight, readable } from './cors.ts'
import { problem } from './problem.ts'
import { list, one } from './reads.ts'
import { cancel, submit } from './writes.ts'

export interface ApiOptions extends Gate {
  readonly store: Store
  readonly execute: Execute
  readonly log: Log
}

export type Fetch = (request: Request) => Promise<Response>

/** Answers any URL whose path ends in `/tasks`, `/tasks/<id or key>` or `/tasks/<id or key>/cancel`, wherever it is mounted. It never rejects. */
export function createApi(options: ApiOptions): Fetch {
  return async request => {
    const response = await respond(options, request).catch((error: unknown) => {
      options.log({ level: 'error', event: 'http-failed', error: error instanceof Error ? error.message : String(error) })
      return unavailable()
    })
    return readable(response, request, options.origins)
  }
}

/** Whether a write was done is unknown then; its key makes it harmless to send again. */
function unavailable(): Response {
  const detail = 'The store does not answer now, so nobody knows whether this was done. Send the same again, with the same key.'
  return problem({ status: 503, code: 'unavailable', detail, headers: { 'Retry-After': '5' } })
}

async function respond(options: ApiOptions, request: Request): Promise<Response> {
  const url = new URL(request.url)
  const [isOurs, idOrKey, isCancel] = /\/tasks(?:\/([^/]+)(\/cancel)?)?$/.exec(url.pathname) ?? []
  if (isOurs === undefined) return notHere()
  const { store, execute } = options
  const actions: Actions =
    idOrKey === undefined
      ? { GET: user => list(store, user, url.searchParams), POST: user => submit(execute, user, request) }
      : isCancel === undefined
        ? { GET: user => one(store, user, idOrKey) }
        : { POST: user => cancel(execute, user, { request, idOrKey }) }
  if (request.method === 'OPTIONS') return preflight(request, options.origins)
  const action = actions[request.method]
  if (action === undefined) return notAllowed(Object.keys(actions).join(', '))
  const user = await userOf(options, request)
  return user instanceof Response ? user : action(user)
}

type Actions = { readonly [method in string]?: (user: string) => Promise<Response> }

const notHere = (): Response =>
  problem({
    status: 404,
    code: 'not-found',
    detail: 'There are `tasks`, `tasks/<id or key>` and `tasks/<id or key>/cancel` here.',
  })

const notAllowed = (allowed: string): Response =>
  problem({ status: 405, code: 'method-not-allowed', detail: `Use ${allowed}.`, headers: { Allow: allowed } })
