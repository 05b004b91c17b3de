// What a user and the server ask of a store: commands on tasks, `app.*` receipts, notices and events. Effect and event are one step.
import { byteLength } from '../../protocol/codec.ts'
import * as WIRE from '../../protocol/limits.ts'
import type { Cursor, LogEvent } from '../../protocol/values.ts'
import type { Changed, Store, Submission, Submitted, TaskRef } from '../store.ts'
import { bornCancelled, submitted } from './birth-rules.ts'
import type { Birth } from './birth-rules.ts'
import { begin, finish, tombstone } from './command-rules.ts'
import { cursorOf } from './cursor-rules.ts'
import { headOf } from './heads.ts'
import { canonical, tooLarge } from './json.ts'
import type { LedgerParts } from './ledger.ts'
import { STORE } from './limits.ts'
import { StoreRefusal } from './refusal.ts'
import type { TaskChange, TaskRow } from './rows.ts'
import type { Step } from './step.ts'
import { answered, cancelled } from './user-rules.ts'

type Requests = Pick<Store, 'submit' | 'cancel' | 'answer' | 'see' | 'begin' | 'finish' | 'notify' | 'append'>

export function requestsOf({ step }: LedgerParts): Requests {
  return {
    submit: (user, submission) => step(current => submitIn(current, user, submission)),
    cancel: (user, ref) => step(current => cancelIn(current, user, ref)),
    answer: (user, answer) =>
      step(current => {
        const row = current.records.task(user, { id: answer.id })
        return row ? changedBy(current, row, answered(row, answer, current.now)) : { outcome: 'not-found' }
      }),
    see: (user, offset) => step(current => seeIn(current, user, offset)),
    begin: (user, commandId, claimMs) =>
      step(current => {
        const { row, begun } = begin(current.records.command(user, commandId), commandId, { now: current.now, claimMs })
        if (row) current.records.saveCommand(user, row)
        return begun
      }),
    finish: (user, commandId, receipt) =>
      step(current => {
        const bytes = byteLength(JSON.stringify(receipt))
        if (bytes > WIRE.eventBytes) throw tooLarge(`The receipt of command ${commandId}`, bytes, WIRE.eventBytes)
        const row = finish(current.records.command(user, commandId), commandId, { now: current.now, receipt })
        if (row) current.records.saveCommand(user, row)
        current.woken.users.add(user)
      }),
    notify: (user, notice) =>
      step(current => {
        const isKnown = current.records.hasNotification(user, notice.id)
        return isKnown ? cursorOf(current.log(user)) : current.append(user, [{ type: 'notification', ...notice }])
      }),
    append: (user, events) => step(current => current.append(user, events)),
  }
}

/** The same key with other input is another task's key (TASK5). `input` is undefined when the caller does not mind. */
export function isConflict(
  current: Step,
  row: TaskRow,
  submission: { readonly kind: string; readonly input?: Submission['input'] },
): boolean {
  if (row.head.kind !== submission.kind) return true
  if (submission.input === undefined) return false
  return canonical(JSON.parse(current.records.payload(row).input)) !== canonical(submission.input)
}

export function birthOf(current: Step, user: string, submission: Submission): Birth {
  if (current.records.activeCount(user) >= STORE.activeTasks) {
    throw new StoreRefusal(
      'too-many',
      `${STORE.activeTasks} tasks of this user are unfinished, the most a store takes. Nothing was created. Wait for some to end, or cancel them.`,
    )
  }
  return { user, id: current.id(), now: current.now, submission }
}

export function isBuried(current: Step, user: string, key: string): boolean {
  return current.records.command(user, key)?.state === 'cancelled'
}

function submitIn(current: Step, user: string, submission: Submission): Submitted {
  const known = current.records.task(user, { key: submission.key })
  if (known) {
    if (isConflict(current, known, submission)) return { outcome: 'key-conflict' }
    return { outcome: 'repeated', task: headOf(known), cursor: cursorOf(current.log(user)) }
  }
  const birth = birthOf(current, user, submission)
  if (isBuried(current, user, submission.key)) return born(current, 'born-cancelled', bornCancelled(birth))
  current.woken.work.add('queued')
  return born(current, 'created', submitted(birth))
}

function born(current: Step, outcome: 'created' | 'born-cancelled', change: TaskChange): Submitted {
  const cursor = current.commit(change)
  return { outcome, task: headOf(change.row), cursor }
}

function cancelIn(current: Step, user: string, ref: TaskRef): Changed {
  const row = current.records.task(user, ref)
  if (row) return changedBy(current, row, cancelled(row, current.now))
  if ('key' in ref && current.records.command(user, ref.key) === null) current.records.saveCommand(user, tombstone(ref.key, current.now))
  return { outcome: 'not-found' }
}

function changedBy(current: Step, row: TaskRow, change: TaskChange | 'unchanged' | 'conflict'): Changed {
  if (change === 'conflict') return { outcome: 'conflict' }
  if (change === 'unchanged') return { outcome: 'unchanged', task: headOf(row), cursor: cursorOf(current.log(row.user)) }
  current.woken.work.add('changed')
  const cursor = current.commit(change)
  return { outcome: 'changed', task: headOf(change.row), cursor }
}

/** Max wins, and nobody has seen what is not there yet. */
function seeIn(current: Step, user: string, offset: number): { readonly offset: number; readonly cursor: Cursor } {
  const log = current.log(user)
  const seen = Math.min(offset, log.offset)
  if (seen <= log.seen) return { offset: log.seen, cursor: cursorOf(log) }
  current.records.saveLog(user, { ...log, seen })
  const event: LogEvent = { type: 'notifications.seen', offset: seen }
  return { offset: seen, cursor: current.append(user, [event]) }
}
