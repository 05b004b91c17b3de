// Rules of tasks: the key is the command, a cancel is true, and the end is final.
import { isDeepStrictEqual } from 'node:util'
import type { Head, Json, StreamPiece } from '../../protocol/values.ts'
import { fieldOf } from '../field.ts'
import { toldTo } from '../reader.ts'
import type { Tried } from '../rule.ts'
import { must } from '../verdict.ts'
import type { Page } from '../visit.ts'
import { submitLong } from './snapshots.ts'
import { answerIn, ending, headsOf, padded, settle, submission, submitStillborn } from './steps.ts'

export const TASK_TRIALS: readonly Tried[] = [
  {
    id: 'TASK5',
    name: 'same-key',
    says: 'A submit sent again under its id is the same task, and is told once',
    needs: ['kind'],
    async attempt(visit) {
      const [page, other] = [await visit.live(), await visit.live()]
      const call = { op: 'task.submit', data: submission(visit), id: visit.id() }
      const first = answerIn('task.submit', await visit.call(page, call)).task
      const again = answerIn('task.submit', await visit.call(other, call)).task
      must(again.id === first.id, `the task ${first.id}`, `the task ${again.id}`)
      await submitStillborn(visit, page)
      const births = birthsOf(page, call.id)
      must(births === 1, 'one task.created', `${births} of them`)
    },
  },
  {
    id: 'TASK5',
    name: 'key',
    says: 'The id of the submit is the key of the task, and names it',
    needs: ['kind'],
    async attempt(visit) {
      const page = await visit.live()
      const head = await submitStillborn(visit, page)
      const { task } = answerIn('task.get', await visit.call(page, { op: 'task.get', data: { key: head.key } }))
      must(task.id === head.id, `the task ${head.id}`, task.id)
    },
  },
  {
    id: 'TASK5',
    name: 'key-conflict',
    says: 'The same key with another input is a key-conflict',
    needs: ['padding'],
    async attempt(visit) {
      const page = await visit.live()
      const { key } = await submitStillborn(visit, page)
      const data = submission(visit, padded(visit.options.input, 'another'))
      const receipt = await visit.call(page, { op: 'task.submit', data, id: key })
      must(!receipt.ok && receipt.error.code === 'key-conflict', 'key-conflict', receipt)
    },
  },
  {
    id: 'TASK5',
    name: 'unknown-key',
    says: 'A cancel by a key that nobody knows is answered not-found',
    needs: ['kind'],
    async attempt(visit) {
      const receipt = await visit.call(await visit.live(), { op: 'task.cancel', data: { key: visit.id() } })
      must(!receipt.ok && receipt.error.code === 'not-found', 'not-found', receipt)
    },
  },
  {
    id: 'TASK5',
    name: 'born-cancelled',
    says: 'A submit whose key was cancelled before is born cancelled, and never runs',
    needs: ['kind'],
    async attempt(visit) {
      const page = await visit.live()
      const key = visit.id()
      await visit.call(page, { op: 'task.cancel', data: { key } })
      const { task } = answerIn('task.submit', await visit.call(page, { op: 'task.submit', data: submission(visit), id: key }))
      must(task.status === 'cancelled', 'a cancelled task', task.status)
    },
  },
  {
    id: 'TASK2',
    name: 'cancel-after-end',
    says: 'A cancel of what has ended is accepted, and changes nothing',
    needs: ['kind'],
    async attempt(visit) {
      const page = await visit.live()
      const head = visit.facts.kind === 'runs' ? await settle(visit, page) : await submitStillborn(visit, page)
      const { task } = answerIn('task.cancel', await visit.call(page, { op: 'task.cancel', data: { id: head.id } }))
      must(task.status === head.status && task.rev === head.rev, `${head.status} at rev ${head.rev}`, `${task.status} at rev ${task.rev}`)
    },
  },
  {
    id: 'TASK2',
    name: 'cancel',
    says: 'A cancel of what runs is accepted, and the task ends as cancelled',
    needs: ['long-input'],
    async attempt(visit) {
      const page = await visit.live()
      const id = await submitLong(visit, page)
      const { task } = answerIn('task.cancel', await visit.call(page, { op: 'task.cancel', data: { id } }))
      must(task.cancelRequested || task.status === 'cancelled', 'cancelRequested', task)
      const head = await ending(visit, page, id)
      must(head.status === 'cancelled', 'cancelled', head.status)
    },
  },
  {
    id: 'TASK1',
    name: 'lives',
    says: 'A task is told from created to settled',
    needs: ['running'],
    async attempt(visit) {
      const page = await visit.live()
      const head = await settle(visit, page)
      const statuses = headsOf(page.line.transcript, head.id).map(({ status }) => status)
      must(statuses[0] === 'queued' || statuses[0] === 'running', 'task.created first', statuses)
      must(birthsOf(page, head.key) === 1, 'one task.created', statuses)
    },
  },
  {
    id: 'STR2',
    name: 'get',
    says: 'task.get answers with the whole task and its whole streams',
    needs: ['running'],
    async attempt(visit) {
      const page = await visit.live()
      const head = await settle(visit, page)
      const { task, pieces } = answerIn('task.get', await visit.call(page, { op: 'task.get', data: { id: head.id } }))
      must(task.rev === head.rev && task.status === head.status, `rev ${head.rev}, ${head.status}`, `rev ${task.rev}, ${task.status}`)
      const held = Object.fromEntries(Object.keys(head.lengths).map(name => [name, lengthOf(pieces, name)]))
      must(isDeepStrictEqual(held, { ...head.lengths }), `streams of ${JSON.stringify(head.lengths)}`, held)
    },
  },
  {
    id: 'STORE1',
    name: 'payload',
    says: 'A payload comes back as it went in',
    needs: ['padding'],
    async attempt(visit) {
      const page = await visit.live()
      const input = padded(visit.options.input, ODD)
      const { id } = await submitStillborn(visit, page, input)
      const { task } = answerIn('task.get', await visit.call(page, { op: 'task.get', data: { id } }))
      must(isDeepStrictEqual(task.input, input), JSON.stringify(ODD), fieldOf(task.input, 'padding'))
    },
  },
]

/** What stores and languages like to change. */
const ODD: Json = {
  empty: [],
  none: {},
  null: null,
  'a b': '\u{1F30A} \u0000 \u2028',
  big: 9007199254740991,
  small: 1e-7,
  minus: -0.5,
  deep: [[[[1]]]],
}

const birthsOf = (page: Page, key: string): number =>
  toldTo(page.line.transcript).filter(told => {
    if (told.kind !== 'item' || told.item.event.type !== 'task.created' || !('task' in told.item.event)) return false
    const born: Head = told.item.event.task
    return born.key === key
  }).length

/** How far the pieces of a stream reach without a hole. */
const lengthOf = (pieces: readonly StreamPiece[], name: string): number =>
  pieces.filter(piece => piece.name === name).reduce((length, { at, chunk }) => (at === length ? length + chunk.length : length), 0)
