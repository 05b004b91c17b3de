// The first page of a run finds out what the server has: who its user is, whether the kind runs, whether HTTP answers. It stays, and hears all.
import { isSettled } from '../protocol/notice.ts'
import type { LogEvent } from '../protocol/values.ts'
import { headIn } from './heard/tasks.ts'
import type { Facts, Options } from './options.ts'
import { cursorOf, isLive, toldTo, welcomeOf } from './reader.ts'
import { answerIn, ending, padded, submission } from './rules/steps.ts'
import { closingOf, type Transcript } from './transcript.ts'
import { Blocked } from './verdict.ts'
import { createVisit, endOf, type Page, type Run, type Visit } from './visit.ts'

export interface Scouted {
  readonly facts: Facts
  readonly leave: () => Promise<void>
}

const UNKNOWN: Facts = {
  user: '',
  secondUser: null,
  kind: { refused: 'no page came far enough to submit a task' },
  padding: { refused: 'no page came far enough to submit a task' },
  http: { refused: 'no page was welcomed' },
  ended: () => [],
  oldest: null,
}

/** What is known of the server; a text: why there is nothing to try rules on. */
export async function scout(run: Run): Promise<Scouted | string> {
  const visit = createVisit(run, UNKNOWN)
  const page = await firstPage(visit)
  if (typeof page === 'string') {
    await visit.leave()
    return page
  }
  const facts = page === null ? UNKNOWN : await factsOf(visit, page)
  return { facts, leave: () => visit.leave() }
}

/** null: a socket opened, and yet nobody was welcomed. The rules say more. */
async function firstPage(visit: Visit): Promise<Page | string | null> {
  const { options } = visit
  try {
    const line = await visit.dial()
    const client = visit.hello(line)
    const welcome = await line.when(welcomeOf, options.timeoutMs)
    if (welcome !== null) return { line, welcome, client }
    const code = closingOf(line.transcript)?.code ?? 0
    const isRefused = code === 1008 || code === 4500 || code === 4504
    return isRefused
      ? `The server refused ${options.token === null ? 'a hello without a token' : 'the token'}: ${endOf(line.transcript)}. Give a --token of a user made for this.`
      : null
  } catch (error) {
    if (!(error instanceof Blocked)) throw error
    const answer = await visit.http({ method: 'GET', path: '', who: 'nobody' }).catch(() => null)
    const hint = answer === null ? 'Nothing answers there over HTTP either' : `Over HTTP the same place answers ${answer.status}`
    return `The server cannot be reached: ${error.message}. ${hint}.`
  }
}

async function factsOf(visit: Visit, page: Page): Promise<Facts> {
  const { options } = visit
  await page.line.when(transcript => (isLive(transcript) ? true : null), options.timeoutMs)
  const cursor = cursorOf(page.line.transcript)
  const second = options.secondToken === null ? null : await visit.greet({ who: 'second' }).catch(() => null)
  return {
    user: page.welcome.user,
    secondUser: second?.welcome.user ?? null,
    kind: await kindOf(visit, page),
    padding: await paddingOf(visit, page),
    ended: () => endedIn(page.line.transcript),
    http: await httpOf(visit, options),
    oldest: cursor === null ? null : { cursor, entries: () => lastingEntries(page.line.transcript, cursor.epoch) },
  }
}

async function kindOf(visit: Visit, page: Page): Promise<Facts['kind']> {
  try {
    const receipt = await visit.call(page, { op: 'task.submit', data: submission(visit) })
    if (!receipt.ok) return { refused: `the server takes no task of the kind ${visit.options.kind} with this input: ${receipt.error.code}` }
    const { task } = answerIn('task.submit', receipt)
    const head = await ending(visit, page, task.id).catch(() => null)
    return head !== null && isSettled(head.status) ? 'runs' : 'taken'
  } catch (error) {
    return { refused: error instanceof Error ? error.message : '' }
  }
}

async function paddingOf(visit: Visit, page: Page): Promise<Facts['padding']> {
  try {
    const key = visit.id()
    await visit.call(page, { op: 'task.cancel', data: { key } })
    const data = submission(visit, padded(visit.options.input, 'x'))
    const receipt = await visit.call(page, { op: 'task.submit', data, id: key })
    return receipt.ok ? 'taken' : { refused: `the kind takes no input with a field padding: ${receipt.error.code}` }
  } catch (error) {
    return { refused: error instanceof Error ? error.message : '' }
  }
}

async function httpOf(visit: Visit, { http }: Options): Promise<Facts['http']> {
  if (http === null) return { refused: '--http none was given' }
  if (http.standing === 'stated') return 'there'
  const answer = await visit.http({ method: 'GET', path: '/tasks' }).catch(() => null)
  const isThere = answer !== null && (answer.status === 200 || /problem\+json/.test(answer.headers['content-type'] ?? ''))
  return isThere ? 'there' : { refused: `GET tasks answers ${answer?.status ?? 'nothing'} at the place of the socket: give --http` }
}

function endedIn(transcript: Transcript): readonly string[] {
  return toldTo(transcript).flatMap(told => {
    const head = told.kind === 'item' ? headIn(told.item.event) : null
    return head !== null && isSettled(head.status) ? [head.id] : []
  })
}

/** What no frame may merge away, and no retention may take without a snapshot. */
function lastingEntries(transcript: Transcript, epoch: string): readonly number[] {
  return toldTo(transcript).flatMap(told =>
    told.kind === 'item' && told.epoch === epoch && LASTING.has(told.item.event.type) ? [told.item.offset] : [],
  )
}

const LASTING: ReadonlySet<LogEvent['type']> = new Set<LogEvent['type']>(['task.created', 'task.settled', 'notification'])
