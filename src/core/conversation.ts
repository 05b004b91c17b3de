// The rows of one conversation: what the application kept of its past, and the turns this client holds, as one list without doubles.
import type { ChatMessage } from './model.ts'
import { merged, pastTurnsOf, type PastTurn, type Shown } from './past.ts'
import { rowsOf } from './rows.ts'
import { shallowEqual } from './shallow-equal.ts'
import { turnsOf, type ConversationSource, type Turn } from './turns.ts'

export interface ConversationView extends ConversationSource {
  /** Rows of the application's own store, oldest first. Live rows of the same task take their places. */
  readonly history: readonly ChatMessage[]
}

export interface ConversationRows {
  readonly messages: readonly ChatMessage[]
  /** Something was asked and is not settled. */
  readonly busy: boolean
  /** By key, in the order shown. */
  readonly shown: ReadonlyMap<string, Shown>
  readonly past: Past
}

interface Past {
  readonly given: readonly ChatMessage[]
  readonly rows: readonly ChatMessage[]
  readonly turns: readonly PastTurn[]
}

const NO_PAST: Past = { given: [], rows: [], turns: [] }
export const NO_ROWS: ConversationRows = { messages: [], busy: false, shown: new Map(), past: NO_PAST }

/** Rows that say what they said in `previous` are the same objects and stand where they stood; what did not change is not read again. */
export function conversationOf(view: ConversationView, previous: ConversationRows = NO_ROWS): ConversationRows {
  const turns = turnsOf(view, [...previous.shown.keys()])
  const live = turns.map(turn => shownAs(turn, previous.shown.get(turn.key)))
  const past = pastOf(view.history, previous.past)
  const messages = merged(past.turns, live)
  return {
    messages: shallowEqual(messages, previous.messages) ? previous.messages : messages,
    busy: live.some(({ rows }) => rows.some(isUnderWay)),
    shown: new Map(live.map(shown => [shown.turn.key, shown])),
    past,
  }
}

export const isUnderWay = ({ status }: ChatMessage): boolean =>
  status === 'queued' || status === 'sending' || status === 'streaming' || status === 'interrupted'

function shownAs(turn: Turn, before: Shown | undefined): Shown {
  if (before === undefined) return { turn, rows: rowsOf(turn) }
  return isSameTurn(turn, before.turn) ? before : { turn, rows: kept(rowsOf(turn), before.rows) }
}

// Tasks and entries are never changed, only replaced.
const isSameTurn = (a: Turn, b: Turn): boolean => shallowEqual(sourcesOf(a), sourcesOf(b))

const sourcesOf = ({ first, current, answered, keys }: Turn) => [first.task, first.entry, current.task, current.entry, answered, ...keys]

function pastOf(given: readonly ChatMessage[], before: Past): Past {
  if (given === before.given) return before
  const rows = kept(given, before.rows)
  return { given, rows, turns: pastTurnsOf(rows) }
}

function kept(rows: readonly ChatMessage[], before: readonly ChatMessage[]): readonly ChatMessage[] {
  const known = new Map(before.map(row => [row.id, row]))
  return rows.map(row => {
    const last = known.get(row.id)
    return last !== undefined && saysTheSame(last, row) ? last : row
  })
}

function saysTheSame(a: ChatMessage, b: ChatMessage): boolean {
  if (a === b) return true
  const sameParts = a.parts.length === b.parts.length && a.parts.every((part, index) => shallowEqual(part, b.parts[index]))
  return sameParts && shallowEqual(a.error, b.error) && shallowEqual({ ...a, parts: null, error: null }, { ...b, parts: null, error: null })
}
