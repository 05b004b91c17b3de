// Runs one command: the built-in ops on the store, the application's own through their claim. Each ends in one receipt.
import type { AppShape } from '../../core/app.ts'
import { decodeCall, type Call } from '../../protocol/codec.ts'
import type { Execution, Execute } from '../engine/host.ts'
import { refusal, rejected } from '../errors.ts'
import type { Store, StoredReceipt } from '../store.ts'
import type { Limits, Log, Ops } from '../types.ts'
import type { ServerWorld } from '../world.ts'
import { appExecutor } from './app-op.ts'
import { builtIn } from './built-in.ts'
import { checkedSubmit } from './submit.ts'

export interface ExecutorOptions {
  readonly store: Store
  readonly world: ServerWorld
  readonly limits: Limits
  readonly log: Log
  readonly ops: Ops
  readonly app?: AppShape | undefined
  /** The kinds that may be submitted here; null: any, for workers in other processes. */
  readonly kinds: ReadonlySet<string> | null
}

export function createExecutor(options: ExecutorOptions): Execute {
  const { store, kinds } = options
  const runApp = appExecutor(options)

  return (user, command) => {
    const call = decodeCall(command.op, command.data)
    if (call.op === 'unknown') return runApp(user, command) ?? answered(refusal('unknown-op'))
    if (call.op === 'invalid') return answered(rejected(call.error))
    if (call.op === 'task.submit' && kinds !== null && !kinds.has(call.data.kind)) return answered(refusal('unknown-kind'))
    const calling = { user, id: command.id }
    const checked = call.op === 'task.submit' ? checkedSubmit(options, { ...calling, call }) : null
    return checked ?? begun(call, builtIn(store, { ...calling, call }))
  }
}

const answered = (receipt: StoredReceipt): Execution => ({ begun: Promise.resolve(), receipt: Promise.resolve(receipt) })

/**
 * A store takes its steps in the order of the calls, so a built-in op has begun when it was called. A read of a whole task
 * is waited for: thirty-two of them at once would hold their answers in memory together.
 */
function begun(call: Call, receipt: Promise<StoredReceipt>): Execution {
  return { begun: call.op === 'task.get' ? ended(receipt) : Promise.resolve(), receipt }
}

async function ended(receipt: Promise<StoredReceipt>): Promise<void> {
  await receipt
}
