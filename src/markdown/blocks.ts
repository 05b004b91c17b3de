// Cuts a growing text into blocks that are finished and a tail that still grows, looking only at lines it has not seen.
import * as MARKDOWN_BOUNDS from './limits.ts'

export interface Blocks {
  readonly text: string
  /** Finished: what comes later cannot change how they read. */
  readonly finished: readonly string[]
  readonly tail: Tail
  /** Lines like `[name]: https://…`, which any block may refer to. */
  readonly definitions: readonly string[]
}

/** `code`: an open fence, whose text needs no parser at all. */
export type Tail =
  | { readonly kind: 'markdown'; readonly source: string }
  | { readonly kind: 'code'; readonly language: string; readonly body: string }

interface Fence {
  readonly mark: string
  readonly language: string
  /** Where its text begins; null inside a list or a quotation, which the parser must see whole. */
  readonly bodyAt: number | null
}

/** How far the lines were read, and what is open there. */
interface Reading extends Blocks {
  readonly lineAt: number
  readonly blockAt: number
  readonly fence: Fence | null
  readonly isList: boolean
  readonly isAfterBlank: boolean
  /** Notes are numbered over the whole text, so it is one block. */
  readonly hasNotes: boolean
}

const NOTHING: Reading = {
  text: '',
  finished: [],
  tail: { kind: 'markdown', source: '' },
  definitions: [],
  lineAt: 0,
  blockAt: 0,
  fence: null,
  isList: false,
  isAfterBlank: false,
  hasNotes: false,
}

const ITEM = /^ {0,3}(?:[-*+]|\d{1,9}[.)])(?:\s|$)/
const OPENING = /^([\s>]*(?:(?:[-*+]|\d{1,9}[.)])\s+)?)(`{3,}|~{3,})\s*([^\s`]*)[^`]*$/
const CLOSING = /^[\s>]*(`{3,}|~{3,})\s*$/
const DEFINITION = /^ {0,3}\[[^\]^][^\]]*\]:\s*\S/
const NOTE = /^ {0,3}\[\^[^\]]+\]:/

/** Reads on where it stopped while the text only grows; another text is read anew. */
export function createBlockReader(): (text: string) => Blocks {
  let reading = NOTHING
  return text => {
    if (text !== reading.text) reading = readOn(text.startsWith(reading.text) ? reading : NOTHING, text)
    return reading
  }
}

function readOn(before: Reading, text: string): Reading {
  let reading: Reading = { ...before, text }
  for (let end = text.indexOf('\n', reading.lineAt); end !== -1; end = text.indexOf('\n', reading.lineAt)) {
    reading = { ...readLine(reading, text.slice(reading.lineAt, end), end + 1), lineAt: end + 1 }
  }
  if (reading.hasNotes) return { ...reading, finished: [], tail: { kind: 'markdown', source: text } }
  return { ...reading, tail: tailOf(reading) }
}

function readLine(reading: Reading, line: string, nextAt: number): Reading {
  if (reading.fence !== null) return readCode(reading, reading.fence, { line, nextAt })
  if (line.trim() === '') return { ...reading, isAfterBlank: true }
  const opening = OPENING.exec(line)
  const isOwnFence = opening !== null && !reading.isList && /^ {0,3}$/.test(opening[1] ?? '')
  const isTooLong = reading.lineAt - reading.blockAt > MARKDOWN_BOUNDS.blockCharacters
  const begun = isOwnFence || isTooLong || (reading.isAfterBlank && !goesOn(reading, line)) ? cut(reading, reading.lineAt) : reading
  const known = noted(begun, line)
  const isList = known.isList || ITEM.test(line)
  if (opening === null) return { ...known, isList, isAfterBlank: false }
  const fence: Fence = { mark: opening[2] ?? '', language: opening[3] ?? '', bodyAt: isOwnFence ? nextAt : null }
  return { ...known, isList, isAfterBlank: false, fence }
}

function readCode(reading: Reading, fence: Fence, { line, nextAt }: { readonly line: string; readonly nextAt: number }): Reading {
  const mark = CLOSING.exec(line)?.[1]
  if (mark === undefined || !mark.startsWith(fence.mark)) return reading
  const closed = { ...reading, fence: null }
  return fence.bodyAt === null ? closed : cut(closed, nextAt)
}

// A list goes on over blank lines, with its next item or with a line that is set in.
function goesOn({ isList }: Reading, line: string): boolean {
  return isList && (ITEM.test(line) || /^\s/.test(line))
}

function noted(reading: Reading, line: string): Reading {
  if (NOTE.test(line)) return { ...reading, hasNotes: true }
  if (!DEFINITION.test(line) || reading.definitions.length >= MARKDOWN_BOUNDS.definitions) return reading
  return { ...reading, definitions: [...reading.definitions, line] }
}

function cut(reading: Reading, at: number): Reading {
  const block = reading.text.slice(reading.blockAt, at)
  const finished = block.trim() === '' ? reading.finished : [...reading.finished, block]
  return { ...reading, finished, blockAt: at, isList: false, isAfterBlank: false }
}

function tailOf({ text, fence, blockAt }: Reading): Tail {
  if (fence === null || fence.bodyAt === null) return { kind: 'markdown', source: text.slice(blockAt) }
  return { kind: 'code', language: fence.language, body: text.slice(fence.bodyAt) }
}
