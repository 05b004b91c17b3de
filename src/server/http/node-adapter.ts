// Between Node's http and the web's Request and Response.
import type { IncomingMessage, ServerResponse } from 'node:http'

/** Its URL is told by the Host header; a request whose headers make no URL is one for `localhost`. Bodies are not read. */
export function requestOf(message: IncomingMessage): Request {
  const { method = 'GET' } = message
  return new Request(urlOf(message), { method: METHODS.has(method) ? method : 'POST', headers: headersOf(message) })
}

/** Those that `Request` knows; the others are equally unwelcome. */
const METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

function urlOf({ url = '/', headers, socket }: IncomingMessage): string {
  const scheme = 'encrypted' in socket ? 'https' : 'http'
  const path = url.startsWith('/') ? url : '/'
  return [`${scheme}://${headers.host ?? ''}${path}`, `http://localhost${path}`].find(each => URL.canParse(each)) ?? 'http://localhost/'
}

function headersOf({ headers }: IncomingMessage): Headers {
  const known = new Headers()
  for (const [name, value] of Object.entries(headers)) if (value !== undefined) known.append(name, String(value))
  return known
}

/** The path as it was asked for, without its query. */
export const pathOf = ({ url = '/' }: IncomingMessage): string => url.split('?', 1)[0] ?? '/'

export async function send(response: Response, reply: ServerResponse): Promise<void> {
  const body = Buffer.from(await response.arrayBuffer())
  reply.writeHead(response.status, { ...Object.fromEntries(response.headers), 'Content-Length': body.length })
  reply.end(body)
}
