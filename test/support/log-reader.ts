// The smallest correct reader of the protocol: applies frames by the gap law and the stream law, and throws when either is broken.
import type { ServerMessage } from '../../src/protocol/frames.ts'
import type { Cursor, Json, LogEvent, StreamPiece } from '../../src/protocol/values.ts'

export interface LogReader {
  take(frame: ServerMessage): void
  cursor(): Cursor | null
  isLive(): boolean
  /** The whole of a text stream, as far as it came. */
  text(taskId: string, name?: string): string
  /** Status by task id. */
  statuses(): Readonly<Record<string, string>>
  /** Payloads of `app.*` events, in order. */
  messages(): readonly Json[]
}

/** `start`: the cursor of its hello. */
export function createLogReader(start: Cursor | null = null): LogReader {
  let cursor = start
  let epoch = ''
  let isLive = false
  let streams = new Map<string, string>()
  let statuses = new Map<string, string>()
  const messages: Json[] = []
  let staged: Extract<ServerMessage, { type: 'snapshot' }>[] = []

  function piece({ id, attempt, name, at, chunk }: StreamPiece): void {
    if (typeof chunk !== 'string') return
    const key = `${id} ${attempt} ${name}`
    const known = streams.get(key) ?? ''
    if (at > known.length) throw new Error(`stream ${key} has ${known.length}, and a chunk begins at ${at}`)
    streams.set(key, known + chunk.slice(known.length - at))
  }

  function event(logged: LogEvent): void {
    if ('chunk' in logged) return piece(logged)
    if ('task' in logged && typeof logged.task === 'object') return void statuses.set(logged.task.id, logged.task.status)
    if ('data' in logged && logged.type.startsWith('app.')) messages.push(logged.data ?? null)
  }

  function events(frame: Extract<ServerMessage, { type: 'events' }>): void {
    const last = cursor?.offset ?? -1
    if (staged.length > 0) throw new Error('an event between the parts of a snapshot')
    if (frame.offset > last) {
      if (frame.prev > last) throw new Error(`gap: at ${last}, and a frame begins after ${frame.prev}`)
      const offsets = frame.list.map(item => item.offset)
      if (offsets.some((offset, index) => offset <= (offsets[index - 1] ?? -1))) throw new Error(`offsets do not grow: ${offsets.join()}`)
      for (const item of frame.list) if (item.offset > last) event(item.event)
      cursor = { epoch, offset: frame.offset, mark: frame.mark }
    }
    isLive ||= frame.live === true
  }

  function snapshot(frame: Extract<ServerMessage, { type: 'snapshot' }>): void {
    if (frame.part !== staged.length + 1) throw new Error(`part ${frame.part} came after ${staged.length}`)
    staged.push(frame)
    if (frame.part < frame.parts) return
    streams = new Map()
    statuses = new Map(staged.flatMap(part => part.tasks.map(task => [task.id, task.status])))
    for (const each of staged.flatMap(part => part.pieces)) piece(each)
    cursor = frame.cursor
    epoch = frame.cursor.epoch
    isLive = false
    staged = []
  }

  return {
    take(frame) {
      if (frame.type === 'welcome') epoch = frame.epoch
      if (frame.type === 'events') events(frame)
      if (frame.type === 'snapshot') snapshot(frame)
    },
    cursor: () => cursor,
    isLive: () => isLive,
    text: (taskId, name = 'text') => streams.get(`${taskId} 1 ${name}`) ?? '',
    statuses: () => Object.fromEntries(statuses),
    messages: () => messages,
  }
}

/** A reader that has taken all these frames. */
export function readerOf(frames: readonly ServerMessage[], start: Cursor | null = null): LogReader {
  const reader = createLogReader(start)
  for (const frame of frames) reader.take(frame)
  return reader
}
