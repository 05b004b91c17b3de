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

export function rowsOf({ messages, firstUnreadId, dayKey }: RowsQuery): readonly ChatRow[] {
  return messages.map((message, index) => {
    const before = messages[index - 1]
    const startsDay = dayKey !== null && (before === undefined || dayKey(before.createdAt) !== dayKey(message.createdAt))
    const startsUnread = message.id === firstUnreadId
    const isFirstInGroup = before === undefined || startsDay || startsUnread || startsGroup(before, message)
    return { message, index, isFirstInGroup, startsDay, startsUnread }
  })
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
