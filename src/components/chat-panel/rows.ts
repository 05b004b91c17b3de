// The list as rows: where a day begins, where an author begins, where the unread begins.
import type { ChatMessage } from '../../core/model.ts'
import * as CHAT_TIMES from './times.ts'

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

/** Rows whose message and neighbour are what they were in `previous` are the same objects, so that a token costs one row; the first `kept` are known to be. */
export function rowsOf(query: RowsQuery, previous: readonly ChatRow[] = [], kept = 0): readonly ChatRow[] {
  const { messages, firstUnreadId } = query
  const dayOf = query.dayKey === null ? null : nearby(query.dayKey)
  const read = messages.slice(kept).map((message, at) => {
    const index = kept + at
    const before = messages[index - 1]
    const known = previous[index]
    if (known?.message === message && previous[index - 1]?.message === before) return known
    const startsDay = dayOf !== null && (before === undefined || dayOf(before.createdAt) !== dayOf(message.createdAt))
    const startsUnread = message.id === firstUnreadId
    const isFirstInGroup = before === undefined || startsDay || startsUnread || startsGroup(before, message)
    return { message, index, isFirstInGroup, startsDay, startsUnread }
  })
  const rows = previous.slice(0, messages.length)
  for (const row of read) rows[row.index] = row
  return rows
}

/** Both from the first message on that is not the same object: found by a glance at each, because a token changes one of ten thousand. */
export function tailsOf(before: readonly ChatMessage[], messages: readonly ChatMessage[]): Tails {
  let kept = 0
  while (kept < before.length && before[kept] === messages[kept]) kept += 1
  return { old: before.slice(kept), fresh: messages.slice(kept) }
}

export interface Tails {
  readonly old: readonly ChatMessage[]
  readonly fresh: readonly ChatMessage[]
}

export function haveSameIds({ old, fresh }: Tails): boolean {
  return old.length === fresh.length && old.every(({ id }, at) => id === fresh[at]?.id)
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
      const tails = tailsOf(last.messages, query.messages)
      kept = {
        rows: isComparable ? rowsOf(query, kept.rows, query.messages.length - tails.fresh.length) : rowsOf(query),
        ids: haveSameIds(tails) ? kept.ids : query.messages.map(({ id }) => id),
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

export function isStreaming({ role, status }: ChatMessage): boolean {
  return role === 'assistant' && status === 'streaming'
}

/** The reply has been asked for and has no word yet. */
export function awaitsFirstWord(messages: readonly ChatMessage[], isBusy: boolean): boolean {
  const last = messages.at(-1)
  if (last === undefined) return false
  if (last.role === 'assistant') return last.status === 'streaming' && last.parts.length === 0
  return isBusy && last.role === 'user' && last.status === 'sent'
}
