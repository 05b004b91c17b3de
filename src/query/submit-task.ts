// One submit by whichever way is open, with what the page shows of it meanwhile.
import type { InputOf, Kind } from '../core/app.ts'
import type { Task } from '../core/model.ts'
import { Refusal, toJson } from '../protocol/codec.ts'
import type { Cursor } from '../protocol/values.ts'
import { AgentError } from './agent-error.ts'
import type { AgentWorld } from './agent-world.ts'
import type { SubmitOptions } from './agent.ts'
import { dropDraft, putTasks, putUnder } from './cached-tasks.ts'
import { draftTask } from './views.ts'
import { byEitherWay, type Ways } from './ways.ts'

/** The same object again is the same task, whose key it bears: a second press of a button that failed runs nothing twice. */
export interface SubmitVariables<K extends Kind = Kind> extends SubmitOptions {
  readonly input: InputOf<K>
}

export interface Submitted {
  readonly key: string
  readonly taskId: string
  readonly via: 'socket' | 'http'
  /** Of the write, over HTTP (GAP4). */
  readonly cursor: Cursor | null
}

/** Of whatever kind. */
type AnySubmit = SubmitOptions & { readonly input: unknown }

const keys = new WeakMap<AnySubmit, string>()

export function keyOf(variables: AnySubmit, world: AgentWorld): string {
  const key = variables.key ?? keys.get(variables) ?? world.id()
  keys.set(variables, key)
  return key
}

export async function submitTask<K extends Kind>(ways: Ways, kind: K, variables: SubmitVariables<K>): Promise<Submitted> {
  const { agent, client, socket } = ways
  const { input, signal, conversation, retryOf } = variables
  const key = keyOf(variables, agent.world)
  const draft = draftOf({ kind, key, now: agent.world.now() }, variables)
  show(ways, draft)
  let passage: 'kept' | 'begun' = 'kept'
  const begun = <T>(act: () => T): T => {
    signal?.throwIfAborted()
    passage = 'begun'
    return act()
  }
  try {
    const links = { ...(conversation !== undefined && { conversation }), ...(retryOf !== undefined && { retryOf }) }
    const done = await byEitherWay(ways, {
      send: open => begun(() => open.submit(kind, input, { key, ...links })),
      ask: () => begun(() => agent.submit(kind, input, { ...variables, key })),
      signal,
    })
    if (done.via === 'socket') return { key, taskId: done.data.taskId, via: 'socket', cursor: null }
    const { task, cursor } = done.data
    if (cursor !== null) socket?.awaitCursor(cursor)
    // What failed on the way of the socket has not failed: nobody is to try it again.
    socket?.discardSend(key)
    putTasks(client, agent.keys, [task])
    return { key, taskId: task.id ?? key, via: 'http', cursor }
  } catch (error) {
    if (passage === 'kept' || isNoLongerShown(error)) dropDraft(client, agent.keys, key)
    else show(ways, { ...draft, sync: 'unconfirmed' })
    throw error
  }
}

/** Nothing ran; or it is another user's page now. */
const isNoLongerShown = (error: unknown): boolean => error instanceof AgentError && (!error.mayHaveRun || error.code === 'other-user')

interface Drafting {
  readonly kind: Kind
  readonly key: string
  readonly now: number
}

function draftOf(drafting: Drafting, { input, conversation, retryOf }: AnySubmit): Task {
  const json = toJson(input)
  return draftTask({ ...drafting, input: json instanceof Refusal ? null : json, conversation, retryOf })
}

/** Its entry is made: whoever asked for the submit will look at it. */
function show({ agent, client }: Ways, draft: Task): void {
  putUnder(client, agent.keys.task(draft.key), draft)
  putTasks(client, agent.keys, [draft])
}
