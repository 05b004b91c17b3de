// Who may call from where: the rule about Origin and cookies, the same for sockets and HTTP (AUTH4).
import type { ServerOptions } from './types.ts'

export type Origins = NonNullable<ServerOptions['origins']>

/** `needs-token`: no browser said where it comes from, so only a token proves that the caller means it. */
export type OriginVerdict = 'admitted' | 'needs-token' | 'forbidden'

/** A page of another site can make a browser send the user's cookies, but it can neither hide its Origin nor know a token. */
export function judgeOrigin(request: Request, origins: Origins): OriginVerdict {
  const origin = request.headers.get('origin')
  if (origin !== null) return isAllowed(origin, request, origins) ? 'admitted' : 'forbidden'
  // Browsers leave Origin out of a same-origin GET, but then say so in a header that no page can set.
  if (request.headers.get('sec-fetch-site') === 'same-origin') return 'admitted'
  return request.headers.has('cookie') ? 'forbidden' : 'needs-token'
}

function isAllowed(origin: string, request: Request, origins: Origins): boolean {
  if (typeof origins === 'function') return allows(origins, origin)
  return origins === 'same' ? hostOf(origin) === hostOf(request.url) : origins.includes(origin)
}

/** A rule that throws has not allowed it, and must not end the process. */
function allows(rule: (origin: string) => boolean, origin: string): boolean {
  try {
    return rule(origin)
  } catch {
    return false
  }
}

function hostOf(url: string): string | null {
  return URL.canParse(url) ? new URL(url).host : null
}
