// The words by which servers say how a task stands.
import type { TaskStatus } from '../../protocol/values.ts'

const WORDS: { readonly [S in TaskStatus]: string } = {
  queued: 'queued pending created submitted accepted waiting scheduled received new',
  running: 'running processing in_progress progress started working active streaming update updated',
  'input-required': 'input_required requires_input waiting_for_input requires_action',
  succeeded: 'succeeded success successful done completed complete finished result ready',
  failed: 'failed failure fail error errored timeout timed_out expired rejected',
  cancelled: 'cancelled canceled aborted revoked stopped killed',
}

const STATUS_OF: ReadonlyMap<string, TaskStatus> = new Map(
  Object.entries(WORDS).flatMap(([status, words]) => words.split(' ').map((word): [string, TaskStatus] => [word, statusIn(status)])),
)

function statusIn(word: string): TaskStatus {
  switch (word) {
    case 'queued':
    case 'input-required':
    case 'succeeded':
    case 'failed':
    case 'cancelled':
      return word
    default:
      return 'running'
  }
}

/** null: no word that is known. */
export function statusOf(word: unknown): TaskStatus | null {
  if (typeof word !== 'string') return null
  return (
    STATUS_OF.get(
      word
        .trim()
        .toLowerCase()
        .replace(/[\s-]+/g, '_'),
    ) ?? null
  )
}

/** What the type of a message says, as `task_completed` and `task.failed` do. */
export const statusInType = (type: string): TaskStatus | null => statusOf(type.replace(/^(?:task|job)[\W_]+/i, ''))
