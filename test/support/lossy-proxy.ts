// An HTTP proxy that hands requests on and then, when told to, loses the answer, cuts it in half, never ends it, or sends the request twice; or says that it is busy.
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Held: not a byte of the answer comes. Stalled: half of it comes, and the rest never does. Busy: 429, come again in a second. */
type Harm = 'none' | 'lose-answer' | 'cut-answer' | 'hold-answer' | 'stall-answer' | 'busy' | 'twice'

export interface LossyProxy extends AsyncDisposable {
  readonly url: string
  /** What becomes of the next requests, one after the other; those after them pass. */
  harm(...next: readonly Harm[]): void
  /** Requests so far. */
  requests(): number
}

interface Answer {
  readonly status: number
  readonly headers: IncomingMessage['headers']
  readonly body: Buffer
}

export async function startProxy(port: number): Promise<LossyProxy> {
  const harms: Harm[] = []
  let count = 0
  const serve = async (message: IncomingMessage, reply: ServerResponse): Promise<void> => {
    count += 1
    const harm = harms.shift() ?? 'none'
    const body = await bodyOf(message)
    if (harm === 'busy') return void reply.writeHead(429, { 'retry-after': '1' }).end()
    if (harm === 'twice') await handed({ port, message, body })
    const answer = await handed({ port, message, body })
    if (harm === 'lose-answer') return void message.socket.destroy()
    if (harm === 'hold-answer') return
    reply.writeHead(answer.status, answer.headers)
    if (harm !== 'cut-answer' && harm !== 'stall-answer') return void reply.end(answer.body)
    reply.write(answer.body.subarray(0, answer.body.length / 2), () => {
      if (harm === 'cut-answer') message.socket.destroy()
    })
  }
  const server = createServer((message, reply) => void serve(message, reply).catch(() => message.socket.destroy()))
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/rs`,
    harm: (...next) => void harms.push(...next),
    requests: () => count,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
}

async function bodyOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of message) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

interface Handing {
  readonly port: number
  readonly message: IncomingMessage
  readonly body: Buffer
}

const handed = ({ port, message, body }: Handing): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const { method, url, headers } = message
    const call = request({ port, host: '127.0.0.1', method, path: url, headers }, answer => {
      bodyOf(answer).then(read => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: read }), reject)
    })
    call.on('error', reject)
    call.end(body)
  })
