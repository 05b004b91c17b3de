// What a notification without a title of its own is called, and how many there are in few characters.
import type { TaskNotification } from '../../core/model.ts'
import type { BellStrings } from '../strings/en-parts/bell.ts'
import type { Words } from '../strings/words.ts'

export function countOf(unread: number, max: number, words: Words): string {
  return unread > max ? `${words.number(max)}+` : words.number(unread)
}

export function titleOf({ title, kind }: TaskNotification, text: BellStrings): string {
  return title ?? wordsForKind(kind, text)
}

function wordsForKind(kind: string, text: BellStrings): string {
  switch (kind) {
    case 'task.succeeded':
      return text.bellSucceeded
    case 'task.failed':
      return text.bellFailed
    case 'task.cancelled':
      return text.bellCancelled
    case 'task.input-required':
      return text.bellInputRequired
    default:
      // A server's own kinds are without number.
      return text.bellNotice
  }
}
