// Holds what the server says against what the application declared. What does not fit is set aside, counted and told; the log goes on.
import type { StandardSchemaV1 } from '@standard-schema/spec'
import type { AppShape } from './app.ts'
import { declared, type Issue, judge, type Verdict } from './judge.ts'
import type { Outcome, ReasonedError } from './model.ts'
import type { TaskRecord } from './tasks.ts'

/** `type`: `app.<event>`, `task.<kind>.input`, `task.<kind>.result` or `op.<name>.output`. */
export interface Misfit {
  readonly type: string
  readonly issues: readonly Issue[]
  /** How many of this type there were, with this one. */
  readonly count: number
}

/** What a task shows of its payloads: the input as it was sent, the result as its schema makes it. */
export interface Payloads {
  readonly input: unknown
  readonly result: unknown
  /** Set when the result does not fit: a task that succeeded with it is shown as failed. */
  readonly error: ReasonedError | null
}

export interface Inspector {
  /** null: set aside. */
  readonly event: (type: string, data: unknown) => { readonly value: unknown } | null
  readonly payloads: (record: TaskRecord) => Payloads
  /** Tells of misfits in a task, once each. */
  readonly look: (record: TaskRecord) => void
  readonly answer: (op: string, outcome: Outcome) => Outcome
  /** Misfits by type, no more types than were declared; the same object while there were no more. */
  readonly counts: () => Readonly<Record<string, number>>
}

export type InspectorMaker = (app: AppShape, tell: (misfit: Misfit) => void) => Inspector

const NONE: Readonly<Record<string, number>> = {}

/** Checks nothing: for an application that declared nothing. */
export const TRUSTING: Inspector = {
  event: (_, value) => ({ value }),
  payloads: ({ body, ending }) => ({ input: body?.input ?? null, result: ending.result ?? null, error: null }),
  look: () => {},
  answer: (_, outcome) => outcome,
  counts: () => NONE,
}

/** Events and ops come with their `app.`. */
export const createInspector: InspectorMaker = (app, tell) => {
  let counts: Readonly<Record<string, number>> = {}
  const judged = judgeOf(app)
  const told = new WeakSet()

  const misfit = (type: string, issues: readonly Issue[]) => {
    const count = (counts[type] ?? 0) + 1
    counts = { ...counts, [type]: count }
    tell({ type, issues, count })
  }
  const note = (holder: object | null, type: string, verdict: Verdict) => {
    if (holder === null || 'value' in verdict || told.has(holder)) return
    told.add(holder)
    misfit(type, verdict.issues)
  }

  return {
    event(type, data) {
      const verdict = judgeNow(declared(app.events, type.slice(4)), data)
      if ('value' in verdict) return verdict
      misfit(type, verdict.issues)
      return null
    },
    payloads(record) {
      const { input, result } = judged(record)
      return {
        input: 'value' in input ? (record.body?.input ?? null) : null,
        result: 'value' in result ? result.value : null,
        error: 'value' in result ? null : wrong(`The result of ${record.head.kind}`),
      }
    },
    look(record) {
      const { input, result } = judged(record)
      note(record.body, `task.${record.head.kind}.input`, input)
      note(record.ending, `task.${record.head.kind}.result`, result)
    },
    answer(op, outcome) {
      if (outcome.outcome !== 'accepted') return outcome
      const name = op.slice(4)
      const verdict = judgeNow(declared(app.ops, name)?.output, outcome.data)
      if ('value' in verdict) return { outcome: 'accepted', data: verdict.value }
      misfit(`op.${name}.output`, verdict.issues)
      return { outcome: 'rejected', error: wrong(`${name} ran, but its answer`) }
    },
    counts: () => counts,
  }
}

/** Judges a task's payloads, each once: by what holds it, which stays the same object while its task moves on. */
function judgeOf(app: AppShape): (record: TaskRecord) => { readonly input: Verdict; readonly result: Verdict } {
  const verdicts = new WeakMap<object, Verdict>()
  const once = (holder: object, schema: StandardSchemaV1 | undefined, value: unknown): Verdict => {
    const verdict = verdicts.get(holder) ?? judgeNow(schema, value)
    verdicts.set(holder, verdict)
    return verdict
  }
  return ({ head, body, ending }) => {
    const shape = declared(app.tasks, head.kind)
    const input = body === null ? { value: null } : once(body, shape?.input, body.input)
    // A head that ended may come before its result.
    const result = ending.result === undefined ? { value: null } : once(ending, shape?.result, ending.result)
    return { input, result }
  }
}

function judgeNow(schema: StandardSchemaV1 | undefined, value: unknown): Verdict {
  const verdict = schema === undefined ? { value } : judge(schema, value)
  return verdict instanceof Promise ? { issues: [ASYNC] } : verdict
}

/** Events are told in order and tasks shown at once: nothing here can wait. */
const ASYNC: Issue = { message: 'the schema is async, and a page cannot wait' }

const wrong = (what: string): ReasonedError => ({
  code: 'invalid-result',
  message: `${what} does not fit this page's schema. Compare the versions of page and server.`,
  retryable: false,
})
