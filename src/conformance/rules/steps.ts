// Steps that many rules take: a write that always moves the log, a task that never runs, a task that settles.
import { decodeAnswer } from '../../protocol/codec.ts'
import type { Ops, Receipt } from '../../protocol/frames.ts'
import { isSettled } from '../../protocol/notice.ts'
import type { Cursor, Head, Json, WireTask } from '../../protocol/values.ts'
import { isRecord } from '../field.ts'
import { headIn } from '../heard/tasks.ts'
import { BOUNDS } from '../limits.ts'
import { cursorOf, toldTo } from '../reader.ts'
import type { Transcript } from '../transcript.ts'
import { Blocked, Inapplicable, shown } from '../verdict.ts'
import { endOf, type Page, type Visit } from '../visit.ts'

/** Where the page stands. */
export function standing(page: Page): Cursor {
  const cursor = cursorOf(page.line.transcript)
  if (cursor === null) throw new Blocked('the page was told no cursor')
  return cursor
}

/** The offset up to which all is seen: the head as this page knows it, so that each such command is one entry. */
export function headOf(page: Page): number {
  const { offset } = standing(page)
  if (offset === 0) throw new Inapplicable('the log is empty, and nothing writes to it without a --kind that the server takes')
  return offset
}

/** One entry more in the log, and the page has heard it. */
export async function write(visit: Visit, page: Page): Promise<Cursor> {
  const cursor = cursorIn(await visit.call(page, { op: 'notifications.seen', data: { offset: headOf(page) } }))
  if (!(await visit.reach(page, cursor))) throw new Blocked('the page did not hear what it wrote')
  return cursor
}

/** The cursor of an effect. */
export function cursorIn(receipt: Receipt): Cursor {
  if (!receipt.ok) throw new Blocked(`a receipt said ${receipt.error.code}`)
  if (receipt.cursor === undefined) throw new Blocked('a receipt of a write had no cursor')
  return receipt.cursor
}

/** What a receipt answers, as the op declares it. */
export function answerIn<O extends keyof Ops>(op: O, receipt: Receipt): Ops[O]['answer'] {
  const answer = receipt.ok ? decodeAnswer(op, receipt.data) : null
  if (answer === null) throw new Blocked(`the receipt of ${op} was ${shown(receipt)}`)
  return answer
}

export const submission = ({ options }: Visit, input: Json = options.input): Json => ({ kind: options.kind, input })

/** Submits a task that is cancelled before it exists, so that nobody works for it. */
export async function submitStillborn(visit: Visit, page: Page, input: Json = visit.options.input): Promise<Head> {
  const key = visit.id()
  await visit.call(page, { op: 'task.cancel', data: { key } })
  return answerIn('task.submit', await visit.call(page, { op: 'task.submit', data: submission(visit, input), id: key })).task
}

/** Submits a task of the kind and waits for its end. */
export async function settle(visit: Visit, page: Page): Promise<Head> {
  const { task } = answerIn('task.submit', await visit.call(page, { op: 'task.submit', data: submission(visit) }))
  return ending(visit, page, task.id)
}

/** The settled head, as the log tells it. */
export async function ending(visit: Visit, page: Page, id: string): Promise<Head> {
  const head = await page.line.when(
    transcript => headsOf(transcript, id).find(each => isSettled(each.status)) ?? null,
    2 * visit.options.timeoutMs,
  )
  if (head === null) throw new Blocked(`a task did not settle: ${endOf(page.line.transcript)}`)
  return head
}

/** Heads of one task in the order of the log. */
export function headsOf(transcript: Transcript, id: string): readonly Head[] {
  return toldTo(transcript).flatMap(told => {
    const head = told.kind === 'item' ? headIn(told.item.event) : null
    return head?.id === id ? [head] : []
  })
}

/** Tasks that the page's newest snapshot named. */
export function namedIn(page: Page): readonly WireTask[] {
  const last = toldTo(page.line.transcript).findLast(told => told.kind === 'snapshot')
  if (last?.kind !== 'snapshot') return []
  if (last.parts.length !== last.parts[0]?.parts) throw new Blocked('the parts of a snapshot did not come one by one')
  return last.parts.flatMap(part => part.tasks)
}

/** The kit's input with a field of its own. */
export function padded(input: Json, padding: Json): Json {
  return isRecord(input) ? { ...input, padding } : { padding }
}

/** More than a frame, and more than the window of a reader that acks nothing; and the page has heard it all. */
export async function fill(visit: Visit): Promise<Page> {
  const writer = await visit.live()
  const padding = 'x'.repeat(BOUNDS.paddingBytes)
  for (let made = 0; made < BOUNDS.paddedTasks; made++) await submitStillborn(visit, writer, padded(visit.options.input, padding))
  await write(visit, writer)
  return writer
}
