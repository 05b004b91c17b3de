// The turns of a conversation: each task together with its retries, from what the server named and what still waits in the outbox.
import type { OutboxEntry, Task } from './model.ts'
import { isRecord, submissionOf } from './submission.ts'

/** One try at an answer: a task the server named, a submit on its way, or both. */
export interface Attempt {
  readonly key: string
  readonly kind: string
  readonly input: unknown
  readonly retryOf: string | null
  readonly createdAt: number
  /** null until the server named it. */
  readonly task: Task | null
  /** Its send, while it is not settled or ended without success. */
  readonly entry: OutboxEntry | null
}

/** The user's text, which is the first attempt's, and the attempt whose answer is shown. */
export interface Turn {
  /** Of the first attempt, so that a retry changes nothing's name. */
  readonly key: string
  readonly first: Attempt
  /** The newest attempt. */
  readonly current: Attempt
  /** The newest task the server named: its text stays until a retry is accepted. */
  readonly answered: Task | null
  /** Of all its attempts, and of the one it retries though nobody here holds it. */
  readonly keys: readonly string[]
}

export interface ConversationSource {
  readonly id: string
  readonly tasks: readonly Task[]
  readonly outbox: readonly OutboxEntry[]
}

/** Turns in the order to show. `order`: keys as last shown; what was shown once never changes places. */
export function turnsOf(source: ConversationSource, order: readonly string[] = []): readonly Turn[] {
  const attempts = attemptsOf(source)
  const names = new Map(attempts.flatMap(attempt => namesOf(attempt).map(name => [name, attempt] as const)))
  const tries = new Map<Attempt, readonly Attempt[]>()
  for (const attempt of attempts) {
    const first = firstOf(attempt, names)
    const others = tries.get(first) ?? []
    // A send whose retry the server named before it is older all the same.
    tries.set(first, attempt === first ? [attempt, ...others] : [...others, attempt])
  }
  return inPlace(
    Array.from(tries, ([first, all]) => turnOf(first, all)),
    order,
  )
}

// What the server named comes first: the clocks of server and page cannot be compared, and what still waits is the newest.
function attemptsOf({ id, tasks, outbox }: ConversationSource): readonly Attempt[] {
  const submits = outbox.flatMap(entry => submitOf(entry) ?? [])
  const entries = new Map(submits.map(({ entry }) => [entry.id, entry]))
  const ours = tasks.filter(task => task.conversation === id)
  const named = ours.filter(task => task.id !== null).map(task => attemptOf(task, null))
  const unnamed = ours.filter(task => task.id === null).map(task => attemptOf(task, entries.get(task.key) ?? null))
  const known = new Set(ours.map(task => task.key))
  const unheld = submits.filter(({ conversation, entry }) => conversation === id && !known.has(entry.id)).map(({ attempt }) => attempt)
  return [...named, ...[...unnamed, ...unheld].toSorted((a, b) => a.createdAt - b.createdAt)]
}

const attemptOf = (task: Task, entry: OutboxEntry | null): Attempt => ({
  key: task.key,
  kind: task.kind,
  input: task.input,
  retryOf: task.retryOf,
  createdAt: task.createdAt,
  task: task.id === null ? null : task,
  entry,
})

interface Submit {
  readonly entry: OutboxEntry
  readonly conversation: string | null
  readonly attempt: Attempt
}

function submitOf(entry: OutboxEntry): Submit | null {
  const { op, data, id, sentAt } = entry
  if (op !== 'task.submit' || !isRecord(data)) return null
  const { conversation, ...asked } = submissionOf(data)
  return { entry, conversation, attempt: { ...asked, key: id, createdAt: sentAt, task: null, entry } }
}

const namesOf = ({ key, task }: Attempt): readonly string[] => (task?.id == null ? [key] : [key, task.id])

function firstOf(attempt: Attempt, names: ReadonlyMap<string, Attempt>): Attempt {
  const passed = new Set<Attempt>()
  let first = attempt
  for (let before: Attempt | undefined = attempt; before !== undefined && !passed.has(before); before = parentOf(before, names)) {
    passed.add(before)
    first = before
  }
  return first
}

const parentOf = ({ retryOf }: Attempt, names: ReadonlyMap<string, Attempt>) => (retryOf === null ? undefined : names.get(retryOf))

function turnOf(first: Attempt, tries: readonly Attempt[]): Turn {
  // A retry taken back before it left is as if it had never been.
  const current = tries.findLast(({ entry }) => entry?.state !== 'cancelled') ?? first
  const answered = tries.findLast(({ task }) => task !== null)?.task ?? null
  const keys = [...tries.map(({ key }) => key), ...(first.retryOf === null ? [] : [first.retryOf])]
  return { key: first.key, first, current, answered, keys }
}

const isPending = ({ first }: Turn): boolean => first.task === null

function inPlace(turns: readonly Turn[], order: readonly string[]): readonly Turn[] {
  const left = new Map(turns.map(turn => [turn.key, turn]))
  const placed = order.flatMap(key => left.get(key) ?? [])
  for (const { key } of placed) left.delete(key)
  for (const turn of left.values()) placed.splice(placeOf(turn, placed), 0, turn)
  return placed
}

// After all that waits, and among what the server named by the server's time.
function placeOf(turn: Turn, placed: readonly Turn[]): number {
  if (isPending(turn)) return placed.length
  const later = placed.findIndex(other => !isPending(other) && other.first.createdAt > turn.first.createdAt)
  return later < 0 ? placed.length : later
}
