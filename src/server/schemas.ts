// What the application declared, at the server's door: handlers and ops get what their schemas make, and give only what their schemas take.
import type { StandardSchemaV1 } from '@standard-schema/spec'
import type { AppShape } from '../core/app.ts'
import { declared, type Issue, judge } from '../core/judge.ts'
import { ISSUES } from './limits.ts'
import { TaskError, toJson } from './tasks/errors.ts'
import type { Handler, Handlers, OpHandler, Ops } from './types.ts'

/** Whose fault it is when a value does not fit. */
type MisfitCode = 'invalid-data' | 'invalid-result'

interface Place {
  readonly code: MisfitCode
  /** As a sentence begins: `The input of chat`. */
  readonly what: string
}

/** The value as its schema makes it; what does not fit throws a `TaskError` that lists why. Without a schema everything fits. */
export async function fitted(schema: StandardSchemaV1 | undefined, value: unknown, place: Place): Promise<unknown> {
  const verdict = schema === undefined ? { value } : await judge(schema, value)
  if ('value' in verdict) return verdict.value
  throw misfit(place, verdict.issues)
}

export function misfit({ code, what }: Place, issues: readonly Issue[]): TaskError {
  return new TaskError(code, `${what} does not fit its schema: ${readable(issues)}. Send what the application declares.`)
}

/** The first few issues, each with its place in the value and clipped: a message is for people, and travels. */
function readable(issues: readonly Issue[]): string {
  const told = issues.slice(0, ISSUES.count).map(issue => `${placeOf(issue)}${issue.message}`.slice(0, ISSUES.length))
  const rest = issues.length - told.length
  return [...told, ...(rest > 0 ? [`and ${rest} more`] : [])].join('; ')
}

function placeOf({ path = [] }: Issue): string {
  const names = path.map(segment => String(typeof segment === 'object' ? segment.key : segment))
  return names.length === 0 ? '' : `${names.join('.')}: `
}

/** As it will travel, so that what passes here passes on the page too. Nothing stays nothing. */
async function travelling(schema: StandardSchemaV1 | undefined, value: unknown, place: Place): Promise<unknown> {
  const json = value === undefined ? undefined : toJson(value)
  await fitted(schema, json, place)
  return json
}

export const checkedInput = (app: AppShape, kind: string, input: unknown): Promise<unknown> =>
  fitted(declared(app.tasks, kind)?.input, input, { code: 'invalid-data', what: `The input of ${kind}` })

export const checkedResult = (app: AppShape, kind: string, result: unknown): Promise<unknown> =>
  travelling(declared(app.tasks, kind)?.result, result, { code: 'invalid-result', what: `The result of ${kind}` })

export const checkedEvent = (app: AppShape, event: string, data: unknown): Promise<unknown> =>
  travelling(declared(app.events, event), data, { code: 'invalid-data', what: `The data of the event ${event}` })

/** Undeclared kinds and ops stay as they are. */
export function checkedHandlers(app: AppShape, handlers: Handlers): Handlers {
  return mapped<Handler>(handlers, (kind, handler) => {
    if (declared(app.tasks, kind) === undefined) return handler
    return async (input, task) => checkedResult(app, kind, await handler(await checkedInput(app, kind, input), task))
  })
}

export function checkedOps(app: AppShape, ops: Ops): Ops {
  return mapped<OpHandler>(ops, (name, op) => {
    const shape = declared(app.ops, name.replace(/^app\./, ''))
    if (shape === undefined) return op
    return async (data, call) => {
      const input = await fitted(shape.input, data, { code: 'invalid-data', what: `The data of ${name}` })
      return travelling(shape.output, await op(input, call), { code: 'invalid-result', what: `${name} ran, but its answer` })
    }
  })
}

function mapped<T>(map: Readonly<Record<string, T | undefined>>, change: (name: string, value: T) => T): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(map).flatMap(([name, value]) => (value === undefined ? [] : [[name, change(name, value)]])))
}
