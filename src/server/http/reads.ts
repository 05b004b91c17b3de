// The reading half of the HTTP API: a user's tasks, newest first, and one task with its streams.
import type { TaskStatus } from '../../protocol/values.ts'
import { BOUNDS } from '../limits.ts'
import type { Store } from '../store.ts'
import { answer, problem } from './problem.ts'

type Page = Parameters<Store['list']>[1]

export async function list(store: Store, user: string, query: URLSearchParams): Promise<Response> {
  const limit = limitOf(query.get('limit'))
  if (limit === null) return badRequest(`\`limit\` is a whole number from 1 to ${BOUNDS.listedTasks}.`)
  const statuses = statusesOf(query.get('status'))
  if (statuses === null) return badRequest(`\`status\` is one or more of ${STATUSES.join(', ')}, with commas between.`)
  const [before, conversation] = [query.get('before'), query.get('conversation')]
  const page: Page = {
    limit,
    ...(before !== null && { before }),
    ...(conversation !== null && { conversation }),
    ...(statuses !== 'all' && { statuses }),
  }
  return json(await store.list(user, page))
}

const badRequest = (detail: string): Response => problem({ status: 400, code: 'invalid-data', detail })

function limitOf(text: string | null): number | null {
  if (text === null) return BOUNDS.listedTasks
  const limit = /^\d{1,3}$/.test(text) ? Number(text) : 0
  return limit >= 1 && limit <= BOUNDS.listedTasks ? limit : null
}

const STATUSES: readonly TaskStatus[] = ['queued', 'running', 'input-required', 'succeeded', 'failed', 'cancelled']

function statusesOf(text: string | null): readonly TaskStatus[] | 'all' | null {
  if (text === null) return 'all'
  const named = text.split(',')
  const known = STATUSES.filter(status => named.includes(status))
  return known.length === named.length ? known : null
}

export async function one(store: Store, user: string, idOrKey: string): Promise<Response> {
  const stored = ID.test(idOrKey) ? ((await store.get(user, { id: idOrKey })) ?? (await store.get(user, { key: idOrKey }))) : null
  return stored === null ? problem({ status: 404, code: 'not-found', detail: 'There is no such task.' }) : json(stored)
}

export const ID: RegExp = /^[\w-]{1,64}$/

const json = (body: unknown): Response => answer(body, { status: 200, headers: { 'Content-Type': 'application/json' } })
