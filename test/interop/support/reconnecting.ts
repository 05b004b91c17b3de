// The next thing that pages try: a WebSocket that is opened again whenever it closes, and nothing more.
import { WebSocket } from 'ws'

export interface Reconnecting extends Disposable {
  /** Ids of the tasks it was told of, each as often as it was. */
  readonly told: readonly string[]
  readonly dials: () => number
}

const AGAIN_MS = 200

export function reconnecting(url: string): Reconnecting {
  const told: string[] = []
  let dials = 0
  let ended = false
  let ws = dial()
  function dial(): WebSocket {
    dials += 1
    const socket = new WebSocket(url, { handshakeTimeout: 2000 })
    socket.on('message', data => {
      const message = JSON.parse((data as Buffer).toString()) as { readonly type: string; readonly task_id?: string }
      if (message.type === 'task_notification') told.push(message.task_id ?? '')
    })
    socket.on('error', () => {})
    socket.on('close', () => void setTimeout(() => ended || (ws = dial()), AGAIN_MS))
    return socket
  }
  return {
    told,
    dials: () => dials,
    [Symbol.dispose]() {
      ended = true
      ws.terminate()
    },
  }
}
