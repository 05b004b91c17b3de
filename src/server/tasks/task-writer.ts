// Tasks and notices written from anywhere that has the store: the server itself, or a worker in another process.
import type { AppShape, Kind } from '../../core/app.ts'
import * as WIRE from '../../protocol/limits.ts'
import type { Notice } from '../../protocol/values.ts'
import { nodeWorld } from '../node-world.ts'
import { checkedEvent, checkedInput, checkedResult } from '../schemas.ts'
import type { Opening, Store } from '../store.ts'
import type { NotifyOptions, OpenTask, TaskWriter } from '../types.ts'
import type { ServerWorld } from '../world.ts'
import { createCrew } from './crew.ts'
import type { Crew } from './crew.ts'
import { LeaseLost, reasonOf, TaskError, toJson } from './errors.ts'
import { TASK_LIMITS } from './limits.ts'
import type { TaskLimits } from './limits.ts'
import type { Job } from './task-handle.ts'
import { succeeded } from './task-run.ts'

export interface TaskWriterOptions {
  readonly store: Store
  /** What `defineApp` returned: what does not fit it is not written. */
  readonly app?: AppShape | undefined
  readonly world?: ServerWorld | undefined
  readonly limits?: Partial<TaskLimits> | undefined
}

type Start = Parameters<TaskWriter['tasks']['open']>[1]

export function createTaskWriter({ store, app = {}, world = nodeWorld(), limits: given }: TaskWriterOptions): TaskWriter {
  const limits = { ...TASK_LIMITS, ...given }
  const crew = createCrew({ store, world, limits })
  return {
    async notify(user, options) {
      const { epoch, offset } = await store.notify(checkUser(user), noticeOf(options, world))
      return { epoch, offset }
    },
    async emit(user, event, data) {
      const json = toJson(await checkedEvent(app, event, data))
      const { epoch, offset } = await store.append(checkUser(user), [{ type: `app.${event}`, data: json }])
      return { epoch, offset }
    },
    tasks: {
      async open(user, task) {
        const opening = openingOf(task, world)
        if (opening.input !== undefined) await checkedInput(app, task.kind, opening.input)
        return openTask(await open(store, crew, { user: checkUser(user), opening, leaseMs: limits.leaseMs }), app, task.kind)
      },
      async get(user, idOrKey) {
        const stored = (await store.get(user, { id: idOrKey })) ?? (await store.get(user, { key: idOrKey }))
        return stored && stored.task
      },
      async cancel(user, idOrKey) {
        const changed = await store.cancel(checkUser(user), { id: idOrKey })
        if (changed.outcome === 'not-found') await store.cancel(user, { key: checkId('A task key', idOrKey) })
      },
    },
  }
}

interface Opened {
  readonly user: string
  readonly opening: Opening
  readonly leaseMs: number
}

async function open(store: Store, crew: Crew, { user, opening, leaseMs }: Opened): Promise<Job> {
  const opened = await store.open(user, opening, leaseMs)
  const named = `The task with key ${opening.key}`
  if (opened.outcome === 'key-conflict') {
    throw new TaskError('key-conflict', `${named} has another kind or input, so it is not the task you meant. Use a key of its own.`)
  }
  if (opened.outcome === 'taken') {
    throw new LeaseLost(
      `${named} is ${opened.task.status}: it ended, or another worker runs it. Nothing was opened. Read it with tasks.get.`,
    )
  }
  return crew.take(opened.lease, opened.task)
}

function openTask<K extends Kind>({ handle, keeper, pen }: Job, app: AppShape, kind: K): OpenTask<K> {
  return {
    ...handle,
    succeed: async result => pen.end(succeeded(await checkedResult(app, kind, result))),
    // Work that stops because its user cancelled it did not fail.
    fail: async error => pen.end(keeper.isCancelled ? { type: 'cancel' } : { type: 'fail', error: reasonOf(error) }),
  }
}

function openingOf({ kind, input, key, conversation }: Start, world: ServerWorld): Opening {
  if (kind === '' || kind.length > WIRE.nameLength)
    throw new TypeError(`A kind has 1 to ${WIRE.nameLength} characters; '${kind.slice(0, 20)}…' has ${kind.length}. Use a short name.`)
  const named = {
    kind,
    key: key === undefined ? world.id() : checkId('A task key', key),
    ...(conversation === undefined ? {} : { conversation }),
  }
  return input === undefined ? named : { ...named, input: toJson(input) }
}

function noticeOf({ key, taskId, data, ...said }: NotifyOptions, world: ServerWorld): Notice {
  const id = key === undefined ? world.id() : checkId('The key of a notice', key)
  return { id, ...said, ...(data === undefined ? {} : { data: toJson(data) }), ...(taskId === undefined ? {} : { task: taskId }) }
}

function checkUser(user: string): string {
  if (user !== '' && user.length <= WIRE.userLength) return user
  throw new TypeError(
    `A user has 1 to ${WIRE.userLength} characters, and this one has ${user.length}. Give the id that \`authenticate\` returns.`,
  )
}

function checkId(what: string, id: string): string {
  if (/^[A-Za-z0-9_-]{1,64}$/.test(id)) return id
  throw new TypeError(
    `${what} has 1 to ${WIRE.idLength} characters of A–Z, a–z, 0–9, _ and -; '${id.slice(0, 80)}' has others. Hash or encode it.`,
  )
}
