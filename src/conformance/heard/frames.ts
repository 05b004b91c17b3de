// Rules of single frames, over all that was heard: text of v1, of bounded size, nothing before the welcome, one receipt a command.
import * as WIRE from '../../protocol/limits.ts'
import { welcomeOf } from '../reader.ts'
import type { Observed } from '../rule.ts'
import { type Entry, framesOf, heardOf, sentOf, type Transcript } from '../transcript.ts'
import { type Finding, finding, judged } from './judge.ts'

export const FRAME_RULES: readonly Observed[] = [
  { id: 'P1', name: 'text', says: 'Every frame is text', judge: transcripts => judged(forms(transcripts)) },
  {
    id: 'P1',
    name: 'frames',
    says: 'Every frame is one of v1, with the fields it has there',
    judge: transcripts => judged(shapes(transcripts)),
  },
  { id: 'LIFE2', name: 'size', says: 'No frame is larger than 1 MB', judge: transcripts => judged(sizes(transcripts)) },
  {
    id: 'AUTH2',
    name: 'hello-first',
    says: 'Nothing of the log is told, and nobody is welcomed, before a hello was said and welcomed',
    judge: transcripts => judged(firsts(transcripts)),
  },
  { id: 'AUTH2', name: 'one-welcome', says: 'A socket is welcomed once', judge: transcripts => judged(welcomes(transcripts)) },
  {
    id: 'AUTH1',
    name: 'one-user',
    says: 'The same token is always welcomed as the same user, and another token as another',
    judge: transcripts => judged(users(transcripts)),
  },
  {
    id: 'SEND5',
    name: 'one-receipt',
    says: 'A receipt answers a command of its own socket, and no command gets more than it was sent',
    judge: transcripts => judged(receipts(transcripts)),
  },
]

type Heard = Extract<Entry, { kind: 'heard' }>

const heardIn = (transcripts: readonly Transcript[]): readonly Heard[] =>
  transcripts.flatMap(({ entries }) => entries.filter((entry): entry is Heard => entry.kind === 'heard'))

function* forms(transcripts: readonly Transcript[]): Iterable<Finding> {
  for (const { form, frame } of heardIn(transcripts)) yield finding(form === 'text', 'text', `a binary frame: ${frame.type}`)
}

function* shapes(transcripts: readonly Transcript[]): Iterable<Finding> {
  for (const { frame } of heardIn(transcripts)) {
    if (frame.type === 'protocol-error' && frame.code === 'too-large') continue
    yield finding(frame.type !== 'protocol-error', 'a frame of v1', frame.type === 'protocol-error' ? frame.message : '')
  }
}

function* sizes(transcripts: readonly Transcript[]): Iterable<Finding> {
  for (const { bytes } of heardIn(transcripts)) yield finding(bytes <= WIRE.downBytes, `at most ${WIRE.downBytes} bytes`, `${bytes} bytes`)
}

/** A `bye` may come to anybody, and a ping harms nobody. */
const HARMLESS: ReadonlySet<string> = new Set(['bye', 'ping', 'pong', 'unknown', 'protocol-error'])

function* firsts(transcripts: readonly Transcript[]): Iterable<Finding> {
  for (const { entries } of transcripts) {
    const first = entries.findIndex(entry => entry.kind === 'heard' && !HARMLESS.has(entry.frame.type))
    const entry = entries[first]
    if (entry?.kind !== 'heard') continue
    const isGreeted = entries.slice(0, first).some(each => each.kind === 'sent')
    yield finding(isGreeted && entry.frame.type === 'welcome', 'a hello, then its welcome', `${entry.frame.type} first`)
  }
}

function* welcomes(transcripts: readonly Transcript[]): Iterable<Finding> {
  for (const transcript of transcripts) {
    const count = heardOf(transcript, 'welcome').length
    if (count > 0) yield finding(count === 1, 'one welcome', `${count} of them`)
  }
}

function* users(transcripts: readonly Transcript[]): Iterable<Finding> {
  const known = new Map<string, string>()
  for (const transcript of transcripts) {
    const user = welcomeOf(transcript)?.user
    if (user === undefined || transcript.who === 'nobody') continue
    const other = [...known].find(([who, name]) => (who === transcript.who) !== (name === user))
    yield finding(other === undefined, 'one user for each token', 'another one, or one for both')
    known.set(transcript.who, user)
  }
}

function* receipts(transcripts: readonly Transcript[]): Iterable<Finding> {
  for (const transcript of transcripts) {
    const sent = sentOf(transcript, 'command').map(({ id }) => id)
    const answered = framesOf(transcript).flatMap(frame => (frame.type === 'receipt' ? [frame.id] : []))
    for (const id of new Set(answered)) {
      const [asked, came] = [count(sent, id), count(answered, id)]
      yield finding(came <= asked, `at most ${asked} receipts for a command sent ${asked} times`, `${came} of them`)
    }
  }
}

const count = (list: readonly string[], id: string): number => list.filter(each => each === id).length
