// Questions to REST: when one is asked, of which tasks, and what a question without an answer means.
import * as PLAIN from './limits.ts'
import { isPending, pendingIn } from './pending.ts'
import { isJudged } from './pulse.ts'
import { loaded } from './sockets.ts'
import { andNext, type Around, keep, type Machine, type Plain, type PlainStep, type Round } from './state.ts'

/** Starts what is due, plans what is needed, and forgets what nobody needs any more. */
export function asked(plain: Plain, around: Around): PlainStep {
  const { machine, moment } = around
  const { round } = plain
  if (!isNeeded(plain, machine)) return [{ ...plain, round: null, roundAt: null }, round === null ? [] : [{ type: 'drop-round' }]]
  if (round !== null)
    return round.by > moment.now
      ? keep(plain)
      : andNext([plain, [{ type: 'drop-round' }]], next => failed(next, { round: round.id, why: 'no answer in time' }, around))
  const roundAt = plain.roundAt ?? moment.now + pollInMs(plain, moment.roll)
  return roundAt > moment.now ? keep({ ...plain, roundAt }) : begun(plain, { ids: idsToAsk(plain, machine), startedAt: moment.now }, around)
}

function isNeeded(plain: Plain, machine: Machine): boolean {
  const { config, socket, asks } = plain
  const { phase, follows } = machine
  if (!config.canReconcile || follows || phase.name === 'idle' || phase.name === 'halted') return false
  const isBehind = socket !== null && (socket.stage === 'loading' || socket.stage === 'catching-up')
  return isBehind || asks.length > 0 || isPending(plain, machine)
}

const idsToAsk = (plain: Plain, machine: Machine): readonly string[] => [
  ...new Set([...plain.asks.map(({ ref }) => ref), ...pendingIn(plain, machine)]),
]

/** Slower and slower while nobody looks. */
const pollInMs = ({ config, unseen }: Plain, roll: number): number =>
  Math.min(PLAIN.pollCapMs, config.pollMs * 2 ** unseen) * (0.8 + 0.4 * roll)

interface Question {
  readonly ids: readonly string[]
  /** Of the first part, for a question of many ids is asked in parts. */
  readonly startedAt: number
}

export function begun(plain: Plain, { ids: all, startedAt }: Question, { machine, moment }: Around): PlainStep {
  const ids = all.slice(0, PLAIN.idsAtOnce)
  const id = plain.rounds + 1
  const round: Round = {
    id,
    dial: plain.socket?.dial ?? null,
    startedAt,
    by: moment.now + PLAIN.answerMs,
    ids,
    rest: all.slice(PLAIN.idsAtOnce),
    revs: new Map(ids.map(each => [each, machine.tasks.get(each)?.head.rev ?? 0])),
  }
  return [{ ...plain, rounds: id, round, roundAt: null }, [{ type: 'reconcile', round: id, ids }]]
}

/** No answer: it is asked again, later and later; a socket in doubt is left, and a first load goes on without what REST knows. */
export function failed(before: Plain, { round: id, why }: { readonly round: number; readonly why: string }, around: Around): PlainStep {
  const { round, socket } = before
  if (round?.id !== id) return keep(before)
  const failures = Math.min(before.failures + 1, PLAIN.failures)
  const plain: Plain = {
    ...before,
    round: null,
    failures,
    roundAt: around.moment.now + againInMs({ ...before, failures }, around.moment.roll),
  }
  const told: PlainStep = [
    plain,
    failures === 1 ? [{ type: 'log', level: 'warn', event: 'reconcile-failed', message: `${AGAIN} (${why})` }] : [],
  ]
  if (socket === null) return told
  if (isJudged(plain, round, around.machine))
    return andNext(told, next => [
      next,
      [{ type: 'end', dial: socket.dial, code: 4001, reason: 'no answer, neither to a ping nor over HTTP' }],
    ])
  return socket.stage === 'loading' ? andNext(told, next => loaded(next, null, around)) : told
}

const AGAIN =
  '`reconcile` threw, or did not answer in 10 s. It is asked again, later and later; until then the page is not level with the server.'

/** Soon where somebody waits, and no sooner than the next poll where nobody does. */
function againInMs(plain: Plain, roll: number): number {
  const { socket, asks, failures } = plain
  const waitMs = Math.min(PLAIN.retryCapMs, PLAIN.retryMs * 2 ** failures) * (0.5 + 0.5 * roll)
  const isAwaited = (socket !== null && socket.stage !== 'live') || asks.length > 0
  return isAwaited ? waitMs : Math.max(waitMs, pollInMs(plain, roll))
}
