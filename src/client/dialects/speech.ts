// The application's own functions, each guarded: one that throws is reported, and costs no more than what it was asked for.
import { isRecord } from '../../core/submission.ts'
import { byteLength } from '../../protocol/codec.ts'
import type { Command } from '../../protocol/frames.ts'
import type { Log } from '../types.ts'
import { type Fields, first, firstText } from './fields.ts'
import * as PLAIN from './limits.ts'
import type { PlainCommand, PlainMessage, PlainOptions } from './options.ts'
import { type Told, toldOf, typeOf, usual } from './reading.ts'
import { type Report, reportOf } from './report.ts'
import type { Heard } from './state.ts'
import { submissionIn } from './submissions.ts'

export interface Speech {
  readonly hear: (text: string, now: number) => Heard
  /** A frame that is not text: nothing can be read in it. */
  readonly unreadable: () => Heard
  readonly ping: (now: number) => readonly string[]
  readonly opening: (token: string | undefined) => readonly string[]
  /** null: the server has no such command. */
  readonly write: (command: Command) => readonly string[] | null
  readonly reconcile: (ids: readonly string[], signal: AbortSignal) => Promise<readonly Report[]>
  readonly probe: (signal: AbortSignal) => Promise<unknown>
}

export interface SpeechParts {
  readonly options: PlainOptions
  readonly report: (error: unknown) => void
  readonly log: Log
}

const NOTHING: Heard = { type: 'told', list: [] }

export function speechOf({ options, report, log }: SpeechParts): Speech {
  const told = new Set<string>()
  const guarded = <T>(ask: () => T, otherwise: T): T => {
    try {
      return ask()
    } catch (error) {
      report(error)
      return otherwise
    }
  }
  // Once each at `warn`: a server that speaks otherwise does so with every message.
  const puzzled = (why: string, fields: Fields = {}): Heard => {
    log({ level: told.has(why) ? 'debug' : 'warn', event: 'message-not-understood', why, ...fields })
    told.add(why)
    return NOTHING
  }

  const tolds = (message: unknown): readonly Told[] => {
    const said = guarded(() => (options.decode === undefined ? usual(message) : listOf(options.decode(message, usual))), [])
    return said.flatMap(each => {
      const one = isRecord(each) ? (toldOf(each, options.decode === undefined ? typeOf(message) : '') ?? null) : null
      if (one === null)
        puzzled('its task has no id of 1 to 64 of A-Z a-z 0-9 _ -, its event no name, or its chunk no place: map it in `decode`')
      return one === null ? [] : [one]
    })
  }

  const hear: Speech['hear'] = (text, now) => {
    if (byteLength(text) > PLAIN.messageBytes) return puzzled(`it is longer than ${PLAIN.messageBytes} bytes`)
    const message = parsed(text)
    if (guarded(() => (options.isPong ?? isPong)(message), false)) return { type: 'pong' }
    if (isPing(message)) return { type: 'ping', pong: guarded(() => textsOf((options.pong ?? pongTo(now))(message)), []) }
    const receipt = guarded(() => options.isReceipt?.(message) ?? null, null)
    if (receipt !== null) return { type: 'receipt', receipt }
    const list = tolds(message)
    if (list.length > 0 || options.decode !== undefined) return { type: 'told', list }
    if (typeof message === 'string') return puzzled('it is not JSON: read it in `decode`')
    return isRecord(message) ? NOTHING : puzzled('it is JSON, but no object: read it in `decode`')
  }

  return {
    hear,
    unreadable: () => puzzled('it is binary, and only text is read'),
    ping: now => guarded(() => textsOf(pingOf(options, now)), []),
    opening: token =>
      token === undefined || options.authenticate === undefined ? [] : guarded(() => textsOf(options.authenticate?.(token)), []),
    write: command => guarded(() => written((options.encode ?? usualText)(plainCommandOf(command))), null),
    reconcile: async (ids, signal) => {
      const found = (await options.reconcile?.(ids, { signal })) ?? []
      return Array.isArray(found) ? found.flatMap(each => reportOf(each) ?? []) : refuse()
    },
    probe: async signal => options.probe?.({ signal }) ?? options.reconcile?.([], { signal }),
  }
}

function refuse(): never {
  throw new TypeError(
    '`reconcile` of the plain dialect gave no array, so nothing can be merged. Return an array of tasks, empty if there are none.',
  )
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

const isPong = (message: unknown): boolean => message === 'pong' || typeOf(message) === 'pong'
const isPing = (message: unknown): boolean => message === 'ping' || typeOf(message) === 'ping'

const pongTo = (now: number) => (ping: unknown) => {
  if (!isRecord(ping)) return 'pong'
  return { type: 'pong', timestamp: first(ping, ['timestamp', 'ts', 'time']) ?? now }
}

function pingOf({ ping }: PlainOptions, now: number): unknown {
  const message = ping?.message
  if (typeof message === 'function') return message()
  return message ?? { type: 'ping', timestamp: now }
}

const listOf = (said: PlainMessage | readonly PlainMessage[] | null): readonly PlainMessage[] => {
  if (said === null || said === undefined) return []
  return isList(said) ? said : [said]
}

const isList = (value: PlainMessage | readonly PlainMessage[]): value is readonly PlainMessage[] => Array.isArray(value)

/** Text goes as it is, anything else as JSON; each member of an array is a message. */
function textsOf(message: unknown): readonly string[] {
  const list: readonly unknown[] = Array.isArray(message) ? message : [message]
  return list.filter(each => each !== null && each !== undefined && typeof each !== 'function').map(textOf)
}

const textOf = (message: unknown): string => (typeof message === 'string' ? message : JSON.stringify(message))

function written(message: unknown): readonly string[] | null {
  const texts = textsOf(message)
  return texts.length === 0 ? null : texts
}

function plainCommandOf(command: Command): PlainCommand {
  const { id, op, data } = command
  const it: Fields = isRecord(data) ? data : {}
  const taskId = firstText(it, ['id', 'key']) ?? ''
  switch (op) {
    case 'task.submit': {
      const { kind, input, conversation, retryOf } = submissionIn(command)
      return { type: 'submit', id, kind, input, conversation, retryOf }
    }
    case 'task.cancel':
      return { type: 'cancel', id, taskId }
    case 'task.input':
      return { type: 'answer', id, taskId, data: it['data'] ?? null }
    default:
      return { type: 'send', id, name: op.replace(/^app\./, ''), data }
  }
}

function usualText(command: PlainCommand): unknown {
  const { id } = command
  switch (command.type) {
    case 'send':
      return { ...payload(command.data), type: command.name, id }
    case 'submit': {
      const { kind, conversation, input } = command
      return { ...payload(input), type: kind, id, ...(conversation !== null && { conversation_id: conversation }) }
    }
    case 'cancel':
      return { type: 'cancel', id, task_id: command.taskId }
    case 'answer':
      return { type: 'answer', id, task_id: command.taskId, data: command.data }
  }
}

/** Fields of its own where it has some. */
const payload = (data: unknown): Fields => (isRecord(data) ? data : data === null || data === undefined ? {} : { data })
