// What a worker's write does to the task it holds (TASK3): progress, a question, or the end.
import { byteLength } from '../../protocol/codec.ts'
import * as WIRE from '../../protocol/limits.ts'
import { isSettled } from '../../protocol/notice.ts'
import type { Ending, Json, Progress, TaskStatus } from '../../protocol/values.ts'
import type { Lease, TaskWrite } from '../store.ts'
import { chunked, recordBytes } from './chunk-rule.ts'
import { headOf, revised, updated, withoutPrompt } from './heads.ts'
import { copyOf, isSame, tooLarge } from './json.ts'
import { holds } from './lease-rules.ts'
import type { Instant } from './lease-rules.ts'
import { STORE } from './limits.ts'
import type { TaskChange, TaskRow } from './rows.ts'
import { released } from './user-rules.ts'

export interface Held {
  readonly lease: Lease
  readonly instant: Instant
  readonly textAt: (name: string, at: number) => string | null
}

/** `unchanged`: the write stands already, as after a repeated one whose answer was lost. */
export function written(row: TaskRow, write: TaskWrite, held: Held): TaskChange | 'unchanged' | 'lease-lost' {
  if (!holds(row, held.lease, held.instant)) return endedBy(row, write, held.lease) ? 'unchanged' : 'lease-lost'
  const { textAt } = held
  const { now } = held.instant
  switch (write.type) {
    case 'chunk':
      return chunked(row, write, textAt)
    case 'progress':
      return progressed(row, write.progress, now)
    case 'ask':
      return asked(row, write.prompt, now)
    case 'succeed':
    case 'fail':
    case 'cancel':
      return settled(row, END_OF[write.type], { now, ending: endingOf(write) })
  }
}

type EndWrite = Extract<TaskWrite, { type: 'succeed' | 'fail' | 'cancel' }>

function endingOf(write: EndWrite): Ending {
  if (write.type === 'fail') return { error: write.error }
  return write.type === 'succeed' && write.result !== undefined ? { result: write.result } : {}
}

const END_OF = { succeed: 'succeeded', fail: 'failed', cancel: 'cancelled' } as const

function endedBy(row: TaskRow, write: TaskWrite, lease: Lease): boolean {
  if (write.type === 'chunk' || write.type === 'progress' || write.type === 'ask') return false
  return isSettled(row.head.status) && row.lease?.id === lease.leaseId && row.head.status === END_OF[write.type]
}

function progressed(row: TaskRow, progress: Progress, now: number): TaskChange | 'unchanged' {
  const known = row.head.progress
  if (known && known.value === progress.value && known.total === progress.total && known.message === progress.message) return 'unchanged'
  refuseSize('progress', row, { bytes: byteLength(JSON.stringify(progress)), most: STORE.progressBytes })
  const next = revised(row, now, { progress: { ...progress } })
  return { row: next, events: [updated(next)] }
}

// Heads carry prompt and progress whole with every event, so both are kept far below what one event may hold.
function refuseSize(what: string, row: TaskRow, { bytes, most }: { readonly bytes: number; readonly most: number }): void {
  if (bytes > most) throw tooLarge(`The ${what} of task ${row.head.id}`, bytes, most)
}

/** A new question forgets the answer to the one before. */
function asked(row: TaskRow, prompt: Json, now: number): TaskChange | 'unchanged' {
  const standing = row.head.status === 'input-required' ? row.head.prompt : undefined
  if (standing !== undefined && isSame(standing, prompt)) return 'unchanged'
  refuseSize('prompt', row, { bytes: byteLength(JSON.stringify(prompt)), most: STORE.promptBytes })
  const next = { ...revised(row, now, { status: 'input-required', prompt: copyOf(prompt) }), answer: null }
  return { row: next, events: [updated(next)] }
}

function settled(row: TaskRow, status: TaskStatus, { now, ending }: { readonly now: number; readonly ending: Ending }): TaskChange {
  const text = JSON.stringify(ending)
  const bytes = byteLength(text)
  if (ending.error) refuseSize('error', row, { bytes, most: STORE.errorBytes })
  const whole = recordBytes(row) + bytes
  if (whole > WIRE.taskBytes) throw tooLarge(`Task ${row.head.id} with its streams and its result`, whole, WIRE.taskBytes)
  const payloadBytes = row.payloadBytes + bytes
  const end = { ...revised(withoutPrompt(row), now, { status, finishedAt: now }), payloadBytes, lease: released(row) }
  return { row: end, ending: text, events: [{ type: 'task.settled', task: { ...headOf(end), ...ending } }] }
}
