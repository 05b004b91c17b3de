// Rules of who is who: nobody is served as another, and nothing of one user reaches another.
import { headIn } from '../heard/tasks.ts'
import { toldTo } from '../reader.ts'
import type { Tried } from '../rule.ts'
import { closingOf, heardOf } from '../transcript.ts'
import { Blocked, must, shown } from '../verdict.ts'
import { closes, commandOf, endOf, type Page, receiptOf, type Visit } from '../visit.ts'
import { answerIn, namedIn, submission, submitStillborn } from './steps.ts'

export const IDENTITY_RULES: readonly Tried[] = [
  {
    id: 'AUTH1',
    name: 'mismatch',
    says: 'A hello that states another user than its token is closed with 4508',
    needs: [],
    async attempt(visit) {
      const line = await visit.dial()
      visit.hello(line, { user: `not-${visit.id()}` })
      await closes(visit, line, 4508)
    },
  },
  {
    id: 'AUTH1',
    name: 'nothing-ran',
    says: 'No command behind a hello that states another user runs',
    needs: ['kind'],
    async attempt(visit) {
      const line = await visit.dial()
      const key = visit.id()
      visit.hello(line, { user: `not-${visit.id()}` })
      line.say(commandOf({ op: 'task.submit', data: submission(visit), id: key }, visit))
      const closing = await line.when(closingOf, visit.options.timeoutMs)
      if (closing?.code !== 4508) throw new Blocked(`the socket was not closed with 4508: ${endOf(line.transcript)}`)
      const receipt = await visit.call(await visit.live(), { op: 'task.get', data: { key } })
      must(!receipt.ok && receipt.error.code === 'not-found', 'not-found for a task that must not have been created', receipt)
    },
  },
  {
    id: 'AUTH1',
    name: 'ride-along',
    says: 'Commands may follow a hello that states its user at once, and are answered after the welcome',
    needs: [],
    async attempt(visit) {
      const line = await visit.dial()
      visit.hello(line, { user: visit.facts.user })
      const command = commandOf({ op: 'task.get', data: { key: visit.id() } }, visit)
      line.say(command)
      const receipt = await line.when(transcript => receiptOf(transcript, command.id), visit.options.timeoutMs)
      must(receipt !== null, 'a receipt', endOf(line.transcript))
    },
  },
  {
    id: 'AUTH3',
    name: 'in-place',
    says: 'A token sent with auth is taken in place, and answered authenticated',
    needs: ['token'],
    async attempt(visit) {
      const { line } = await visit.live()
      line.say({ type: 'auth', token: visit.options.token ?? '' })
      const answer = await line.when(transcript => heardOf(transcript, 'authenticated')[0] ?? null, visit.options.timeoutMs)
      must(answer !== null, 'authenticated', endOf(line.transcript))
    },
  },
  {
    id: 'AUTH3',
    name: 'other-user',
    says: 'A token of another user, sent with auth, is closed with 4508',
    needs: ['second-token'],
    async attempt(visit) {
      const { line } = await visit.live()
      line.say({ type: 'auth', token: visit.options.secondToken ?? '' })
      await closes(visit, line, 4508)
    },
  },
  {
    id: 'AUTH4',
    name: 'get',
    says: 'A task of another user is not-found, by id and by key',
    needs: ['second-token', 'kind'],
    attempt: visit => hiddenFrom(visit, 'task.get'),
  },
  {
    id: 'AUTH4',
    name: 'cancel',
    says: 'A task of another user cannot be cancelled: not-found, by id and by key',
    needs: ['second-token', 'kind'],
    attempt: visit => hiddenFrom(visit, 'task.cancel'),
  },
  {
    id: 'AUTH1',
    name: 'own-snapshot',
    says: 'A snapshot names no task of another user, and the log tells of none',
    needs: ['second-token', 'kind'],
    async attempt(visit) {
      const watcher = await visit.live({ who: 'second' })
      const mine = await submitStillborn(visit, await visit.live())
      const newcomer = await visit.live({ who: 'second' })
      await visit.call(watcher, { op: 'task.get', data: { key: visit.id() } })
      must(!namedIn(newcomer).some(task => task.id === mine.id), 'a snapshot of its own tasks', 'one that names a task of another user')
      must(!isTold(watcher, mine.id), 'a log of its own', 'an event of a task of another user')
    },
  },
]

async function hiddenFrom(visit: Visit, op: 'task.get' | 'task.cancel'): Promise<void> {
  const { id, key } = await submitStillborn(visit, await visit.live())
  const other = await visit.live({ who: 'second' })
  for (const data of [{ id }, { key }]) {
    const receipt = await visit.call(other, { op, data })
    must(!receipt.ok && receipt.error.code === 'not-found', 'not-found', shown(receipt))
  }
  answerIn('task.get', await visit.call(await visit.live(), { op: 'task.get', data: { id } }))
}

const isTold = ({ line }: Page, id: string): boolean =>
  toldTo(line.transcript).some(told => told.kind === 'item' && headIn(told.item.event)?.id === id)
