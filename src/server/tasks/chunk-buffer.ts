// What a handler appended and the store has not got yet: merged by stream, in order, with half a character held back (LOG4, STR3).
import { byteLength } from '../../protocol/codec.ts'
import * as WIRE from '../../protocol/limits.ts'
import type { Json } from '../../protocol/values.ts'
import { tooLarge } from '../log/json.ts'
import { STORE } from '../log/limits.ts'
import type { TaskWrite } from '../store.ts'
import { TASK_LIMITS } from './limits.ts'

type Chunk = Extract<TaskWrite, { type: 'chunk' }>

interface Pending {
  readonly kind: 'text' | 'list'
  text: string
  items: Json[]
  /** The stream's length in the store. */
  stored: number
}

/** Only at the end goes out half a character whose second half never came (STR3). */
export type UpTo = 'whole characters' | 'the end'

export interface ChunkBuffer {
  add(stream: string, chunk: string | readonly Json[]): void
  /** JSON bytes that wait. */
  bytes(): number
  /** The next chunk to write, or null. */
  take(upTo: UpTo): Chunk | null
}

export function createChunkBuffer(): ChunkBuffer {
  const streams = new Map<string, Pending>()
  let waiting = 0
  let appended = 0

  function pendingOf(name: string, kind: 'text' | 'list'): Pending {
    const known = streams.get(name)
    if (known && known.kind !== kind) {
      throw new TypeError(`Stream '${name}' is a ${known.kind}, so it takes no ${kind}. Append to a stream of another name.`)
    }
    if (known) return known
    const fresh: Pending = { kind, text: '', items: [], stored: 0 }
    streams.set(name, fresh)
    return fresh
  }

  function add(name: string, chunk: string | readonly Json[]): void {
    const bytes = byteLength(JSON.stringify(chunk))
    const most = WIRE.taskBytes - STORE.errorBytes
    if (appended + bytes > most) throw tooLarge('All that this task streamed', appended + bytes, most)
    const pending = pendingOf(name, typeof chunk === 'string' ? 'text' : 'list')
    if (typeof chunk === 'string') pending.text += chunk
    else for (const item of chunk) pending.items.push(item)
    appended += bytes
    waiting += bytes
  }

  function take(upTo: UpTo): Chunk | null {
    for (const [name, pending] of streams) {
      const chunk = pending.kind === 'text' ? takeText(pending, upTo === 'the end') : takeItems(pending)
      if (chunk.length === 0) continue
      const at = pending.stored
      pending.stored += chunk.length
      return { type: 'chunk', name, kind: pending.kind, at, chunk }
    }
    waiting = 0
    return null
  }

  return { add, bytes: () => waiting, take }
}

function takeText(pending: Pending, isEnd: boolean): string {
  const piece = pending.text.slice(0, TASK_LIMITS.pieceLength)
  const isAll = piece.length === pending.text.length
  const chunk = endsInHalf(piece) && !(isEnd && isAll) ? piece.slice(0, -1) : piece
  pending.text = pending.text.slice(chunk.length)
  return chunk
}

function endsInHalf(text: string): boolean {
  const unit = text.charCodeAt(text.length - 1)
  return unit >= 0xd800 && unit <= 0xdbff
}

/** At least one item, and as many more as stay small together. */
function takeItems(pending: Pending): readonly Json[] {
  let length = 0
  const fits = pending.items.findIndex((item, index) => (length += JSON.stringify(item).length) > TASK_LIMITS.pieceLength && index > 0)
  return pending.items.splice(0, fits === -1 ? pending.items.length : fits)
}
