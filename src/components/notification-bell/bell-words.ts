// What a notification without a title of its own is called.
import type { TaskNotification } from '../../core/model.ts'
import type { BellStrings } from '../strings/en-parts/bell.ts'

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
