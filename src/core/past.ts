// The rows an application kept of a conversation's past, and where the live turns stand among them.
import type { ChatMessage } from './model.ts'
import type { Turn } from './turns.ts'

/** A turn and its rows as shown. */
export interface Shown {
  readonly turn: Turn
  readonly rows: readonly ChatMessage[]
}

/** Neighbouring rows of one task, or one row of none. */
export interface PastTurn {
  readonly taskKey: string | null
  readonly rows: readonly [ChatMessage, ...ChatMessage[]]
}

export function pastTurnsOf(history: readonly ChatMessage[]): readonly PastTurn[] {
  const past: PastTurn[] = []
  for (const row of history) {
    const last = past.at(-1)
    if (last === undefined || last.taskKey === null || last.taskKey !== row.taskKey) past.push({ taskKey: row.taskKey, rows: [row] })
    else past[past.length - 1] = { ...last, rows: [...last.rows, row] }
  }
  return past
}

/** A turn that the past knows stands where the past has it; the others by the server's time, and what still waits at the end. */
export function merged(past: readonly PastTurn[], live: readonly Shown[]): readonly ChatMessage[] {
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
  for (const { rows } of fresh.slice(next)) messages.push(...rows)
  return messages
}

const isBefore = (shown: Shown | undefined, row: ChatMessage): boolean =>
  shown !== undefined && shown.turn.first.task !== null && shown.turn.first.createdAt < row.createdAt
