// Which submit of ours a task came of: known from when it was written, or from the outbox, where it may be of a page before.
import type { Entry } from '../../core/outbox.ts'
import { isRecord } from '../../core/submission.ts'
import type { Command } from '../../protocol/frames.ts'
import type { Json } from '../../protocol/values.ts'
import type { Submission } from './changes.ts'
import type { Report } from './report.ts'
import type { Machine, Plain } from './state.ts'

/** null: nobody here submitted it, or another task is known to have come of it. */
export function submissionOf(
  plain: Plain,
  { id, key, echo }: Pick<Report, 'id' | 'key' | 'echo'>,
  machine: Pick<Machine, 'outbox' | 'tasks'>,
): Submission | null {
  for (const name of [key, echo, id]) {
    const found = name === null ? null : (plain.submissions.get(name) ?? waiting(machine.outbox.entries, name))
    if (found !== null && ![...machine.tasks.values()].some(({ head }) => head.key === found.key && head.id !== id)) return found
  }
  return null
}

function waiting(entries: readonly Entry[], id: string): Submission | null {
  const entry = entries.find(other => other.id === id && other.op === 'task.submit')
  return entry === undefined ? null : submissionIn(entry)
}

export function submissionIn({ id, data }: Pick<Command, 'id' | 'data'>): Submission {
  const it: Readonly<Record<string, Json>> = isJsonRecord(data) ? data : {}
  const { kind, input = null, conversation, retryOf } = it
  return {
    key: id,
    kind: textOr(kind, 'task'),
    input,
    conversation: typeof conversation === 'string' ? conversation : null,
    retryOf: typeof retryOf === 'string' ? retryOf : null,
  }
}

const isJsonRecord = (value: Json): value is { readonly [name: string]: Json } => isRecord(value)
const textOr = (value: Json | undefined, otherwise: string): string => (typeof value === 'string' && value !== '' ? value : otherwise)
