// Rules of streams, over all that was heard: chunks follow on each other, characters are whole, and the end states the true lengths.
import { isDeepStrictEqual } from 'node:util'
import type { Head, StreamPiece } from '../../protocol/values.ts'
import { toldTo } from '../reader.ts'
import type { Observed } from '../rule.ts'
import type { Transcript } from '../transcript.ts'
import { type Finding, finding, judged } from './judge.ts'
import { headIn } from './tasks.ts'

export const STREAM_RULES: readonly Observed[] = [
  {
    id: 'STR1',
    name: 'chain',
    says: 'Each chunk says at which length of its stream it stands, and leaves no hole before it',
    judge: transcripts => judged(chains(transcripts)),
  },
  {
    id: 'STR1',
    name: 'one-text',
    says: 'What a stream says at a place it says on every page',
    judge: transcripts => judged(retellings(transcripts)),
  },
  {
    id: 'STR2',
    name: 'lengths',
    says: 'The settled head states the length of each stream, and that is what was streamed',
    judge: transcripts => judged(lengths(transcripts)),
  },
  {
    id: 'STR3',
    name: 'whole-characters',
    says: 'No chunk of text begins or ends within a surrogate pair',
    judge: transcripts => judged(characters(transcripts)),
  },
]

/** A chunk, and how long its stream was for this page; null when the page does not know. */
interface Growth {
  readonly piece: StreamPiece
  readonly length: number | null
}

/** What one page knows of one task: the streams of an attempt, from their beginning or from somewhere. */
interface Held {
  readonly attempt: number
  readonly isFromStart: boolean
  readonly lengths: Map<string, number>
}

type Step = { readonly kind: 'growth'; readonly growth: Growth } | { readonly kind: 'end'; readonly head: Head; readonly held: Held }

function stepsOf(transcript: Transcript): readonly Step[] {
  const tasks = new Map<string, Held>()
  return toldTo(transcript).flatMap<Step>(told => {
    if (told.kind === 'snapshot') {
      tasks.clear()
      for (const { id, attempt } of told.parts.flatMap(part => part.tasks))
        tasks.set(id, { attempt, isFromStart: true, lengths: new Map() })
      return told.parts.flatMap(part => part.pieces).map(piece => grown(tasks, piece))
    }
    const { event } = told.item
    if (event.type === 'task.created' && 'task' in event) {
      tasks.set(event.task.id, { attempt: event.task.attempt, isFromStart: true, lengths: new Map() })
    }
    if (event.type === 'task.stream' && 'chunk' in event) return [grown(tasks, event)]
    const head = headIn(event)
    const held = head === null ? undefined : tasks.get(head.id)
    return event.type === 'task.settled' && head !== null && held !== undefined
      ? [{ kind: 'end', head, held: { ...held, lengths: new Map(held.lengths) } }]
      : []
  })
}

function grown(tasks: Map<string, Held>, piece: StreamPiece): Step {
  const known = tasks.get(piece.id)
  const held =
    known === undefined || piece.attempt > known.attempt
      ? { attempt: piece.attempt, isFromStart: known !== undefined, lengths: new Map<string, number>() }
      : known
  tasks.set(piece.id, held)
  const length = held.lengths.get(piece.name) ?? (held.isFromStart ? 0 : null)
  held.lengths.set(piece.name, Math.max(length ?? 0, piece.at + piece.chunk.length))
  return { kind: 'growth', growth: { piece, length } }
}

const growthsIn = (transcripts: readonly Transcript[]): readonly Growth[] =>
  transcripts.flatMap(stepsOf).flatMap(step => (step.kind === 'growth' ? [step.growth] : []))

function* chains(transcripts: readonly Transcript[]): Iterable<Finding> {
  for (const { piece, length } of growthsIn(transcripts)) {
    if (length !== null) yield finding(piece.at <= length, `a chunk at ${length} or before`, `a chunk of ${piece.name} at ${piece.at}`)
  }
}

function* retellings(transcripts: readonly Transcript[]): Iterable<Finding> {
  const known = new Map<string, string | StreamPiece['chunk']>()
  for (const { piece } of growthsIn(transcripts)) {
    const { id, attempt, name, at, chunk } = piece
    const key = `${id} ${attempt} ${name}`
    const text = known.get(key) ?? (typeof chunk === 'string' ? '' : [])
    if (at > text.length) continue
    const overlap = Math.min(text.length - at, chunk.length)
    const agrees = isDeepStrictEqual(text.slice(at, at + overlap), chunk.slice(0, overlap))
    yield finding(agrees, `at ${at} of ${name} what was told before`, 'something else')
    known.set(key, joined(text, chunk.slice(overlap)))
  }
}

function joined(text: StreamPiece['chunk'], more: StreamPiece['chunk']): StreamPiece['chunk'] {
  if (typeof text === 'string') return typeof more === 'string' ? text + more : text
  return typeof more === 'string' ? text : [...text, ...more]
}

function* lengths(transcripts: readonly Transcript[]): Iterable<Finding> {
  for (const step of transcripts.flatMap(stepsOf)) {
    if (step.kind !== 'end' || !step.held.isFromStart || step.held.attempt !== step.head.attempt) continue
    // A page may have the settled head before it has asked for what was trimmed, never the other way round.
    const streamed = Object.fromEntries(step.held.lengths)
    yield finding(isDeepStrictEqual({ ...step.head.lengths }, streamed), `the lengths ${JSON.stringify(streamed)}`, step.head.lengths)
  }
}

function* characters(transcripts: readonly Transcript[]): Iterable<Finding> {
  for (const { piece } of growthsIn(transcripts)) {
    const { chunk, name } = piece
    if (typeof chunk !== 'string' || chunk === '') continue
    const isCut = /^[\uDC00-\uDFFF]|[\uD800-\uDBFF]$/.test(chunk)
    yield finding(!isCut, `a chunk of ${name} with whole characters`, 'half of a pair')
  }
}
