// The rows of one conversation: what the application kept of its past, and the turns this client holds, as one list without doubles.
import type { ChatMessage } from './model.ts'
import { rowsOf } from './rows.ts'
import { shallowEqual } from './shallow-equal.ts'
import { turnsOf, type ConversationSource, type Turn } from './turns.ts'

export interface ConversationView extends ConversationSource {
  /** Rows of the application's own store, oldest first. Live rows of the same task take their places. */
  readonly history?: readonly ChatMessage[]
}

export interface ConversationRows {
  readonly messages: readonly ChatMessage[]
  readonly turns: readonly Turn[]
  /** Something was asked and is not settled. */
  readonly busy: boolean
}

export const NO_ROWS: ConversationRows = { messages: [], turns: [], busy: false }

/** Rows that say what they said in `previous` are the same objects, and stand where they stood. */
export function conversationOf(view: ConversationView, previous: ConversationRows = NO_ROWS): ConversationRows {
  const order = previous.turns.map(turn => turn.key)
  const turns = turnsOf(view, order)
  const live = turns.map(turn => ({ turn, rows: rowsOf(turn) }))
  const messages = kept(merged(pastOf(view.history ?? []), live), previous.messages)
  return { messages, turns, busy: live.some(({ rows }) => rows.some(isUnderWay)) }
}

export const isUnderWay = ({ status }: ChatMessage): boolean =>
  status === 'queued' || status === 'sending' || status === 'streaming' || status === 'interrupted'

interface Shown {
  readonly turn: Turn
  readonly rows: readonly ChatMessage[]
}

interface Past {
  readonly taskKey: string | null
  readonly rows: readonly [ChatMessage, ...ChatMessage[]]
}

// Neighbouring rows of one task are one turn.
function pastOf(history: readonly ChatMessage[]): readonly Past[] {
  const past: Past[] = []
  for (const row of history) {
    const last = past.at(-1)
    if (last !== undefined && last.taskKey !== null && last.taskKey === row.taskKey)
      past.splice(-1, 1, { ...last, rows: [...last.rows, row] })
    else past.push({ taskKey: row.taskKey, rows: [row] })
  }
  return past
}

/** A turn that the past knows stands where the past has it; the others by the server's time, and what still waits at the end. */
function merged(past: readonly Past[], live: readonly Shown[]): readonly ChatMessage[] {
  const byKey = new Map(live.flatMap(shown => shown.turn.keys.map(key => [key, shown] as const)))
  const matched = new Set(past.flatMap(({ taskKey }) => (taskKey === null ? [] : (byKey.get(taskKey) ?? []))))
  const fresh = live.filter(shown => !matched.has(shown))
  const messages: ChatMessage[] = []
  let next = 0
  for (const { taskKey, rows } of past) {
    for (; isBefore(fresh[next], rows[0]); next += 1) messages.push(...(fresh[next]?.rows ?? []))
    const shown = taskKey === null ? undefined : byKey.get(taskKey)
    if (shown === undefined) messages.push(...rows)
    else if (matched.delete(shown)) messages.push(...shown.rows)
  }
  return [...messages, ...fresh.slice(next).flatMap(({ rows }) => rows)]
}

const isBefore = (shown: Shown | undefined, row: ChatMessage): boolean =>
  shown !== undefined && shown.turn.first.task !== null && shown.turn.first.createdAt < row.createdAt

function kept(messages: readonly ChatMessage[], previous: readonly ChatMessage[]): readonly ChatMessage[] {
  const before = new Map(previous.map(message => [message.id, message]))
  const same = messages.map(message => {
    const last = before.get(message.id)
    return last !== undefined && saysTheSame(last, message) ? last : message
  })
  return shallowEqual(same, previous) ? previous : same
}

function saysTheSame(a: ChatMessage, b: ChatMessage): boolean {
  const sameParts = a.parts.length === b.parts.length && a.parts.every((part, index) => shallowEqual(part, b.parts[index]))
  return sameParts && shallowEqual(a.error, b.error) && shallowEqual({ ...a, parts: null, error: null }, { ...b, parts: null, error: null })
}
