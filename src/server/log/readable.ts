// The gate of the log: an entry that a client cannot read would stop it at every reconnect, so none is ever written.
import { item } from '../../protocol/codec-values.ts'
import { byteLength, faultOf, Refusal } from '../../protocol/codec.ts'
import * as WIRE from '../../protocol/limits.ts'
import type { Item, Json } from '../../protocol/values.ts'
import { tooLarge } from './json.ts'
import { StoreRefusal } from './refusal.ts'

export interface Readable {
  readonly text: string
  readonly bytes: number
}

/** In a frame of events an event stands below the frame, its list and its item. */
const EVENT_DEPTH = WIRE.downDepth - 3

/** The event's text, or a `StoreRefusal` that says what is wrong with it. */
export function readable({ offset, time, event }: Item): Readable {
  const text = JSON.stringify(event)
  const bytes = byteLength(text)
  if (bytes > WIRE.eventBytes) throw tooLarge(`An event of type ${event.type}`, bytes, WIRE.eventBytes)
  const fault = faultIn(JSON.parse(text), { offset, time })
  if (fault)
    throw new StoreRefusal('unreadable', `No client could read this: ${fault}. Nothing was written. Send what docs/PROTOCOL.md allows.`)
  return { text, bytes }
}

function faultIn(event: Json, place: Omit<Item, 'event'>): string | null {
  const read = faultOf(event, EVENT_DEPTH) ?? item({ ...place, event })
  if (!(read instanceof Refusal)) return null
  return `${read.path === '' ? 'its data' : read.path} ${read.problem}`
}
