// From text to a checked value and back: size, JSON, depth and keys are judged here, shapes by the decoder it is given.
import { type Decoder, Refusal, type RefusalCode } from './check.ts'
import type { ClientMessage, ProtocolError, ServerMessage } from './frames.ts'
import * as WIRE from './limits.ts'
import type { Json } from './values.ts'

export interface TextBounds {
  readonly bytes: number
  readonly depth: number
}

/** The message in `text`, or why there is none. It never throws, whatever the text. */
export function decode<T>(text: string, bounds: TextBounds, decoder: Decoder<T>): T | ProtocolError {
  if (isLonger(text, bounds.bytes)) return protocolError(new Refusal(`is longer than ${bounds.bytes} bytes`, '', 'too-large'))
  const value = parsed(text)
  const read = value instanceof Refusal ? value : (faultOf(value, bounds.depth) ?? decoder(value))
  return read instanceof Refusal ? protocolError(read) : read
}

export function encode(message: ClientMessage | ServerMessage): string {
  return JSON.stringify(message)
}

/** The bytes of `text` in UTF-8, counted without encoding it. A lone surrogate counts as the replacement character does. */
export function byteLength(text: string): number {
  let bytes = text.length
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    if (unit < 0x80) continue
    bytes += unit < 0x800 ? 1 : 2
    // A pair is four bytes, two for each of its units.
    if (isHigh(unit) && isLow(text.charCodeAt(index + 1))) index++
  }
  return bytes
}

/** A value of the application as the JSON it will be on the wire, `undefined` as null; or why it cannot travel. */
export function toJson(value: unknown, depth: number = WIRE.depth): Json | Refusal {
  const text = stringified(value ?? null)
  if (text instanceof Refusal) return text
  const json = parsed(text)
  return json instanceof Refusal ? json : (faultOf(json, depth) ?? json)
}

/** How its author mends a payload that cannot travel. */
export function mendOf({ code }: Refusal): string {
  if (code === 'too-deep')
    return `More than ${WIRE.depth} objects and lists in one another are not read: make it flatter, or put the inner part in as JSON text.`
  return code === 'forbidden-key' ? 'Rename the key: it could change what objects inherit where it is read.' : 'Pass plain JSON.'
}

/** What is wrong with parsed JSON as a payload: too deep, or a key that reaches for prototypes. One pass, and nothing listed for it: every frame comes by. */
export function faultOf(value: Json, depth: number = WIRE.depth): Refusal | null {
  if (typeof value !== 'object' || value === null) return null
  if (depth === 0) return new Refusal('nests too deep', '', 'too-deep')
  return isList(value) ? faultInList(value, depth - 1) : faultInRecord(value, depth - 1)
}

function faultInList(values: readonly Json[], depth: number): Refusal | null {
  for (const each of values) {
    const fault = faultOf(each, depth)
    if (fault !== null) return fault
  }
  return null
}

function faultInRecord(record: { readonly [name: string]: Json }, depth: number): Refusal | null {
  for (const key in record) {
    if (isReserved(key)) return new Refusal(`has the key ${key}`, '', 'forbidden-key')
    const fault = faultOf(record[key] ?? null, depth)
    if (fault !== null) return fault
  }
  return null
}

const isReserved = (key: string): boolean => key === '__proto__' || key === 'constructor' || key === 'prototype'

const CLOSE_CODES_OF: Partial<Record<RefusalCode, number>> = { 'too-large': 1009, 'unsupported-version': 4502 }

function protocolError({ problem, path, code }: Refusal): ProtocolError {
  const subject = path === '' ? 'The frame' : `The frame's ${path}`
  const message = `${subject} ${problem}, so it is not read. docs/PROTOCOL.md says what resilient-socket.v1 frames are.`
  return { type: 'protocol-error', code, closeCode: CLOSE_CODES_OF[code] ?? 4503, message }
}

function parsed(text: string): Json | Refusal {
  try {
    return JSON.parse(text) as Json
  } catch {
    return new Refusal('is not JSON', '', 'not-json')
  }
}

function stringified(value: unknown): string | Refusal {
  try {
    // A function or a symbol yields undefined, against the declared type.
    const text: string | undefined = JSON.stringify(value)
    return text ?? new Refusal(`is a ${typeof value}, which JSON cannot carry`, '', 'not-json')
  } catch {
    return new Refusal('holds a cycle or a value that JSON cannot carry', '', 'not-json')
  }
}

// Most texts are decided by their length: a unit is one to three bytes.
const isLonger = (text: string, bytes: number): boolean => text.length > bytes || (text.length * 3 > bytes && byteLength(text) > bytes)

const isHigh = (unit: number): boolean => unit >= 0xd800 && unit < 0xdc00
const isLow = (unit: number): boolean => unit >= 0xdc00 && unit < 0xe000
const isList = (value: object): value is readonly Json[] => Array.isArray(value)
