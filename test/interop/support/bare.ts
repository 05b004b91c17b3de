// What most pages have: a WebSocket and a handler. It keeps what it heard, so that a test can say what it missed.
import { WebSocket } from 'ws'

export interface Bare extends Disposable {
  readonly ws: WebSocket
  /** Ids of the tasks it was told of. */
  readonly told: readonly string[]
  readonly closeCode: () => number | null
  say(message: object): void
  /** Resolves when it is so, asked after everything that happens to the socket. */
  until(isSo: () => boolean): Promise<void>
  pongs(): number
}

export async function bare(url: string): Promise<Bare> {
  const ws = new WebSocket(url)
  const told: string[] = []
  const watchers = new Set<() => void>()
  let pongs = 0
  let closeCode: number | null = null
  const look = () => {
    for (const watcher of watchers) watcher()
  }
  ws.on('message', data => {
    const message = JSON.parse((data as Buffer).toString()) as { readonly type: string; readonly task_id?: string }
    if (message.type === 'pong') pongs += 1
    if (message.type === 'task_notification') told.push(message.task_id ?? '')
    look()
  })
  ws.on('close', code => {
    closeCode = code
    look()
  })
  await new Promise<void>((resolve, reject) => {
    ws.once('open', resolve)
    ws.once('error', reject)
  })
  ws.on('error', () => {})
  return {
    ws,
    told,
    closeCode: () => closeCode,
    pongs: () => pongs,
    say: message => ws.send(JSON.stringify(message)),
    until: isSo =>
      new Promise(resolve => {
        const watcher = () => {
          if (!isSo()) return
          watchers.delete(watcher)
          resolve()
        }
        watchers.add(watcher)
        watcher()
      }),
    [Symbol.dispose]: () => ws.terminate(),
  }
}
