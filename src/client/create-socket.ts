// `createResilientSocket`: the public face over the driver. Creation is pure: nothing is dialed, listened to or armed before it is wanted.
import type { OpOutput } from '../core/app.ts'
import type { NewCommand } from '../core/events.ts'
import type { Outcome, Sent } from '../core/model.ts'
import { type Entry, entryNamed, isUnsettled } from '../core/outbox.ts'
import { settingsOf } from '../core/settings.ts'
import { initialState } from '../core/state.ts'
import { recordOf } from '../core/tasks.ts'
import * as TIMES from '../core/times.ts'
import { byteLength, encode, mendOf, Refusal, toJson } from '../protocol/codec.ts'
import type { Command } from '../protocol/frames.ts'
import * as WIRE from '../protocol/limits.ts'
import { browserWorld } from './browser-world.ts'
import { choicesOf } from './dialect.ts'
import { engineOf, type Engine } from './engine.ts'
import { readiness } from './readiness.ts'
import { acceptedOr, RequestError } from './request-error.ts'
import type { ResilientSocket, SocketOptions } from './types.ts'
import { createWants } from './wants.ts'

/** A connection to a resilient-socket server. Idle until `connect`, `retain` or `reconnect`. */
export function createResilientSocket(options: SocketOptions): ResilientSocket {
  const world = options.world ?? browserWorld()
  const client = world.id()
  const settings = settingsOf(choicesOf(options, client))
  const storage = options.storage === undefined ? 'none' : 'memory'
  const engine = engineOf(options, world, { ...initialState(settings, { online: true, visible: true }), storage })
  return faceOf(engine)
}

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
      if (signal?.aborted === true) throw new RequestError(op, 'aborted')
      const sent = command<OpOutput<typeof op>>(appOp(op), data, { id, ttlMs: timeoutMs })
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
      const record = recordOf(driver.state().tasks, idOrKey)
      return command('task.input', { id: record?.head.id ?? idOrKey, rev: record?.head.rev ?? 1, data: input ?? null })
    },
    on: (type, listener) => emitter.on(type, listener),
    ready: readiness(engine),
    ...wants,
    store: shelf.store,
    awaitCursor: cursor => dispatch({ type: 'wrote', cursor }),
    askTask: ref => dispatch({ type: 'ask', ref }),
    markSeen: offset => {
      const newest = driver.state().notifications.list[0]?.offset ?? 0
      dispatch({ type: 'see', offset: offset ?? newest, commandId: world.id() })
    },
    dismiss: id => dispatch({ type: 'dismiss', id }),
    cancelSend: id => cancelSend(engine, id),
    retrySend: id => retrySend(engine, id),
    discardSend: id => dispatch({ type: 'discard', id }),
    flightRecorder: options => ({
      ...engine.recorder.flight(options),
      invalid: { ...engine.inspector.counts() },
      cursor: driver.state().cursor,
      tab: engine.tabs.role(),
    }),
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
    const problem = json instanceof Refusal ? `its data ${json.problem}. ${mendOf(json)}` : problemOf({ id, op, ttlMs })
    if (json instanceof Refusal || problem !== null) return unsendable(engine, { id, op: op.slice(0, WIRE.nameLength) }, problem ?? '')
    const sent = { id, settled: outcomeOf<never>(engine, op, id), cancel: () => cancelSend(engine, id) }
    engine.driver.dispatch({ type: 'send', command: newCommand({ id, op, data: json, ttlMs: ttlMs ?? null }) })
    return sent
  }
}

const outcomeOf = <T>({ mailbox, inspector }: Engine, op: string, id: string): Promise<Outcome<T>> =>
  mailbox.promise(id, outcome => (op.startsWith('app.') ? inspector.answer(op, outcome) : outcome))

const ID = /^[\w-]{1,64}$/

/** What the server would take for a frame that is not v1, and close the connection over, again and again. */
function problemOf({ id, op, ttlMs }: { readonly id: string; readonly op: string; readonly ttlMs: number | undefined }): string | null {
  if (!ID.test(id)) return `the id "${id.slice(0, 64)}" is not 1 to 64 of A-Z a-z 0-9 _ -. Leave the id out to have one made.`
  if (op.length > WIRE.nameLength) return `its name is longer than ${WIRE.nameLength} characters. Give the op a shorter one.`
  return Number.isNaN(ttlMs) ? 'its time to live is not a number. Leave it out for the default.' : null
}

const newCommand = (command: Omit<NewCommand, 'bytes'>): NewCommand => ({ ...command, bytes: byteLength(encode(heaviest(command))) })

/** The frame at its longest, whatever is left of its life and wherever it is first written. */
const heaviest = ({ id, op, data }: Omit<NewCommand, 'bytes'>): Command => {
  return { type: 'command', id, op, data, ttlMs: TIMES.ttlCapMs, epoch: '-'.repeat(WIRE.idLength) }
}

/** Said in the log too: no list shows it, and many a caller never looks at `settled`. */
function unsendable({ log }: Engine, { id, op }: { readonly id: string; readonly op: string }, problem: string): Sent<never> {
  const message = `${op} cannot be sent, for ${problem}`
  log({ level: 'warn', event: 'send-refused', op, message })
  return refused(id, message)
}

function refused(id: string, message: string): Sent<never> {
  const outcome: Outcome<never> = { outcome: 'rejected', error: { code: 'invalid-data', message, retryable: false } }
  return { id, settled: Promise.resolve(outcome), cancel: () => false }
}

function cancelSend({ driver, world }: Engine, id: string): boolean {
  const entry = (): Entry | undefined => entryNamed(driver.state().outbox, id)
  const isQueued = entry()?.passage.at === 'queued'
  driver.dispatch({ type: 'cancel', id, commandId: world.id() })
  // Within a listener the cancel waits its turn, and nobody can say yet whether the send goes out before it.
  const left = entry()
  return isQueued && !(left !== undefined && isUnsettled(left))
}

function retrySend(engine: Engine, id: string): Sent {
  const { driver, world } = engine
  const newId = world.id()
  const entry = entryNamed(driver.state().outbox, id)
  if (entry?.passage.at !== 'ended') return refused(id, `There is no failed send ${id} to retry. Read the outbox for those there are.`)
  const isNew = entry.op.startsWith('app.') && entry.passage.outcome.outcome === 'unconfirmed'
  const sentId = isNew ? newId : id
  const settled = outcomeOf(engine, entry.op, sentId)
  driver.dispatch({ type: 'retry', id, newId })
  return { id: sentId, settled, cancel: () => cancelSend(engine, sentId) }
}

/** Names a task to the server: by id where it is held, else by the key it was submitted under. */
const referrer =
  ({ driver }: Engine) =>
  (idOrKey: string) => {
    const record = recordOf(driver.state().tasks, idOrKey)
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
    signal.addEventListener('abort', abort, { once: true })
    void sent.settled.then(resolve).finally(() => signal.removeEventListener('abort', abort))
  })
}
