// What a server that refused said of it: its problem+json, and when to come again.
import * as WIRE from '../protocol/limits.ts'
import type { AgentWorld } from './agent-world.ts'
import type { Failure, RetryAfter } from './retry.ts'

export interface Refused {
  readonly response: Response
  /** undefined: no JSON. */
  readonly body: unknown
  /** Blacked out wherever the server repeats it. */
  readonly token: string | null
}

export function refusalOf({ response, body, token }: Refused, world: AgentWorld): Failure {
  const said = (...names: readonly string[]): string | null => {
    const text = names.map(name => fieldOf(body, name)).find(each => each !== null) ?? null
    return text === null || token === null || token === '' ? text : text.replaceAll(token, '…')
  }
  const { status, headers } = response
  return {
    what: 'refused',
    status,
    code: said('code')?.slice(0, WIRE.nameLength) ?? null,
    detail: said('detail', 'title'),
    retryAfter: retryAfterOf(headers, world),
  }
}

function fieldOf(body: unknown, name: string): string | null {
  if (typeof body !== 'object' || body === null) return null
  const value: unknown = Object.entries(body).find(([field]) => field === name)?.[1]
  return typeof value === 'string' && value !== '' ? value : null
}

/** Seconds, or a date: by the server's own clock where the answer says it, for the page's may be wrong. */
function retryAfterOf(headers: Headers, { instantOf }: AgentWorld): RetryAfter | null {
  const text = headers.get('retry-after')?.trim() ?? ''
  if (/^\d+$/.test(text)) return { afterMs: Math.min(Number(text) * 1_000, Number.MAX_SAFE_INTEGER) }
  const at = text === '' ? Number.NaN : instantOf(text)
  if (Number.isNaN(at)) return null
  const sentAt = instantOf(headers.get('date') ?? '')
  return Number.isNaN(sentAt) ? { at } : { afterMs: Math.max(0, at - sentAt) }
}
