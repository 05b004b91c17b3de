// A server small enough to read: one log for one user, snapshots, replays, and commands that run once, over manual sockets.
import type { LogEvent } from '../../src/protocol/index.ts'
import { EPOCH, head, markAt, welcome } from './builders.ts'
import type { ManualSocket, ManualWorld } from './manual-world.ts'

type Frame = Readonly<Record<string, unknown>>

export interface TinyServer {
  /** Reads and answers what the sockets of this world wrote since. */
  serve(world: ManualWorld): void
  /** Appends to the log, and tells every socket that was welcomed. */
  say(...list: readonly LogEvent[]): void
  /** Closes every socket. */
  cut(code: number): void
  hasClosed(socket: ManualSocket): boolean
  /** `silent`: sockets open and nothing is answered. `down`: none opens. `deaf`: commands are read and not answered. */
  mood: 'up' | 'down' | 'silent' | 'deaf'
  /** `endless`: a replay that does not come to its end, until `catchUp`. */
  replay: 'whole' | 'endless'
  catchUp(): void
  /** Ids of commands, as often as they ran, in order. */
  readonly ran: readonly string[]
  /** Commands as often as they came. */
  readonly came: readonly Frame[]
  readonly hellos: readonly Frame[]
  user: string
}

interface Peer {
  read: number
  stage: 'new' | 'open' | 'welcomed' | 'closed'
  pending: Frame[]
}

export function createTinyServer(): TinyServer {
  const peers = new Map<ManualSocket, Peer>()
  const log: LogEvent[] = []
  const receipts = new Map<string, Frame>()
  const ran: string[] = []
  const came: Frame[] = []
  const hellos: Frame[] = []
  const tell = (frame: Frame) => {
    for (const [socket, { stage }] of peers) if (stage === 'welcomed') socket.receive(frame)
  }
  const itemsFrom = (from: number) => log.slice(from).map((event, index) => ({ offset: from + index + 1, time: 1, event }))
  const frameFrom = (from: number, live = false) => ({
    type: 'events',
    prev: from,
    offset: log.length,
    mark: markAt(log.length),
    list: itemsFrom(from),
    ...(live && { live: true }),
  })

  const greet = (socket: ManualSocket, peer: Peer, hello: Frame) => {
    hellos.push(hello)
    peer.stage = 'welcomed'
    const cursor = hello['cursor'] as { offset: number } | undefined
    socket.receive({ ...welcome({ outcome: cursor ? 'replayed' : 'snapshot', user: server.user }), head: log.length })
    const at = { epoch: EPOCH, offset: log.length, mark: markAt(log.length) }
    if (!cursor) socket.receive({ type: 'snapshot', cursor: at, part: 1, parts: 1, tasks: [], pieces: [], notifications: [], seen: 0 })
    socket.receive(frameFrom(cursor?.offset ?? log.length, server.replay === 'whole'))
  }

  const run = (frame: Frame): Frame => {
    const id = String(frame['id'])
    ran.push(id)
    const from = log.length
    if (frame['op'] === 'task.submit') {
      log.push({ type: 'task.created', task: { ...head(id), key: id, id, input: null } })
      tell(frameFrom(from))
      return { type: 'receipt', id, ok: true, data: { task: { ...head(id), key: id, id } }, cursor: cursorNow() }
    }
    return { type: 'receipt', id, ok: true, data: null }
  }
  const cursorNow = () => ({ epoch: EPOCH, offset: log.length, mark: markAt(log.length) })

  const answer = (socket: ManualSocket, peer: Peer, frame: Frame) => {
    if (frame['type'] === 'hello') return greet(socket, peer, frame)
    if (frame['type'] === 'ping') return socket.receive({ type: 'pong', id: frame['id'] })
    if (frame['type'] !== 'command') return
    came.push(frame)
    const id = String(frame['id'])
    const receipt = receipts.get(id) ?? run(frame)
    receipts.set(id, receipt)
    if (server.mood !== 'deaf') socket.receive(receipt)
  }

  const server: TinyServer = {
    mood: 'up',
    replay: 'whole',
    catchUp: () => tell(frameFrom(log.length, true)),
    user: 'ana',
    ran,
    came,
    hellos,
    hasClosed: socket => peers.get(socket)?.stage === 'closed',
    say(...list) {
      const from = log.length
      log.push(...list)
      tell(frameFrom(from))
    },
    cut(code) {
      for (const [socket, peer] of peers) {
        if (peer.stage === 'closed') continue
        peer.stage = 'closed'
        socket.close(code)
      }
    },
    serve({ sockets }) {
      for (const socket of sockets) {
        if (server.mood === 'down') continue
        const peer = peers.get(socket) ?? { read: 0, stage: 'new', pending: [] }
        peers.set(socket, peer)
        if (peer.stage === 'closed' || socket.abandoned() !== null) {
          peer.stage = 'closed'
          continue
        }
        if (peer.stage === 'new') {
          peer.stage = 'open'
          socket.open()
        }
        if (server.mood === 'silent') continue
        for (; peer.read < socket.sent.length;) answer(socket, peer, socket.sent[peer.read++] ?? {})
      }
    },
  }
  return server
}
