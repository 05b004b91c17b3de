// One run: the scout looks, each rule is tried in its turn, and what was heard is judged as a whole. Bounded in time and in sockets.
import { BOUNDS, TIMES } from './limits.ts'
import { type Facts, type Options, unmet } from './options.ts'
import { isObserved, isWanted, keyOf, type Observed, type Rule, type Tried } from './rule.ts'
import { RULES } from './rules/index.ts'
import { scout } from './scout.ts'
import type { Transcript } from './transcript.ts'
import { Blocked, type Verdict, verdictOf } from './verdict.ts'
import { createVisit, type Run, type Step } from './visit.ts'
import type { World } from './world.ts'

export interface Result {
  readonly key: string
  readonly id: string
  readonly says: string
  readonly verdict: Verdict
}

/** `unreachable`: there was nothing to try rules on. */
export type Outcome = { readonly results: readonly Result[] } | { readonly unreachable: string }

export async function conform(options: Options, world: World): Promise<Outcome> {
  const run = createRun(options, world)
  const scouted = await scout(run)
  if (typeof scouted === 'string') return { unreachable: scouted }
  const rules = RULES.filter(rule => isWanted(rule, options.only))
  const tried = await tryAll(run, scouted.facts, rules)
  await scouted.leave()
  return { results: rules.map(rule => resultOf(rule, tried.get(rule) ?? observed(rule, run.transcripts))) }
}

function createRun(options: Options, world: World): Run {
  const transcripts: Transcript[] = []
  let sockets = 0
  const vain: Record<Step, number> = { welcome: 0, live: 0, receipt: 0 }
  return {
    world,
    options,
    transcripts,
    sockets: () => ++sockets,
    patienceMs: step => (vain[step] < BOUNDS.vainSteps ? options.timeoutMs : TIMES.quietMs),
    noted: (step, came) => void (vain[step] = came ? 0 : vain[step] + 1),
  }
}

const resultOf = (rule: Rule, verdict: Verdict): Result => ({ key: keyOf(rule), id: rule.id, says: rule.says, verdict })

/** Those that wait long begin at once; the others come one after the other, for they write to the same log. */
async function tryAll(run: Run, facts: Facts, rules: readonly Rule[]): Promise<ReadonlyMap<Rule, Verdict>> {
  const verdicts = new Map<Rule, Verdict>()
  const trials = rules.filter((rule): rule is Tried => !isObserved(rule))
  const note = async (rule: Tried): Promise<void> => void verdicts.set(rule, await attempt(run, facts, rule))
  const aside = Promise.all(trials.filter(rule => rule.pace === 'aside').map(note))
  for (const rule of trials.filter(each => each.pace !== 'aside')) await note(rule)
  await aside
  return verdicts
}

async function attempt(run: Run, facts: Facts, rule: Tried): Promise<Verdict> {
  const why = rule.needs.map(need => unmet(need, run.options, facts)).find(each => each !== null)
  if (why !== undefined) return { outcome: 'not-applicable', why }
  const visit = createVisit(run, facts)
  const ms = rule.pace === undefined ? TIMES.ruleMs + run.options.timeoutMs : TIMES.slowRuleMs
  try {
    await withinTime(run.world, ms, rule.attempt(visit))
    return { outcome: 'passed' }
  } catch (error) {
    return verdictOf(error)
  } finally {
    await visit.leave()
  }
}

/** What is not done by then ends with its sockets. */
async function withinTime(world: World, ms: number, work: Promise<void>): Promise<void> {
  let cancel = (): void => {}
  const late = new Promise<never>((_, reject) => {
    cancel = world.after(ms, () => reject(new Blocked(`it was not done in ${Math.round(ms / 1000)} s`)))
  })
  await Promise.race([work, late]).finally(cancel)
}

function observed(rule: Rule, transcripts: readonly Transcript[]): Verdict {
  return isObserved(rule) ? judgement(rule, transcripts) : { outcome: 'blocked', why: 'it was not tried' }
}

function judgement(rule: Observed, transcripts: readonly Transcript[]): Verdict {
  const judged = rule.judge(transcripts)
  if (judged === 'kept') return { outcome: 'passed' }
  return judged === 'unseen'
    ? { outcome: 'not-applicable', why: 'nothing that it speaks of was heard in this run' }
    : { outcome: 'failed', ...judged }
}

/** 0: every rule that applies was kept. */
export function exitCodeOf(outcome: Outcome): 0 | 1 | 2 {
  if ('unreachable' in outcome) return 2
  return outcome.results.every(({ verdict }) => verdict.outcome === 'passed' || verdict.outcome === 'not-applicable') ? 0 : 1
}
