// The machine as Node offers it: its WebSocket, its fetch, its clock and its process.
import { randomUUID } from 'node:crypto'
import { SUBPROTOCOL } from '../protocol/frames.ts'
import { BOUNDS } from './limits.ts'
import type { Answer, Ask, Ears, Shell, Wire, World } from './world.ts'

export function nodeWorld(): World {
  return {
    now: () => performance.now(),
    after(ms, wake) {
      const timer = setTimeout(wake, ms)
      return () => clearTimeout(timer)
    },
    id: () => randomUUID(),
    open,
    ask: request => ask(request).catch(() => null),
  }
}

/** Node's WebSocket takes headers too, against the declared type, which is that of browsers. */
function open({ url, origin }: { readonly url: string; readonly origin: string }, ears: Ears): Wire {
  const socket: WebSocket = Reflect.construct(WebSocket, [url, { protocols: [SUBPROTOCOL], headers: { Origin: origin } }])
  let why = ''
  socket.binaryType = 'arraybuffer'
  socket.addEventListener('open', () => ears.opened(socket.protocol))
  socket.addEventListener('message', ({ data }: MessageEvent<string | ArrayBuffer>) => {
    if (typeof data === 'string') ears.heard({ text: data, bytes: Buffer.byteLength(data), form: 'text' })
    else ears.heard({ text: new TextDecoder().decode(data), bytes: data.byteLength, form: 'binary' })
  })
  socket.addEventListener('error', event => (why = 'message' in event ? String(event.message) : ''))
  socket.addEventListener('close', ({ code, reason }) => ears.closed(code, reason || why))
  return {
    send(data) {
      if (socket.readyState === WebSocket.OPEN) socket.send(data)
    },
    close: code => socket.close(code),
  }
}

async function ask({ url, method, headers, body, timeoutMs }: Ask): Promise<Answer> {
  const signal = AbortSignal.timeout(timeoutMs)
  const response = await fetch(url, { method, headers, signal, redirect: 'manual', ...(body !== null && { body }) })
  const text = await response.text()
  return { status: response.status, headers: Object.fromEntries(response.headers), body: text.slice(0, BOUNDS.answerBytes) }
}

export function nodeShell(): Shell {
  return {
    arguments: process.argv.slice(2),
    environment: process.env,
    print: text => void process.stdout.write(`${text}\n`),
    complain: text => void process.stderr.write(`${text}\n`),
    // A server that never answers our close would keep the process, and a pipe still has to take what was printed.
    exit: code => void process.stdout.write('', () => process.exit(code)),
  }
}
