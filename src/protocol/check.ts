// Small decoders that compose: each takes an unknown value and gives it back typed, or says what is wrong with it.
// Making one changes nothing, which a bundler is told, so that it leaves out those that nobody asks.
import * as WIRE from './limits.ts'

export type RefusalCode = 'too-large' | 'not-json' | 'too-deep' | 'forbidden-key' | 'bad-shape' | 'unsupported-version'

/** Why a value was refused, and where: `list.3.event.id`. It never quotes the value, which may be a secret. */
export class Refusal {
  readonly problem: string
  readonly path: string
  readonly code: RefusalCode

  constructor(problem: string, path = '', code: RefusalCode = 'bad-shape') {
    this.problem = problem
    this.path = path
    this.code = code
  }
}

export type Decoder<T> = (value: unknown) => T | Refusal

/** A field that may be absent. Null is a value and never means absent. */
export interface Optional<T> {
  readonly optional: Decoder<T>
}

/** One decoder for each field of `T`: a field left out, or optional on one side only, does not compile. */
export type Fields<T> = { readonly [K in keyof T]-?: object extends Pick<T, K> ? Optional<Exclude<T[K], undefined>> : Decoder<T[K]> }

/** Reads the named fields and drops the others: those are of a newer peer. */
/* @__NO_SIDE_EFFECTS__ */
export function object<T>(fields: Fields<T>): Decoder<T> {
  const table = Object.entries<Decoder<unknown> | Optional<unknown>>(fields)
  return value => {
    if (!isRecord(value)) return new Refusal('must be an object')
    const read: Record<string, unknown> = {}
    for (const [name, field] of table) {
      const given = value[name]
      if (given === undefined && typeof field !== 'function') continue
      const result = typeof field === 'function' ? field(given) : field.optional(given)
      if (result instanceof Refusal) return within(name, result)
      read[name] = result
    }
    return read as T
  }
}

/* @__NO_SIDE_EFFECTS__ */
export function list<T>(item: Decoder<T>): Decoder<readonly T[]> {
  return value => {
    if (!Array.isArray(value)) return new Refusal('must be a list')
    const read: T[] = []
    for (let index = 0; index < value.length; index++) {
      const result = item(value[index])
      if (result instanceof Refusal) return within(String(index), result)
      read.push(result)
    }
    return read
  }
}

/** An object used as a map, from names to values. */
/* @__NO_SIDE_EFFECTS__ */
export function record<T>(item: Decoder<T>): Decoder<Readonly<Record<string, T>>> {
  return value => {
    if (!isRecord(value)) return new Refusal('must be an object')
    const read: Record<string, T> = {}
    for (const [key, each] of Object.entries(value)) {
      const known = name(key)
      const result = known instanceof Refusal ? known : item(each)
      if (result instanceof Refusal) return within(key.slice(0, WIRE.nameLength), result)
      read[key] = result
    }
    return read
  }
}

type OfType<T, K> = Extract<T, { readonly type: K }>

/** A decoder for each `type` of `T`: of its other fields. */
/* @__NO_SIDE_EFFECTS__ */
export function tagged<T extends { readonly type: string }>(fields: {
  readonly [K in T['type']]: Fields<Omit<OfType<T, K>, 'type'>>
}): { readonly [K in T['type']]: Decoder<OfType<T, K>> } {
  const decoders = Object.entries(fields).map(([type, others]) => [type, object({ type: oneOf(type), ...(others as object) })])
  return Object.fromEntries(decoders) as { readonly [K in T['type']]: Decoder<OfType<T, K>> }
}

/** Chooses the decoder by `type`; `otherwise` answers for the types of a newer peer. */
/* @__NO_SIDE_EFFECTS__ */
export function byType<T>(
  table: Readonly<Record<string, Decoder<T>>>,
  otherwise: (type: string, value: unknown) => T | Refusal,
): Decoder<T> {
  return value => {
    const typed = typeOf(value)
    if (typed instanceof Refusal) return typed
    const decoder = table[typed.type]
    return decoder === undefined ? otherwise(typed.type, value) : decoder(value)
  }
}

/** A decoded value that must also pass a test its type cannot say. */
/* @__NO_SIDE_EFFECTS__ */
export function where<T>(decoder: Decoder<T>, holds: (value: T) => boolean, problem: string): Decoder<T> {
  return value => {
    const read = decoder(value)
    return read instanceof Refusal || holds(read) ? read : new Refusal(problem)
  }
}

export const optional = /* @__NO_SIDE_EFFECTS__ */ <T>(decoder: Decoder<T>): Optional<T> => ({ optional: decoder })

/* @__NO_SIDE_EFFECTS__ */
export function nullable<T>(decoder: Decoder<T>): Decoder<T | null> {
  return value => (value === null ? null : decoder(value))
}

/* @__NO_SIDE_EFFECTS__ */
export function oneOf<const T extends string | number | boolean>(...values: readonly T[]): Decoder<T> {
  return value => values.find(each => each === value) ?? new Refusal(`must be ${values.join(' or ')}`)
}

/** A string of at most `most` UTF-16 units. */
/* @__NO_SIDE_EFFECTS__ */
export function text(most: number, least = 0): Decoder<string> {
  return value =>
    typeof value === 'string' && value.length >= least && value.length <= most
      ? value
      : new Refusal(`must be a string of ${least} to ${most} characters`)
}

// Names and ids become keys of objects, where `constructor` or `toString` would find what every object inherits.
const INHERITED: ReadonlySet<string> = new Set(Object.getOwnPropertyNames(Object.prototype))
const isOwn = (key: string): boolean => !INHERITED.has(key)

export const name: Decoder<string> = where(text(WIRE.nameLength, 1), isOwn, 'must not be a name that every object inherits')

const isId = (value: unknown): value is string =>
  typeof value === 'string' && value.length <= WIRE.idLength && /^[\w-]+$/.test(value) && isOwn(value)

export const id: Decoder<string> = value => (isId(value) ? value : new Refusal('must be an id: 1 to 64 of A-Z a-z 0-9 _ -'))

export const int: Decoder<number> = value => (isInt(value) ? value : new Refusal('must be an integer from 0 to 2^53 - 1'))

export const positive: Decoder<number> = where(int, value => value > 0, 'must be an integer from 1 to 2^53 - 1')

export const number: Decoder<number> = value =>
  typeof value === 'number' && Number.isFinite(value) ? value : new Refusal('must be a number')

export const boolean: Decoder<boolean> = oneOf(true, false)

const isInt = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0

const typeOf: Decoder<{ readonly type: string }> = object<{ readonly type: string }>({ type: name })

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

const within = (field: string, { problem, path, code }: Refusal): Refusal =>
  new Refusal(problem, path === '' ? field : `${field}.${path}`, code)
