// Looking into what a stranger sent: records, and the first of several names that says something.
import { id as idDecoder, name as nameDecoder, Refusal } from '../../protocol/check.ts'
import { toJson } from '../../protocol/codec-text.ts'
import type { Json } from '../../protocol/values.ts'

export type Fields = Readonly<Record<string, unknown>>

/** The first of these fields that is there and not null. */
export function first(it: Fields, names: readonly string[]): unknown {
  const name = names.find(each => Object.hasOwn(it, each) && it[each] !== null && it[each] !== undefined)
  return name === undefined ? undefined : it[name]
}

export function firstText(it: Fields, names: readonly string[]): string | null {
  const value = first(
    it,
    names.filter(name => typeof it[name] === 'string'),
  )
  return typeof value === 'string' ? value : null
}

/** As an id of the protocol, or null. */
export function idOf(value: unknown): string | null {
  const id = idDecoder(typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value)
  return id instanceof Refusal ? null : id
}

/** As a name of the protocol, or null. */
export function nameOf(value: unknown): string | null {
  const name = nameDecoder(value)
  return name instanceof Refusal ? null : name
}

/** undefined: it is absent, or cannot travel. */
export function jsonOf(value: unknown): Json | undefined {
  if (value === undefined) return undefined
  const json = toJson(value)
  return json instanceof Refusal ? undefined : json
}
