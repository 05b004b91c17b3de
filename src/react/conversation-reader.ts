// Reads a conversation again only when something it reads changed, and goes on from what it read last.
import { conversationOf, NO_ROWS, type ConversationRows, type ConversationView } from '../core/conversation.ts'
import { shallowEqual } from '../core/shallow-equal.ts'

export interface ConversationReader {
  readonly read: (view: ConversationView) => ConversationRows
  /** What was read last: while subscribed, the rows as they are now. */
  readonly latest: () => ConversationRows
}

export function createConversationReader(): ConversationReader {
  let view: ConversationView | null = null
  let rows = NO_ROWS
  return {
    read(next) {
      if (!shallowEqual(view, next)) rows = conversationOf(next, rows)
      view = next
      return rows
    },
    latest: () => rows,
  }
}
