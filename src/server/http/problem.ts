// Errors of the HTTP API, as RFC 9457 has them: what happened, and how to mend it.

export interface Problem {
  readonly status: number
  readonly code: string
  readonly detail: string
  readonly headers?: Readonly<Record<string, string>>
}

export function problem({ status, code, detail, headers = {} }: Problem): Response {
  const body = { type: 'about:blank', title: TITLES[status] ?? 'Error', status, code, detail }
  return answer(body, { status, headers: { ...headers, 'Content-Type': 'application/problem+json' } })
}

interface Init {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
}

/** Nothing of a user's may stay in a cache. */
export function answer(body: unknown, { status, headers }: Init): Response {
  const standing = { 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff', Vary: 'Origin, Cookie, Authorization' }
  return new Response(JSON.stringify(body), { status, headers: { ...standing, ...headers } })
}

const TITLES: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  409: 'Conflict',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Content',
  426: 'Upgrade Required',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
}
