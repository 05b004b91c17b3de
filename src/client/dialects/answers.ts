// An answer of REST: first what it says of tasks, then what follows for the socket, for who asked, and for the next question.
// What the socket told while the question was under way is newer than the answer, unless that says how a task ended.
import { isActive } from '../../core/tasks.ts'
import { isSettled } from '../../protocol/notice.ts'
import type { LogEvent } from '../../protocol/values.ts'
import { answersOf } from './asking.ts'
import { doubtOf } from './changes.ts'
import * as PLAIN from './limits.ts'
import { endedStrangers, freshOf, isEnd } from './past.ts'
import { mayBeBusy } from './pending.ts'
import { isJudged } from './pulse.ts'
import type { Report } from './report.ts'
import { begun } from './rounds.ts'
import { caughtUp, loaded, shownLate } from './sockets.ts'
import { andNext, type Around, keep, type Machine, type Plain, type PlainStep, type Round } from './state.ts'
import { emit, merged, without } from './telling.ts'

interface Answer {
  readonly round: Round
  readonly reports: readonly Report[]
}

export function answered(before: Plain, given: { readonly round: number; readonly reports: readonly Report[] }, around: Around): PlainStep {
  const { round } = before
  if (round?.id !== given.round) return keep(before)
  const answer: Answer = { round, reports: given.reports }
  const plain = { ...before, round: null, failures: 0 }
  if (plain.socket?.stage === 'loading') return loaded(plain, given.reports, around)
  const counted = { ...plain, misses: missesAfter(plain, answer, around.machine) }
  const { events, ended } = newsOf(counted, answer, around)
  const told = andNext(shownLate(counted, answer.reports, around), next => [
    next,
    emit(next, events, { around, cursor: around.machine.cursor }),
  ])
  return andNext(
    andNext(told, next => answersOf(next, answer, around)),
    next => {
      if (round.rest.length > 0) return begun(next, { ids: round.rest, startedAt: round.startedAt }, around)
      return settledBy(planned(next, round, around), { round, ended }, around)
    },
  )
}

const hasMoved = (id: string, { revs }: Round, { tasks }: Machine): boolean => {
  const rev = tasks.get(id)?.head.rev ?? 0
  return rev !== (revs.get(id) ?? rev)
}

interface News {
  readonly events: readonly LogEvent[]
  /** Pending tasks that ended by this answer. */
  readonly ended: readonly string[]
}

function newsOf(plain: Plain, answer: Answer, around: Around): News {
  const tasks = new Map(around.machine.tasks)
  const events: LogEvent[] = []
  const ended: string[] = []
  for (const report of worthTelling(plain, answer, around.machine)) {
    const before = tasks.get(report.id)
    const change = merged(plain, report, { around, tasks })
    if (change.events.length > 0) tasks.set(report.id, change.record)
    if (before !== undefined && isActive(before) && isSettled(change.record.head.status)) ended.push(report.id)
    events.push(...change.events)
  }
  return { events: [...events, ...doubts(plain, around)], ended }
}

function worthTelling(plain: Plain, { round, reports }: Answer, machine: Machine): readonly Report[] {
  const isStrange = ({ id }: Report) => !machine.tasks.has(id)
  // Who asks for a task that nobody here knew is given the whole of it, and that is no news.
  const isAnswer = (report: Report) => isStrange(report) && plain.asks.some(({ ref }) => ref === report.id)
  // A server may list all that it ever did: of what ended and nobody here knew, the newest are enough.
  const ended = endedStrangers(plain, reports, machine)
  const fresh = freshOf(plain, ended)
  const tooOld = new Set(ended.filter(report => !fresh.includes(report)))
  return reports.filter(report => !isAnswer(report) && !tooOld.has(report) && (isEnd(report) || !hasMoved(report.id, round, machine)))
}

/** Tasks that the server did not name twice: the machine is made to ask for them, and is then told that there are none. */
function doubts({ misses, socket }: Plain, { machine, moment }: Around): readonly LogEvent[] {
  if (socket === null || socket.stage === 'opened') return []
  return [...machine.tasks.values()]
    .filter(record => isActive(record) && record.standing === 'held' && (misses.get(record.head.id) ?? 0) >= PLAIN.misses)
    .filter(({ head }) => !machine.asks.open.has(head.id))
    .map(record => doubtOf(record, moment.now))
}

function missesAfter({ misses }: Plain, { round, reports }: Answer, machine: Machine): ReadonlyMap<string, number> {
  const named = reports.reduce((left, { id }) => without(left, id), misses)
  const missing = round.ids.filter(id => !hasMoved(id, round, machine) && !reports.some(report => report.id === id))
  return new Map([...named, ...missing.map((id): [string, number] => [id, (named.get(id) ?? 0) + 1])].slice(-PLAIN.remembered))
}

/** Who still waits is answered soon, and else the next poll is planned where it is due. */
function planned(plain: Plain, round: Round, { machine, moment }: Around): Plain {
  const unseen = machine.around.visible ? 0 : Math.min(plain.unseen + 1, PLAIN.failures)
  if (plain.asks.length === 0) return { ...plain, unseen }
  const isNew = plain.asks.some(({ ref }) => !round.ids.includes(ref))
  return { ...plain, unseen, roundAt: moment.now + (isNew ? 0 : PLAIN.missMs) }
}

/** A round that began after the open proves that nothing before it is missing; one after a doubt judges the socket. */
function settledBy(
  plain: Plain,
  { round, ended }: { readonly round: Round; readonly ended: readonly string[] },
  around: Around,
): PlainStep {
  const { socket } = plain
  if (socket === null || round.dial !== socket.dial) return keep(plain)
  if (isJudged(plain, round, around.machine)) {
    const isDeaf = ended.length > 0 || !mayBeBusy(plain, around.machine)
    return isDeaf ? [plain, [{ type: 'end', dial: socket.dial, code: 4001, reason: 'no answer to a ping, and deaf' }]] : keep(plain)
  }
  if (socket.stage === 'catching-up') return caughtUp(plain, around)
  const [id] = ended
  const mayBeDeaf = id !== undefined && plain.deafSockets !== null && plain.deafSockets < PLAIN.deafSockets
  return keep(mayBeDeaf ? { ...plain, deaf: { id, dial: socket.dial, at: around.moment.now + PLAIN.deafMs } } : plain)
}
