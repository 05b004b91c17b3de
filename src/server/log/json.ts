// JSON as stores handle it: as text, with its size in bytes, and compared by meaning rather than by spelling.
import type { Json } from '../../protocol/values.ts'
import { StoreRefusal } from './refusal.ts'

/** What every oversized write answers (STORE3). */
export function tooLarge(what: string, bytes: number, most: number): StoreRefusal {
  return new StoreRefusal(
    'too-large',
    `${what} is ${bytes} bytes of JSON, and a store takes at most ${most}. Nothing was written. Keep large data elsewhere and send a reference to it.`,
  )
}

/** Equal texts mean equal values, whatever the order of their names. */
export function canonical(value: Json): string {
  return JSON.stringify(value, (_name, part: unknown) => (isRecord(part) ? sorted(part) : part))
}

export function isSame(left: Json, right: Json): boolean {
  return canonical(left) === canonical(right)
}

/** The value as its text says it: nothing the caller does to its own object later reaches the store. */
export function copyOf(value: Json): Json {
  return JSON.parse(JSON.stringify(value))
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function sorted(record: Readonly<Record<string, unknown>>): unknown {
  return Object.fromEntries(Object.entries(record).toSorted(([left], [right]) => (left < right ? -1 : 1)))
}
