// The list as rows: where a day begins, where an author begins, where the unread begins.
import type { ChatMessage } from '../../core/model.ts'
import { CHAT_TIMES } from './limits.ts'

export interface ChatRow {
  readonly message: ChatMessage
  readonly index: number
  readonly isFirstInGroup: boolean
  /** This row is the first of its local day. */
  readonly startsDay: boolean
  readonly startsUnread: boolean
}

export interface RowsQuery {
  readonly messages: readonly ChatMessage[]
  readonly firstUnreadId: string | null
  /** null while local days are not known: on the server and in the first render. */
  readonly dayKey: ((at: number) => string) | null
}

/** Rows whose message and neighbour are what they were in `previous` are the same objects, so that a token costs one row. */
export function rowsOf(query: RowsQuery, previous: readonly ChatRow[] = []): readonly ChatRow[] {
  const { messages, firstUnreadId } = query
  const dayOf = query.dayKey === null ? null : nearby(query.dayKey)
  return messages.map((message, index) => {
    const before = messages[index - 1]
    const known = previous[index]
    if (known?.message === message && previous[index - 1]?.message === before) return known
    const startsDay = dayOf !== null && (before === undefined || dayOf(before.createdAt) !== dayOf(message.createdAt))
    const startsUnread = message.id === firstUnreadId
    const isFirstInGroup = before === undefined || startsDay || startsUnread || startsGroup(before, message)
    return { message, index, isFirstInGroup, startsDay, startsUnread }
  })
}

/** Told by a glance at each, for a token changes one of ten thousand. */
export function haveSameIds(before: readonly ChatMessage[], messages: readonly ChatMessage[]): boolean {
  return (
    before.length === messages.length && messages.every((message, index) => message === before[index] || message.id === before[index]?.id)
  )
}

export interface RowsReader {
  readonly read: (query: RowsQuery) => Rows
}

export interface Rows {
  readonly rows: readonly ChatRow[]
  /** Of the messages, in order: the same array while none came, went or moved. */
  readonly ids: readonly string[]
}

/** Reads the list again and again, and keeps what stayed. */
export function createRowsReader(): RowsReader {
  let last: RowsQuery = { messages: [], firstUnreadId: null, dayKey: null }
  let kept: Rows = { rows: [], ids: [] }
  return {
    read(query) {
      const isComparable = query.firstUnreadId === last.firstUnreadId && query.dayKey === last.dayKey
      if (isComparable && query.messages === last.messages) return kept
      kept = {
        rows: rowsOf(query, isComparable ? kept.rows : []),
        ids: haveSameIds(last.messages, query.messages) ? kept.ids : query.messages.map(({ id }) => id),
      }
      last = query
      return kept
    },
  }
}

/** Local days begin at quarters of an hour everywhere, so neighbours in one quarter share a day and one costly look at it. */
function nearby(dayKey: (at: number) => string): (at: number) => string {
  let quarter = Number.NaN
  let key = ''
  return at => {
    const next = Math.floor(at / CHAT_TIMES.quarterMs)
    if (next !== quarter) key = dayKey(at)
    quarter = next
    return key
  }
}

function startsGroup(before: ChatMessage, message: ChatMessage): boolean {
  return before.role !== message.role || message.createdAt - before.createdAt > CHAT_TIMES.groupGapMs
}

export function textOf(message: ChatMessage): string {
  return message.parts
    .flatMap(part => (part.type === 'text' ? [part.text] : []))
    .join('\n\n')
    .trim()
}

/** The reply has been asked for and has no word yet. */
export function awaitsFirstWord(messages: readonly ChatMessage[], isBusy: boolean): boolean {
  const last = messages.at(-1)
  if (last === undefined) return false
  if (last.role === 'assistant') return last.status === 'streaming' && last.parts.length === 0
  return isBusy && last.role === 'user' && last.status === 'sent'
}
