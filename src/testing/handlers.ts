// The application behind the simulated server: ops that tell the truth what ran, and tasks whose text is known in advance.
import type { Json } from '../protocol/values.ts'
import type { Store } from '../server/store.ts'
import { TaskError } from '../server/tasks/index.ts'
import type { Handlers, ServerOptions, TaskHandle } from '../server/types.ts'
import type { ServerWorld } from '../server/world.ts'
import type { Chance } from './chance.ts'
import type { Run, Truth } from './truth.ts'

export interface Craft {
  readonly store: Store
  readonly world: ServerWorld
  readonly truth: Truth
  readonly chance: Chance
}

type Ops = NonNullable<ServerOptions['ops']>

export function createOps({ store, world, truth, chance }: Craft): Ops {
  const wait = (ms: number) => new Promise<void>(resolve => void world.at(world.now() + ms, resolve))
  const noted = async (user: string, id: string): Promise<Json> => {
    await store.append(user, [{ type: 'app.noted', data: { id } }])
    return { id }
  }
  return {
    /** Runs, writes to the user's log, answers. */
    note: async (_data, { user, id }) => {
      truth.executed(id, user)
      await wait(chance.between(0, 300))
      return noted(user, id)
    },
    /** Longer than a handler may take, sometimes. */
    dawdle: async (_data, { user, id }) => {
      truth.executed(id, user)
      await wait(chance.between(0, 14_000))
      return noted(user, id)
    },
    /** Runs and then refuses. */
    refuse: async (_data, { user, id }) => {
      truth.executed(id, user)
      await wait(chance.between(0, 100))
      throw new TaskError('refused', 'The op refuses.')
    },
  }
}

export function createHandlers({ world, truth, chance }: Craft): Handlers {
  const pause = (task: TaskHandle, ms: number) =>
    new Promise<void>((resolve, reject) => {
      world.at(world.now() + ms, resolve)
      task.signal.addEventListener('abort', () => reject(new Error('aborted')), { once: true })
    })
  const speak = async (task: TaskHandle): Promise<Run> => {
    const run = truth.begins(task)
    const paceMs = chance.pick([5, 40, 300])
    task.append(run.text.slice(0, run.text.indexOf('|') + 1))
    for (const piece of piecesOf(run.text.slice(run.text.indexOf('|') + 1), chance)) {
      await pause(task, chance.between(0, paceMs))
      task.append(piece)
    }
    return run
  }
  const count = async (task: TaskHandle) => {
    const most = chance.between(1, 12)
    for (let value = 1; value <= most; value += 1) {
      await pause(task, chance.between(5, 400))
      task.progress(value, most)
      task.append([value], 'items')
    }
    return { most }
  }
  /** Slow, and without text: only its lease keeps an older attempt from ending a newer one (TASK3). */
  const climb = async (task: TaskHandle) => {
    const most = chance.between(2, 8)
    for (let value = 1; value <= most; value += 1) {
      await pause(task, chance.between(100, 4_000))
      task.progress(value, most)
    }
    return { attempt: task.attempt }
  }
  return {
    talk: async (_input, task) => ({ length: (await speak(task)).text.length }),
    again: async (_input, task) => ({ length: (await speak(task)).text.length }),
    ask: async (_input, task) => ({ answer: await task.requireInput({ question: task.key }) }),
    list: async (_input, task) => count(task),
    fail: async (_input, task) => {
      await speak(task)
      throw new TaskError('broken', 'The work broke.')
    },
    steps: async (_input, task) => climb(task),
    brief: async () => undefined,
  }
}

/** Cut anywhere, through pairs too: the writer must hold the first half back (STR3). */
function piecesOf(text: string, chance: Chance): readonly string[] {
  const pieces: string[] = []
  for (let at = 0; at < text.length;) {
    const end = at + chance.between(1, 9)
    pieces.push(text.slice(at, end))
    at = end
  }
  return pieces
}
