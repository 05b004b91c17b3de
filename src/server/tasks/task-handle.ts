// What a handler holds of its task: a lease that is kept, and a pen that writes under it.
import type { Json } from '../../protocol/values.ts'
import type { Lease, Store } from '../store.ts'
import type { TaskHandle } from '../types.ts'
import type { ServerWorld } from '../world.ts'
import { Keeper } from './claim-keeper.ts'
import { toJson } from './errors.ts'
import type { TaskLimits } from './limits.ts'
import { Pen } from './task-pen.ts'

export interface Job {
  readonly lease: Lease
  readonly handle: TaskHandle
  readonly keeper: Keeper
  readonly pen: Pen
}

export interface JobOptions {
  readonly store: Store
  readonly world: ServerWorld
  readonly limits: TaskLimits
  readonly lease: Lease
  readonly task: { readonly key: string; readonly conversation?: string }
  readonly onEnd: () => void
}

export function createJob({ task, ...options }: JobOptions): Job {
  const { lease } = options
  const keeper = new Keeper(options)
  const pen = new Pen({ ...options, keeper })
  const named = { id: lease.taskId, key: task.key, user: lease.user, attempt: lease.attempt, conversation: task.conversation ?? null }
  const handle: TaskHandle = {
    ...named,
    signal: keeper.signal,
    append(chunk, stream = 'text') {
      if (typeof chunk !== 'string' && !Array.isArray(chunk))
        throw wrong('append takes a string or an array', 'Wrap a single item in an array.')
      pen.append(chunk, stream)
    },
    progress(value, total, message) {
      if (!Number.isFinite(value) || (total !== undefined && !Number.isFinite(total)))
        throw wrong('progress takes finite numbers', 'Leave out a total that is not known.')
      pen.progress({ value, total: total ?? null, message: message ?? null })
    },
    flush: () => pen.flush(),
    requireInput: oneAtATime(async prompt => {
      const { task: asking } = await pen.write({ type: 'ask', prompt: toJson(prompt) })
      return keeper.answerTo(asking.rev)
    }),
  }
  return { lease, handle, keeper, pen }
}

function oneAtATime(ask: (prompt: unknown) => Promise<Json>): (prompt: unknown) => Promise<Json> {
  const asked = new Set<unknown>()
  return async prompt => {
    if (asked.size > 0)
      throw wrong(
        'requireInput waits for an answer already, and a task asks one thing at a time',
        'Await the first answer before the next question.',
      )
    const question = {}
    asked.add(question)
    return ask(prompt).finally(() => asked.delete(question))
  }
}

function wrong(what: string, mend: string): TypeError {
  return new TypeError(`${what}. ${mend}`)
}
