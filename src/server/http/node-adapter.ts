// Between Node's http and the web's Request and Response.
import type { IncomingMessage, ServerResponse } from 'node:http'

/** Its URL is told by the Host header; a request whose headers make no URL is one for `localhost`. A body is read as its reader reads it. */
export function requestOf(message: IncomingMessage): Request {
  const { method: asked = 'GET' } = message
  const method = METHODS.has(asked) ? asked : 'PUT'
  const body = method === 'GET' || method === 'HEAD' ? {} : { body: streamOf(message), duplex: 'half' as const }
  return new Request(urlOf(message), { method, headers: headersOf(message), ...body })
}

/** Only what is asked for is read. Whoever stops asking leaves the socket as it is: its answer still goes out. */
function streamOf(message: IncomingMessage): ReadableStream<Uint8Array<ArrayBuffer>> {
  const chunks: AsyncIterator<Buffer<ArrayBuffer>> = message.iterator({ destroyOnReturn: false })
  const source: UnderlyingDefaultSource<Uint8Array<ArrayBuffer>> = {
    async pull(controller) {
      const { done, value } = await chunks.next()
      if (done) controller.close()
      else controller.enqueue(value)
    },
  }
  // Nothing ahead: a body of which nothing was read is thrown away by Node, and the socket serves the next request.
  return new ReadableStream(source, { highWaterMark: 0 })
}

/** Those that `Request` knows; the others are as unwelcome as PUT. */
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
