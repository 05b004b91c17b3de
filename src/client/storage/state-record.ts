// The record of one user's state: one text, so that no cursor is ever ahead of what it stands for; checked as a frame is on the way out.
import type { StreamValue, TaskNotification } from '../../core/model.ts'
import type { NotificationBook } from '../../core/notifications.ts'
import type { Kept } from '../../core/restore.ts'
import type { MachineState } from '../../core/state.ts'
import { isActive, type TaskRecord } from '../../core/tasks.ts'
import {
  boolean,
  type Decoder,
  id,
  int,
  list,
  name,
  nullable,
  object,
  oneOf,
  optional,
  record,
  Refusal,
  text,
  where,
} from '../../protocol/check.ts'
import { decode } from '../../protocol/codec-text.ts'
import { cursor, head, json, reasonedError } from '../../protocol/codec-values.ts'
import * as WIRE from '../../protocol/limits.ts'
import type { Ending, Json } from '../../protocol/values.ts'
import * as KEEPING from './limits.ts'

interface Written extends Kept {
  readonly v: 1
}

/** null where there is nothing yet that a cursor stands for, or where active tasks alone are too much. */
export function textOfState({ user, cursor: at, past, tasks, notifications, asks }: MachineState): string | null {
  if (user === null || at === null) return null
  const kept: Omit<Written, 'tasks' | 'notifications'> = {
    v: 1,
    user,
    cursor: at,
    heardAt: past.heardAt,
    // A reader may ask for anything; what is no id is not kept.
    asks: [...asks.open].flatMap(([ref, { by }]) => (id(ref) === ref ? [{ ref, by }] : [])).slice(0, KEEPING.asks),
  }
  const { list: notices, ...book } = notifications
  const told = fitting(notices, KEEPING.stateLength / 4, textOfNotice)
  const texts = textsOf([...tasks.values()])
  const whole = `${JSON.stringify(kept).slice(0, -1)},"notifications":${JSON.stringify(book).slice(0, -1)},"list":[${told.join()}]},"tasks":[${texts.join()}]}`
  return whole.length > KEEPING.stateLength ? null : whole
}

/** Newest first while there is room: settled tasks that are too much are left out, as beyond the 500; text of active ones is asked for again. */
function textsOf(tasks: readonly TaskRecord[]): readonly string[] {
  let room = KEEPING.stateLength / 2
  const texts = tasks.toReversed().map(task => {
    const whole = textOfTask(task)
    const kept = whole.length <= room ? whole : isActive(task) ? textOfTask(withoutStreams(task)) : null
    room -= kept?.length ?? 0
    return kept
  })
  return texts.filter(kept => kept !== null).toReversed()
}

const bare = new WeakMap<TaskRecord, TaskRecord>()

/** That there was text, and how much, stays known: it is a hole to be healed (STR2). */
function withoutStreams(task: TaskRecord): TaskRecord {
  const lengths = Object.entries(task.streams).map(([stream, { value }]) => [stream, Math.max(value.length, task.ends[stream] ?? 0)])
  const light = bare.get(task) ?? { ...task, streams: {}, ends: { ...task.ends, ...Object.fromEntries(lengths) } }
  bare.set(task, light)
  return light
}

function fitting<T>(values: readonly T[], most: number, textOf: (value: T) => string): readonly string[] {
  let room = most
  return values.map(textOf).filter(({ length }) => (room -= length) >= 0)
}

/** Most of a state stays as it is from one writing to the next: its text is made once. */
function remembered(): (value: object) => string {
  const texts = new WeakMap<object, string>()
  return value => {
    const known = texts.get(value) ?? JSON.stringify(value)
    texts.set(value, known)
    return known
  }
}

const textOfTask = remembered()
const textOfNotice = remembered()

const words = text(KEEPING.stateLength)

const streamValue: Decoder<StreamValue> = value => {
  const asText = object<StreamValue & { kind: 'text' }>({ kind: oneOf('text'), value: words, done: boolean })(value)
  return asText instanceof Refusal && asText.path === 'kind'
    ? object<StreamValue & { kind: 'list' }>({ kind: oneOf('list'), value: list(json), done: boolean })(value)
    : asText
}

const task: Decoder<TaskRecord> = object<TaskRecord>({
  head,
  body: nullable(object<{ readonly input: Json }>({ input: json })),
  ending: object<Ending>({ result: optional(json), error: optional(reasonedError) }),
  streams: record(streamValue),
  ends: record(int),
  standing: oneOf('held', 'unproven', 'lost'),
})

const notice: Decoder<TaskNotification> = object<TaskNotification>({
  id,
  offset: int,
  time: int,
  seen: boolean,
  taskId: nullable(id),
  kind: name,
  title: nullable(words),
  body: nullable(words),
  data: json,
})

const written: Decoder<Written> = object<Written>({
  v: oneOf(1),
  user: text(WIRE.userLength, 1),
  cursor,
  heardAt: nullable(int),
  tasks: list(task),
  notifications: object<NotificationBook>({ list: list(notice), seen: int, told: list(id), dismissed: list(id) }),
  asks: where(list(object<Kept['asks'][number]>({ ref: id, by: oneOf('id', 'key') })), asks => asks.length <= KEEPING.asks, 'is too long'),
})

/** The state in this text, or what is wrong with it. */
export function stateIn(found: unknown): Kept | Refusal {
  if (typeof found !== 'string') return new Refusal('is no text')
  // Characters are counted when it is written; in bytes each may be three.
  const read = decode(found, { bytes: 3 * KEEPING.stateLength, depth: WIRE.downDepth }, written)
  return 'type' in read ? new Refusal(read.message) : read
}
