// What really happened, whatever anyone was told: which commands ran, what was appended, what each run of a handler writes.
import type { Chance } from './chance.ts'
import type { Loss, Recorded } from './rewindable-store.ts'

export interface Execution {
  readonly user: string
  readonly times: number
}

export interface AppEvent {
  readonly id: string
  readonly user: string
  readonly offset: number
  /** Place among all appends. */
  readonly order: number
}

export interface Run {
  readonly key: string
  readonly attempt: number
  readonly text: string
}

export interface Truth {
  /** Commands of the application that ran, by id. */
  readonly executions: ReadonlyMap<string, Execution>
  /** Ran before its user asked for it once more: the server may remember that, and then it does not run again. */
  readonly ranBefore: ReadonlySet<string>
  readonly events: ReadonlyMap<string, AppEvent>
  /** Claims that a silent loss of history took along: nobody can keep these from running again (LOG2). */
  readonly forgiven: ReadonlySet<string>
  /** Claims that went with a history whose loss is known: only the record of the send says that it may have run (SEND6). */
  readonly unclaimed: ReadonlySet<string>
  /** Keys of tasks that were created, and how often in one history. */
  readonly births: ReadonlyMap<string, number>
  readonly runs: readonly Run[]
  executed(id: string, user: string): void
  /** Its user asks for it once more, and counting begins anew. */
  retried(id: string): void
  /** When that was last, true time; null: never. */
  retriedAt(id: string): number | null
  begins(run: Omit<Run, 'text'>): Run
  readonly appended: (recorded: Recorded) => void
  lost(loss: Loss, stamped: boolean): void
  /** When the user's log was last appended to, true time. */
  lastAppendAt(user: string): number
  appends(): number
}

const KEPT_EVENTS = 20_000

export function createTruth({ chance, now }: { readonly chance: Chance; readonly now: () => number }): Truth {
  const executions = new Map<string, Execution>()
  const retries = new Map<string, number>()
  const events = new Map<string, AppEvent>()
  const ranBefore = new Set<string>()
  const forgiven = new Set<string>()
  const unclaimed = new Set<string>()
  const births = new Map<string, number>()
  const runs: Run[] = []
  const lastAppend = new Map<string, number>()
  let order = 0

  return {
    executions,
    ranBefore,
    events,
    forgiven,
    unclaimed,
    births,
    runs,
    executed(id, user) {
      executions.set(id, { user, times: (executions.get(id)?.times ?? 0) + 1 })
    },
    retried(id) {
      if (executions.delete(id)) ranBefore.add(id)
      retries.set(id, now())
    },
    retriedAt: id => retries.get(id) ?? null,
    begins({ key, attempt }) {
      const run = { key, attempt, text: textOf(runs.length, chance.between(1, 60)) }
      runs.push(run)
      return run
    },
    appended({ user, entry }) {
      order += 1
      lastAppend.set(user, now())
      const app = /^\{"type":"app\.noted","data":\{"id":"([^"]+)"/.exec(entry.event)
      if (app?.[1] !== undefined) events.set(app[1], { id: app[1], user, offset: entry.offset, order })
      const born = bornIn(entry.event)
      if (born !== null) births.set(born, (births.get(born) ?? 0) + 1)
      forgetOldest(events)
    },
    lost({ entries, commands }, stamped) {
      for (const { entry } of entries) {
        const app = /^\{"type":"app\.noted","data":\{"id":"([^"]+)"/.exec(entry.event)
        if (app?.[1] !== undefined) events.delete(app[1])
        const born = bornIn(entry.event)
        if (born !== null) births.delete(born)
      }
      for (const id of commands) (stamped ? unclaimed : forgiven).add(id)
    },
    lastAppendAt: user => lastAppend.get(user) ?? 0,
    appends: () => order,
  }
}

const bornIn = (event: string): string | null =>
  event.startsWith('{"type":"task.created"') ? (/"key":"([^"]+)"/.exec(event)?.[1] ?? null) : null

function forgetOldest(events: Map<string, AppEvent>): void {
  const [oldest] = events.keys()
  if (oldest !== undefined && events.size > KEPT_EVENTS) events.delete(oldest)
}

/** Names its run first, so that text of two runs can never be taken for one. Pairs test the surrogate rule (STR3). */
function textOf(run: number, words: number): string {
  const body = Array.from({ length: words }, (_, index) => (index % 4 === 3 ? `w${index}😀` : `w${index}`))
  return `r${run}|${body.join(' ')}`
}

/** The run whose text this begins, or null when it is nobody's. */
export function runOf(truth: Truth, shown: string): Run | null {
  const named = /^r(\d+)\|/.exec(shown)
  const run = named === null ? undefined : truth.runs[Number(named[1])]
  return run?.text.startsWith(shown) === true ? run : null
}
