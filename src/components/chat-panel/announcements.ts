// What a screen reader is told about the conversation: beginnings and ends, never tokens.
import type { ChatMessage, MessageStatus } from '../../core/model.ts'
import type { Announcement } from '../shared/announcer-outlets.ts'
import type { Due, Machine } from '../shared/machine.ts'
import type { Language } from '../strings/use-strings.ts'
import { arrivalsOf } from './follow.ts'
import * as CHAT_BOUNDS from './limits.ts'
import { haveSameIds, isStreaming, type Tails, tailsOf, textOf } from './rows.ts'
import * as CHAT_TIMES from './times.ts'
import { authorOf, type ChatWords } from './words.ts'

/** `boundary`: beginning and end of a reply. `final`: its end. Failures are told in both. */
export type AnnounceMode = 'boundary' | 'final' | 'off'

export interface Herald {
  readonly polite: Announcement | null
  readonly urgent: Announcement | null
  readonly known: readonly ChatMessage[] | null
  /** What became of messages, told together with what arrived. */
  readonly pending: readonly string[]
  /** How many arrived. */
  readonly arrivals: number
  /** The last of them in its own words, which one alone is told in. */
  readonly arrival: string
  readonly flushAt: number | null
  readonly newMessages: (count: number) => string
}

export type HeraldEvent =
  | {
      readonly type: 'messages'
      readonly messages: readonly ChatMessage[]
      readonly mode: AnnounceMode
      readonly language: Language<ChatWords>
      readonly spokenCharacters?: number | undefined
    }
  | { readonly type: 'say'; readonly text: string }

const nothingYet = { pending: [], arrivals: 0, arrival: '', flushAt: null } as const
const quiet: Herald = { ...nothingYet, polite: null, urgent: null, known: null, newMessages: String }

export const heraldMachine: Machine<Herald, HeraldEvent> = { initial: quiet, step, deadlineOf: herald => herald.flushAt }

function step(herald: Herald, event: HeraldEvent | Due, now: number): Herald {
  switch (event.type) {
    case 'say':
      return { ...herald, polite: { text: event.text, isUrgent: false } }
    case 'messages':
      return hear(herald, event, now)
    case 'due':
      return flush(herald, now)
  }
}

interface News {
  readonly said: readonly string[]
  readonly failures: readonly string[]
  readonly arrivals: readonly string[]
}

function hear(herald: Herald, event: HeraldEvent & { type: 'messages' }, now: number): Herald {
  const { messages, mode, language } = event
  const known = messages
  if (herald.known === null || mode === 'off') return { ...herald, known }
  const tails = tailsOf(herald.known, messages)
  if (haveSameStatus(tails)) return herald
  const { said, failures, arrivals } = newsOf(tails, event)
  const failure = failures.at(-1)
  const urgent = failure === undefined ? herald.urgent : { text: failure, isUrgent: true }
  const { chatReplyStarted } = language.text
  // A reply that is over before its beginning was told has only an end.
  const waiting = herald.pending.filter(words => words !== chatReplyStarted || messages.some(isStreaming))
  const pending = [...waiting, ...said].slice(-CHAT_BOUNDS.pendingSentences)
  const hasNews = said.length + arrivals.length > 0
  const flushAt = hasNews ? (herald.flushAt ?? now + CHAT_TIMES.batchMs) : herald.flushAt
  const newMessages = (count: number): string => language.text.chatNewMessages(count, language.words)
  const arrival = arrivals.at(-1) ?? herald.arrival
  return { ...herald, known, urgent, pending, arrivals: herald.arrivals + arrivals.length, arrival, flushAt, newMessages }
}

function flush(herald: Herald, now: number): Herald {
  if (herald.flushAt === null || herald.flushAt > now) return herald
  const { pending, arrivals, arrival, newMessages } = herald
  const text = [...pending, arrivals > 1 ? newMessages(arrivals) : arrival].reduce(joined, '')
  return { ...herald, ...nothingYet, polite: text === '' ? herald.polite : { text, isUrgent: false } }
}

/** A sentence that ends by itself gets no second stop, which would be read aloud. */
function joined(before: string, next: string): string {
  if (before === '' || next === '') return before + next
  return before + (/\p{P}$/u.test(before) ? ' ' : '. ') + next
}

function haveSameStatus({ old, fresh }: Tails): boolean {
  return haveSameIds({ old, fresh }) && old.every(({ status }, at) => status === fresh[at]?.status)
}

type Manner = Omit<HeraldEvent & { type: 'messages' }, 'messages' | 'type'>

function newsOf({ old, fresh }: Tails, manner: Manner): News {
  const statuses = new Map(old.map(({ id, status }) => [id, status]))
  const arrived = new Set(arrivalsOf({ old, fresh }))
  const said: string[] = []
  const failures: string[] = []
  const arrivals: string[] = []
  for (const message of fresh) {
    const before = statuses.get(message.id)
    if (before === message.status || (before === undefined && !arrived.has(message))) continue
    if (message.status === 'failed') failures.push(failureOf(message, manner.language))
    else if (before === undefined && message.role !== 'user' && message.status === 'complete') arrivals.push(endOf(message, manner))
    else said.push(...changeOf(message, before, manner))
  }
  return { said, failures, arrivals }
}

function failureOf({ role }: ChatMessage, { text }: Language<ChatWords>): string {
  return role === 'user' ? text.chatNotSentAnnouncement : text.chatReplyFailed
}

function changeOf(message: ChatMessage, before: MessageStatus | undefined, manner: Manner): readonly string[] {
  const { mode, language } = manner
  if (message.role === 'user') return message.status === 'unconfirmed' ? [language.text.chatUnconfirmed] : []
  if (message.status === 'complete') return [endOf(message, manner)]
  if (mode === 'final') return []
  if (message.status === 'streaming') return before === 'interrupted' ? [] : [language.text.chatReplyStarted]
  return message.status === 'interrupted' && before === 'streaming' ? [language.text.chatInterrupted] : []
}

function endOf(message: ChatMessage, { language: { text, words }, spokenCharacters = CHAT_BOUNDS.spokenCharacters }: Manner): string {
  const reply = withoutMarks(textOf(message))
  if (reply.length <= spokenCharacters) return `${authorOf(message, text)}: ${reply}`
  return text.chatReplyComplete(reply.split(/\n\s*\n/).length, words)
}

/** Marks of Markdown are for the eye; read aloud they are noise. */
function withoutMarks(text: string): string {
  return text.replaceAll(/!?\[([^\]\n]*)\]\([^)\n]*\)/g, '$1').replaceAll(/\*\*|~~|`+|^#{1,6} /gm, '')
}
