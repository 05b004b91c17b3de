// Carries out what a user does in a conversation: says something, tries again, stops, deletes.
import type { ResilientSocket } from '../client/types.ts'
import type { Kind } from '../core/app.ts'
import { cancelMoveOf, discardKeyOf, retryMoveOf } from '../core/conversation-moves.ts'
import type { ConversationRows } from '../core/conversation.ts'
import type { Draft, ReasonedError, Sent } from '../core/model.ts'

export interface ConversationActions {
  readonly send: (draft: Draft) => Sent
  /** The same send where it may not have arrived, a new task in the old answer's place where it ended. Never a second bubble. */
  readonly retry: (messageId: string) => Sent
  /** Takes back what has not left and stops what runs; without an id, the newest under way. */
  readonly cancel: (messageId?: string) => void
  /** Forgets a message that was not sent. */
  readonly discard: (messageId: string) => void
}

export interface ConversationPlace {
  readonly socket: ResilientSocket
  readonly id: string
  readonly kind: Kind
  readonly toInput: (draft: Draft) => unknown
  /** The rows as they are now, not as they were rendered. */
  readonly rows: () => ConversationRows
}

export function conversationActions({ socket, id, kind, toInput, rows }: ConversationPlace): ConversationActions {
  const submit = (submitted: { kind: Kind; input: unknown; retryOf?: string }) => {
    const { kind: asked, input, ...links } = submitted
    return socket.submit(asked, input, { conversation: id, ...links })
  }
  return {
    send: draft => submit({ kind, input: toInput(draft) }),
    retry(messageId) {
      const retry = retryMoveOf(rows(), messageId)
      switch (retry.move) {
        case 'resend':
          return socket.retrySend(retry.key)
        case 'ask-again':
          return submit({ kind: retry.kind, input: retry.input, retryOf: retry.retryOf })
        case 'say-again':
          return submit({ kind, input: toInput({ text: retry.text }), retryOf: retry.retryOf })
        case 'none':
          return refused(messageId, retry.error)
      }
    },
    cancel(messageId) {
      const cancel = cancelMoveOf(rows(), messageId ?? null)
      if (cancel.move === 'unsend') socket.cancelSend(cancel.key)
      if (cancel.move === 'stop') socket.cancelTask(cancel.key)
    },
    discard(messageId) {
      const key = discardKeyOf(rows(), messageId)
      if (key !== null) socket.discardSend(key)
    },
  }
}

// A press that came too late is no mistake of the page: it is answered like any other send.
const refused = (id: string, error: ReasonedError): Sent => ({
  id,
  settled: Promise.resolve({ outcome: 'rejected', error }),
  cancel: () => false,
})
