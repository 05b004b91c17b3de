// `createResilientSocket`: the public face over the driver. Creation is pure: nothing is dialed, listened to or armed before it is wanted.
import type { NewCommand } from '../core/events.ts'
import type { Outcome, Sent } from '../core/model.ts'
import { settingsOf } from '../core/settings.ts'
import { initialState } from '../core/state.ts'
import { byteLength, Refusal, toJson } from '../protocol/codec.ts'
import type { Json } from '../protocol/values.ts'
import { browserWorld } from './browser-world.ts'
import { engineOf, type Engine } from './engine.ts'
import { readiness } from './readiness.ts'
import { acceptedOr, RequestError } from './request-error.ts'
import type { ResilientSocket, SocketOptions } from './types.ts'
import { createWants } from './wants.ts'

/** A connection to a resilient-socket server. Idle until `connect`, `retain` or `reconnect`. */
export function createResilientSocket(options: SocketOptions): ResilientSocket {
  const world = options.world ?? browserWorld()
  const client = world.id()
  const settings = settingsOf({ ...options, client, hasToken: options.getToken !== undefined })
  const engine = engineOf(options, world, initialState(settings, { online: true, visible: true }))
  return faceOf(engine)
}

/** What every frame of a command costs beside its data. */
const ENVELOPE_BYTES = 256

function faceOf(engine: Engine): ResilientSocket {
  const { world, driver, emitter, shelf } = engine
  const { dispatch } = driver
  const wants = createWants(engine)
  const command = commander(engine)
  const refOf = referrer(engine)
  const send: ResilientSocket['send'] = (op, data, options = {}) => command(appOp(op), data, options)
  return {
    send,
    request: async (op, data, { id, timeoutMs, signal } = {}) => {
      const sent = send(op, data, { ...(id !== undefined && { id }), ...(timeoutMs !== undefined && { ttlMs: timeoutMs }) })
      return acceptedOr(op, await untilAborted(sent, op, signal))
    },
    submit: (kind, input, { key, ttlMs, conversation, retryOf } = {}) => {
      const data = {
        kind,
        input: input ?? null,
        ...(conversation !== undefined && { conversation }),
        ...(retryOf !== undefined && { retryOf }),
      }
      return command('task.submit', data, { id: key, ttlMs })
    },
    cancelTask: idOrKey => command('task.cancel', refOf(idOrKey)),
    answerTask: (idOrKey, input) => {
      const record = recordOf(engine, idOrKey)
      return command('task.input', { id: record?.head.id ?? idOrKey, rev: record?.head.rev ?? 1, data: input ?? null })
    },
    on: (type, listener) => emitter.on(type, listener),
    ready: readiness(engine),
    ...wants,
    store: shelf.store,
    askTask: ref => dispatch({ type: 'ask', ref }),
    markSeen: offset => {
      const newest = driver.state().notifications.list[0]?.offset ?? 0
      dispatch({ type: 'see', offset: offset ?? newest, commandId: world.id() })
    },
    dismiss: id => dispatch({ type: 'dismiss', id }),
    cancelSend: id => cancelSend(engine, id),
    retrySend: id => retrySend(engine, id),
    discardSend: id => dispatch({ type: 'discard', id }),
  }
}

/** The application's ops travel under `app.`, so that none can shadow a built-in one. */
const appOp = (op: string): string => (op.startsWith('app.') ? op : `app.${op}`)

/** `T`: what the op answers, as its caller knows it. */
type Commander = <T>(
  op: string,
  data: unknown,
  options?: { readonly id?: string | undefined; readonly ttlMs?: number | undefined },
) => Sent<T>

function commander(engine: Engine): Commander {
  return (op, data, { id = engine.world.id(), ttlMs } = {}) => {
    const json = toJson(data)
    const problem = ID.test(id) ? null : `the id "${id.slice(0, 64)}" is not 1 to 64 of A-Z a-z 0-9 _ -`
    if (json instanceof Refusal) return refused(id, `The data of ${op} ${json.problem}, so it cannot be sent. Pass plain JSON.`)
    if (problem !== null) return refused(id, `${op} cannot be sent, for ${problem}. Leave the id out to have one made.`)
    const { mailbox } = engine
    const sent = { id, settled: mailbox.promise<never>(id), cancel: () => cancelSend(engine, id) }
    engine.driver.dispatch({ type: 'send', command: newCommand({ id, op, data: json, ttlMs: ttlMs ?? null }) })
    return sent
  }
}

const ID = /^[\w-]{1,64}$/

const newCommand = (command: Omit<NewCommand, 'bytes'> & { readonly data: Json }): NewCommand => ({
  ...command,
  bytes: byteLength(JSON.stringify(command.data)) + ENVELOPE_BYTES,
})

function refused(id: string, message: string): Sent<never> {
  const outcome: Outcome<never> = { outcome: 'rejected', error: { code: 'invalid-data', message, retryable: false } }
  return { id, settled: Promise.resolve(outcome), cancel: () => false }
}

function cancelSend({ driver, world }: Engine, id: string): boolean {
  const isQueued = driver.state().outbox.entries.some(entry => entry.id === id && entry.passage.at === 'queued')
  driver.dispatch({ type: 'cancel', id, commandId: world.id() })
  return isQueued && !driver.state().outbox.entries.some(entry => entry.id === id && entry.passage.at === 'written')
}

function retrySend(engine: Engine, id: string): Sent {
  const { driver, mailbox, world } = engine
  const newId = world.id()
  const entry = driver.state().outbox.entries.find(other => other.id === id)
  if (entry?.passage.at !== 'ended') return refused(id, `There is no failed send ${id} to retry. Read the outbox for those there are.`)
  const isNew = entry.op.startsWith('app.') && entry.passage.outcome.outcome === 'unconfirmed'
  const sentId = isNew ? newId : id
  const settled = mailbox.promise(sentId)
  driver.dispatch({ type: 'retry', id, newId })
  return { id: sentId, settled, cancel: () => cancelSend(engine, sentId) }
}

const recordOf = ({ driver }: Engine, idOrKey: string) => {
  const { tasks } = driver.state()
  return tasks.get(idOrKey) ?? [...tasks.values()].find(({ head }) => head.key === idOrKey)
}

/** Names a task to the server: by id where it is held, else by the key it was submitted under. */
const referrer = (engine: Engine) => (idOrKey: string) => {
  const record = recordOf(engine, idOrKey)
  return record === undefined ? { key: idOrKey } : { id: record.head.id }
}

/** An abort cancels what is unwritten; what was written may run, and its caller is told. */
function untilAborted<T>(sent: Sent<T>, op: string, signal: AbortSignal | undefined): Promise<Outcome<T>> {
  if (signal === undefined) return sent.settled
  return new Promise((resolve, reject) => {
    const abort = () => {
      sent.cancel()
      reject(new RequestError(op, 'aborted'))
    }
    if (signal.aborted) return abort()
    signal.addEventListener('abort', abort, { once: true })
    void sent.settled.then(resolve).finally(() => signal.removeEventListener('abort', abort))
  })
}
