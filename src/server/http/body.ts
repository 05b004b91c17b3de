// The JSON body of a request: read no further than its bound, and only if no mere form could have sent it.
import { faultOf } from '../../protocol/codec.ts'
import * as WIRE from '../../protocol/limits.ts'
import type { Json } from '../../protocol/values.ts'
import { problem } from './problem.ts'

/** A form of another site sends no JSON without the browser asking us first (CORS). */
export function isJson({ headers }: Request): boolean {
  return /^application\/json *(;|$)/i.test(headers.get('content-type') ?? '')
}

export const unsupported = (): Response =>
  problem({ status: 415, code: 'not-json', detail: 'Send JSON, with the header `Content-Type: application/json`.' })

export async function bodyOf(request: Request): Promise<Json | Response> {
  if (!isJson(request)) return unsupported()
  const text = await textOf(request, WIRE.eventBytes)
  if (text === null) return tooLarge()
  const body = parsed(text)
  const fault = body === undefined ? 'is no JSON' : faultOf(body)?.problem
  if (body !== undefined && fault === undefined) return body
  return problem({ status: 400, code: 'invalid-data', detail: `The body ${fault}.` })
}

/** The rest stays unread: the socket closes behind the answer. */
function tooLarge(): Response {
  const detail = `A body has at most ${WIRE.eventBytes} bytes. Keep large data elsewhere and send a reference to it.`
  return problem({ status: 413, code: 'too-large', detail, headers: { Connection: 'close' } })
}

async function textOf({ headers, body }: Request, most: number): Promise<string | null> {
  if (Number(headers.get('content-length')) > most) return null
  if (body === null) return ''
  const [reader, decoder] = [body.getReader(), new TextDecoder()]
  let [text, bytes] = ['', 0]
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    bytes += read.value.length
    if (bytes > most) return null
    text += decoder.decode(read.value, { stream: true })
  }
  return text + decoder.decode()
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
