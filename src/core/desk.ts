// What the application asks for, in whatever phase: sends, cancels, retries, reading marks. It works on the outbox; the link carries it when it can.
import { withAsks } from './asks.ts'
import { type Effect, log } from './effects.ts'
import type { DeskEvent, Moment, NewCommand } from './events.ts'
import { flush } from './flush.ts'
import { takeEvents, withHealing } from './inbox.ts'
import { withoutNotice, withSeen } from './notifications.ts'
import { isBookkeeping } from './outbox-room.ts'
import { enqueued, type Entry, entryNamed, isUnsettled, retaken, settledAs, type Settlement, without, withoutMarks } from './outbox.ts'
import { leave } from './phases/common.ts'
import { awaiting } from './receipts.ts'
import { forgotten } from './reset.ts'
import { settle, withSettled } from './settled.ts'
import { andThen, isIn, type MachineState, type Step, stay } from './state.ts'
import { recordOf } from './tasks.ts'
import * as TIMES from './times.ts'

export function atDesk(state: MachineState, event: DeskEvent, moment: Moment): Step {
  if (state.phase.name === 'idle' && state.phase.why === 'disposed') return tooLate(state, event)
  switch (event.type) {
    case 'send':
      return send(state, event.command, moment)
    case 'cancel':
      return cancel(state, event, moment)
    case 'retry':
      return retry(state, event, moment)
    case 'discard':
      return discard(state, event.id)
    case 'ask':
      return andThen(stay(asked(state, event.ref)), next => flush(next, moment.now))
    case 'see':
      return see(state, event, moment)
    case 'dismiss':
      return stay({ ...state, notifications: withoutNotice(state.notifications, event.id) })
    case 'wrote':
      // A resume reads the log after the write, so it misses nothing.
      return stay(isIn(state, 'live') ? awaiting(state, event.cursor, moment.now) : state)
    case 'learn':
      return learned(state, event, moment)
    case 'settings':
      return stay({ ...state, settings: event.settings })
    case 'restore':
      return restore(state, event, moment)
    case 'storage':
      return stay({ ...state, storage: event.storage })
    case 'relaying':
      return stay({ ...state, relayingSince: event.since })
    case 'release':
      return stay({ ...state, leaveAt: moment.now + TIMES.lingerMs })
    case 'dispose':
      return andThen(leave({ ...state, leaveAt: null }, 'disposed'), forgotten)
  }
}

/** After the end nothing is kept, and what is sent settles at once. */
function tooLate(state: MachineState, event: DeskEvent): Step {
  return event.type === 'send' ? [state, [settle({ id: event.command.id, outcome: { outcome: 'cancelled' } })]] : stay(state)
}

function send(state: MachineState, command: NewCommand, moment: Moment): Step {
  const { identity, outbox: policy } = state.settings
  const user = typeof identity === 'string' ? state.user : identity.user
  const settled = enqueued(state.outbox, command, { now: moment.now, user, policy })
  const told = andThen(withSettled(state, settled), next => [next, refusals(command, settled[1])])
  return andThen(told, next => flush(next, moment.now))
}

/** No list shows what was refused of these, and mostly nobody waits for them. */
const refusals = ({ id, op }: NewCommand, settlements: readonly Settlement[]): readonly Effect[] =>
  isBookkeeping(op) && settlements.some(settlement => settlement.id === id) ? [log('warn', 'send-refused', { op })] : []

/** Unwritten: cancelled. Written: it may run, so a task is asked to stop by its key, and the truth will come (SEND4). */
function cancel(state: MachineState, { id, commandId }: Extract<DeskEvent, { type: 'cancel' }>, moment: Moment): Step {
  const entry = entryNamed(state.outbox, id)
  if (entry === undefined || !isUnsettled(entry)) return stay(state)
  if (entry.passage.at === 'queued') return withSettled(state, settledAs(state.outbox, entry, { outcome: 'cancelled' }))
  if (entry.op !== 'task.submit') return stay(state)
  return send(state, { id: commandId, op: 'task.cancel', data: { key: id }, bytes: 128, ttlMs: null }, moment)
}

/** The same id again, so that the server can tell it is the same; an `app.*` op that may have run is a new command. */
function retry(state: MachineState, { id, newId }: Extract<DeskEvent, { type: 'retry' }>, moment: Moment): Step {
  const entry = entryNamed(state.outbox, id)
  // Gone or under way meanwhile: nothing of the new id will ever be sent.
  if (entry?.passage.at !== 'ended') return [state, (entry === undefined ? [id, newId] : [newId]).map(cancelled)]
  const { op, data, bytes } = entry
  const mayHaveRun = entry.passage.outcome.outcome === 'unconfirmed'
  const isNew = mayHaveRun && op.startsWith('app.')
  const told: Step = [state, [log('info', 'retried', { op })]]
  if (mayHaveRun && !isNew) return andThen(told, next => takeAgain(next, entry, moment))
  return andThen(told, next => {
    const cleared = { ...next, outbox: without(next.outbox, id) }
    return send(cleared, { id: isNew ? newId : id, op, data, bytes, ttlMs: null }, moment)
  })
}

function takeAgain(state: MachineState, entry: Entry, { now }: Moment): Step {
  const settled = retaken(state.outbox, entry, { now, policy: state.settings.outbox })
  return andThen(withSettled(state, settled), next => flush(next, now))
}

const cancelled = (id: string): Effect => settle({ id, outcome: { outcome: 'cancelled' } })

function discard(state: MachineState, id: string): Step {
  const entry = entryNamed(state.outbox, id)
  return stay(entry === undefined || isUnsettled(entry) ? state : { ...state, outbox: without(state.outbox, id) })
}

// A reader wants a task that is not held; one on its way out is known already.
function asked(state: MachineState, ref: string): MachineState {
  const isKnown = recordOf(state.tasks, ref) !== undefined || entryNamed(state.outbox, ref) !== undefined
  return isKnown ? state : withAsks(state, [ref])
}

/** Seen here at once, and told to the server; an older unwritten mark is replaced, for the largest wins. */
function see(state: MachineState, { offset, commandId }: Extract<DeskEvent, { type: 'see' }>, moment: Moment): Step {
  if (offset <= state.notifications.seen) return stay(state)
  const seen = { ...state, outbox: withoutMarks(state.outbox, 'unwritten'), notifications: withSeen(state.notifications, offset) }
  return send(seen, { id: commandId, op: 'notifications.seen', data: { offset }, bytes: 96, ttlMs: null }, moment)
}

/** By the law of gaps, as from a link: what does not fit the cursor changes nothing (GAP1). */
function learned(state: MachineState, { frame, epoch }: Extract<DeskEvent, { type: 'learn' }>, { now }: Moment): Step {
  const taken = takeEvents(state, frame, epoch)
  if (taken.outcome === 'gap') return [state, [log('error', 'learned-beyond-cursor', { prev: frame.prev })]]
  return andThen([taken.state, taken.emissions.map(emission => ({ type: 'emit', emission }))], next => flush(next, now))
}

/** What is known to be incomplete is asked for, and sends that came go out, if the link is there already. */
function restore(state: MachineState, event: Extract<DeskEvent, { type: 'restore' }>, { now }: Moment): Step {
  const next = event.take(state, event, now)
  return flush(next.tasks === state.tasks ? next : withHealing(next, next.tasks.keys()), now)
}
