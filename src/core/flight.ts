// The flight record: the machine's last transitions as JSON, so that they can be read, and run again from where they start.
// Without `payloads` it says what happened and not what was said: texts keep their lengths, data is null, users and conversations are numbered.
import { decodeAnswer } from '../protocol/codec-answers.ts'
import type { Cursor, Json } from '../protocol/values.ts'
import type { Effect } from './effects.ts'
import type { MachineEvent } from './events.ts'
import type { MachineState, PhaseName } from './state.ts'

/** One transition: what was told, when, by which roll of the die; and what came of it. */
export interface FlightEntry {
  readonly at: number
  readonly roll: number
  readonly event: MachineEvent
  readonly before: PhaseName
  readonly after: PhaseName
  readonly deadline: number | null
  readonly effects: readonly Effect['type'][]
}

type Pairs<M> = M extends ReadonlyMap<infer K, infer V> ? readonly (readonly [K, V])[] : never

/** A state as JSON carries it: maps as pairs, sets as lists. */
export interface FlightStart extends Omit<MachineState, 'tasks' | 'asks'> {
  readonly tasks: Pairs<MachineState['tasks']>
  readonly asks: {
    readonly open: Pairs<MachineState['asks']['open']>
    readonly absent: readonly string[]
    readonly count: number
  }
}

/** `each`: this tab has a socket of its own, as every tab; `alone`: it was to share one and cannot; `out`: it takes part in nothing, for it is not wanted. */
export type TabRole = 'each' | 'out' | 'joining' | 'leading' | 'following' | 'alone'

/** Holds nothing but JSON. Kinds, ops, names, ids, offsets, lengths and close reasons are always told; a token is never in it. */
export interface Flight {
  readonly version: 1
  readonly payloads: boolean
  /** The state before the first entry, with the settings in it. */
  readonly start: FlightStart
  readonly entries: readonly FlightEntry[]
  /** What did not fit the application's schemas, counted by type. */
  readonly invalid?: Readonly<Record<string, number>>
  /** How far the page has got, after the last entry. */
  readonly cursor?: Cursor | null
  readonly tab?: TabRole
}

export interface FlightOptions {
  /** Also what users and servers said: inputs, results, texts, data and user ids. Default false. */
  readonly payloads?: boolean | undefined
}

/** A copy as plain JSON; unless `payloads`, without what is not to be handed on. */
export function flightOf(
  { start, entries }: { readonly start: MachineState; readonly entries: readonly FlightEntry[] },
  { payloads = false }: FlightOptions,
): Flight {
  const redacted = payloads ? (_: object, __: string, value: unknown) => value : redactor()
  return JSON.parse(
    JSON.stringify({ version: 1, payloads, start, entries }, function (this: object, key, value: unknown) {
      return plain(redacted(this, key, value))
    }),
  )
}

// JSON has no Infinity, and a setting that never comes true must not come true at once.
function plain(value: unknown): unknown {
  if (value === Infinity) return Number.MAX_VALUE
  return isIterable(value) ? [...value] : value
}

// A map, a set, or a book of tasks.
const isIterable = (value: unknown): value is Iterable<unknown> => typeof value === 'object' && value !== null && Symbol.iterator in value

/** What stands in for a value: whatever the machine decides by stays true, so that a replay takes the same way. */
function redactor(): (holder: object, key: string, value: unknown) => unknown {
  const aliases = new Map<string, string>()
  const records = new Set<unknown>()
  const aliasOf = (word: string, value: unknown): unknown => {
    if (typeof value !== 'string') return value
    const alias = aliases.get(value) ?? `${word}-${aliases.size + 1}`
    aliases.set(value, alias)
    return alias
  }
  return (holder, key, value) => {
    // Their keys are names that somebody chose, and mean nothing here.
    if (records.has(holder)) return value
    switch (key) {
      case 'streams':
      case 'lengths':
      case 'ends':
        records.add(value)
        return value
      case 'user':
      case 'conversation':
        return aliasOf(key, value)
      case 'title':
      case 'body':
      case 'message':
      case 'chunk':
      case 'value':
        return filler(value)
      case 'input':
      case 'prompt':
        return null
      case 'result':
        // What became of a token, which is no payload.
        return 'dial' in holder ? value : null
      case 'data':
        return dataOf(holder, value)
      default:
        return value
    }
  }
}

/** As long, and empty. What is neither text nor list has no length to keep: it is looked into. */
function filler(value: unknown): unknown {
  if (typeof value === 'string') return '*'.repeat(value.length)
  return Array.isArray(value) ? value.map(() => null) : value
}

/** The application's data goes; what the protocol itself put there is looked into, as an answer that tells of a task. */
function dataOf(holder: object, value: unknown): unknown {
  if (isReceipt(holder)) return decodeAnswer('task.get', holder.data) ?? decodeAnswer('task.submit', holder.data)
  return 'op' in holder && typeof holder.op === 'string' && !holder.op.startsWith('app.') ? value : null
}

const isReceipt = (holder: object): holder is { readonly data: Json } => 'type' in holder && holder.type === 'receipt'
