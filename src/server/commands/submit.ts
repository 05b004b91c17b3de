// A submit whose kind has a schema: its input is held against it before anything is stored, and the next command waits until then.
import { declared, judge, type Verdict } from '../../core/judge.ts'
import type { Execution } from '../engine/host.ts'
import { rejected } from '../errors.ts'
import { misfit } from '../schemas.ts'
import type { StoredReceipt } from '../store.ts'
import { reasonOf } from '../tasks/errors.ts'
import { builtIn, type Calling } from './built-in.ts'
import type { ExecutorOptions } from './execute.ts'
import { TIMED_OUT, within } from './within.ts'

export type Submitting = Calling & { readonly call: Extract<Calling['call'], { op: 'task.submit' }> }

/** null: nothing is declared for this kind. */
export function checkedSubmit(options: ExecutorOptions, submitting: Submitting): Execution | null {
  if (declared(options.app?.tasks, submitting.call.data.kind) === undefined) return null
  const refused = refusalOf(options, submitting)
  const receipt = refused.then(refusal => refusal ?? builtIn(options.store, submitting))
  return { begun: judged(refused), receipt }
}

// Stored in the same turn: what waits for this comes after.
async function judged(refused: Promise<unknown>): Promise<void> {
  await refused
}

async function refusalOf(options: ExecutorOptions, { user, id, call }: Submitting): Promise<StoredReceipt | null> {
  const verdict = await verdictOf(options, call.data)
  if ('value' in verdict) return null
  // What stands is answered as it stands, though its schema has become narrower since (SEND5).
  if ((await options.store.get(user, { key: id })) !== null) return null
  return rejected(reasonOf(misfit({ code: 'invalid-data', what: `The input of ${call.data.kind}` }, verdict.issues)))
}

async function verdictOf({ app, world, limits }: ExecutorOptions, { kind, input }: Submitting['call']['data']): Promise<Verdict> {
  const schema = declared(app?.tasks, kind)?.input
  if (schema === undefined) return { value: input }
  const verdict = await within({ world, ms: limits.handlerMs }, async () => judge(schema, input))
  return verdict === TIMED_OUT ? { issues: [{ message: `the schema did not answer within ${limits.handlerMs} ms` }] } : verdict
}
