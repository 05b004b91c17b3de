// The application's own ops: claimed first, so that a command runs at most once however often it arrives (SEND5, SEND6).
//   begin → begun → handler → finish        begin → running → wait → finished | interrupted
import { byteLength, mendOf, Refusal, toJson } from '../../protocol/codec.ts'
import type { Command } from '../../protocol/frames.ts'
import * as WIRE from '../../protocol/limits.ts'
import type { Execution } from '../engine/host.ts'
import { refusal, rejected } from '../errors.ts'
import { TIMES } from '../limits.ts'
import type { Begun, StoredReceipt } from '../store.ts'
import { reasonOf } from '../tasks/errors.ts'
import type { ExecutorOptions } from './execute.ts'
import { TIMED_OUT, within } from './within.ts'

type Op = NonNullable<ExecutorOptions['ops'][string]>

interface Run {
  readonly user: string
  readonly command: Command
  readonly op: Op
  /** The next command may begin. */
  readonly hasBegun: () => void
}

/** null: the application has no such op. */
export function appExecutor(options: ExecutorOptions): (user: string, command: Command) => Execution | null {
  return (user, command) => {
    const op = opNamed(options.ops, command.op)
    return op === null ? null : start(options, { user, command, op })
  }
}

/** On the wire an op of the application is `app.<name>`; it may be declared with or without the prefix. */
function opNamed(ops: ExecutorOptions['ops'], name: string): Op | null {
  if (!name.startsWith('app.')) return null
  const key = [name, name.slice('app.'.length)].find(each => Object.hasOwn(ops, each))
  return (key !== undefined && ops[key]) || null
}

function start(options: ExecutorOptions, run: Omit<Run, 'hasBegun'>): Execution {
  let hasBegun = (): void => {}
  const begun = new Promise<void>(resolve => (hasBegun = resolve))
  return { begun, receipt: receiptOf(options, { ...run, hasBegun }).finally(hasBegun) }
}

async function receiptOf(options: ExecutorOptions, run: Run): Promise<StoredReceipt> {
  const { user, command } = run
  return answer(options, run, await options.store.begin(user, command.id, TIMES.claimMs))
}

async function answer(options: ExecutorOptions, run: Run, begun: Begun): Promise<StoredReceipt> {
  switch (begun.outcome) {
    case 'begun':
      return (await isOfThisHistory(options, run)) ? execute(options, run) : forsworn(options, run)
    case 'finished':
      return begun.receipt
    case 'interrupted':
      return refusal('interrupted')
    case 'running':
      run.hasBegun()
      return answer(options, run, await nextBegun(options, run))
  }
}

/** Asked after the claim: a history that is lost later takes the claim along, and whoever sends the command again is told so (SEND6). */
async function isOfThisHistory({ store }: ExecutorOptions, { user, command }: Run): Promise<boolean> {
  return command.epoch === undefined || command.epoch === (await store.head(user)).epoch
}

/** Nobody knows whether it ran in the history that is gone. */
async function forsworn({ store }: ExecutorOptions, { user, command }: Run): Promise<StoredReceipt> {
  const receipt = refusal('epoch-changed')
  await store.finish(user, command.id, receipt)
  return receipt
}

/** Another arrival of this command runs: its receipt is this one's too. */
async function nextBegun({ store, world }: ExecutorOptions, { user, command }: Run): Promise<Begun> {
  await new Promise<void>(resolve => {
    const cancel = world.at(world.now() + TIMES.claimPollMs, () => done())
    const unwatch = store.watch(user, () => done())
    const done = (): void => {
      cancel()
      unwatch()
      resolve()
    }
  })
  return store.begin(user, command.id, TIMES.claimMs)
}

async function execute(options: ExecutorOptions, run: Run): Promise<StoredReceipt> {
  const { store, log } = options
  const { user, command } = run
  const receipt = await outcomeOf(options, run)
  try {
    await store.finish(user, command.id, receipt)
  } catch (error) {
    // What ran is told all the same; only a resend, should the receipt get lost, will hear `interrupted`.
    log({ level: 'error', event: 'finish-failed', op: command.op, error: error instanceof Error ? error.message : String(error) })
  }
  return receipt
}

async function outcomeOf({ store, world, limits, log }: ExecutorOptions, run: Run): Promise<StoredReceipt> {
  const { user, command, op } = run
  const value = within({ world, ms: limits.handlerMs }, async () => op(command.data, { user, id: command.id }))
  run.hasBegun()
  try {
    const result = await value
    if (result === TIMED_OUT) {
      log({ level: 'warn', event: 'handler-timeout', op: command.op, ms: limits.handlerMs })
      return refusal('handler-timeout')
    }
    return await withCursor(store, user, accepted(result, command))
  } catch (error) {
    log({ level: 'warn', event: 'op-failed', op: command.op, code: reasonOf(error).code, error })
    return rejected(reasonOf(error))
  }
}

/** An answer that cannot travel is an error of the op, told as such: the op itself did run. */
function accepted(result: unknown, { op }: Command): StoredReceipt {
  const data = toJson(result)
  if (data instanceof Refusal) return refusal('invalid-data', `${op} ran, but its answer ${data.problem}. ${mendOf(data)}`)
  return byteLength(JSON.stringify(data)) > WIRE.eventBytes - ENVELOPE_BYTES ? refusal('too-large') : { ok: true, data }
}

/** Whatever the op wrote stands at or before the head, so that its caller reads its own writes (GAP4). */
async function withCursor(store: ExecutorOptions['store'], user: string, receipt: StoredReceipt): Promise<StoredReceipt> {
  if (!receipt.ok) return receipt
  const cursor = await store.head(user).catch(() => null)
  return cursor === null ? receipt : { ...receipt, cursor }
}

const ENVELOPE_BYTES = 1024
