// The chat's decisions as pure functions: following the end, keys, rows, and what is said aloud.
import { expect, test } from 'vitest'
import { type AnnounceMode, type Herald, heraldMachine } from '../../src/components/chat-panel/announcements.ts'
import { arrivalsOf, type Follow, type FollowEvent, followMachine, isAtEnd } from '../../src/components/chat-panel/follow.ts'
import { moveOf } from '../../src/components/chat-panel/roving.ts'
import { awaitsFirstWord, rowsOf } from '../../src/components/chat-panel/rows.ts'
import { sends } from '../../src/components/chat-panel/submit-key.ts'
import { en } from '../../src/components/index.ts'
import { wordsOf } from '../../src/components/strings/words.ts'
import type { ChatMessage } from '../../src/core/model.ts'
import { message, NOW, reply } from './builders.ts'

const height = { scrollHeight: 1_000, clientHeight: 400 }
const scrolled = (scrollTop: number, scrollHeight = 1_000): FollowEvent => ({
  type: 'scrolled',
  metrics: { ...height, scrollTop, scrollHeight },
})
const heard = (...messages: readonly ChatMessage[]): FollowEvent => ({ type: 'messages', messages })
const following = (...events: readonly FollowEvent[]): Follow =>
  events.reduce<Follow>((follow, event) => followMachine.step(follow, event, 0), followMachine.initial)
const one = reply({ id: '1', text: 'One' })
const two = reply({ id: '2', text: 'Two' })
const three = reply({ id: '3', text: 'Three' })
const mine = message({ id: 'm', text: 'Mine', status: 'sending' })

test.each([
  [600, true],
  [570, true],
  [560, false],
  [0, false],
])('at %i of 600 the end is in view: %s', (scrollTop, expected) => {
  expect(isAtEnd({ ...height, scrollTop })).toBe(expected)
})

test('it follows the end from the start', () => {
  expect(following(heard(one)).isFollowing).toBe(true)
})

test('scrolling up lets go of the end', () => {
  expect(following(scrolled(600), scrolled(500)).isFollowing).toBe(false)
})

test('text growing below lets go of nothing', () => {
  expect(following(scrolled(600), scrolled(600, 1_400)).isFollowing).toBe(true)
})

test('rows above that were measured anew let go of nothing', () => {
  expect(following(scrolled(600), scrolled(600, 1_100), scrolled(560, 1_060)).isFollowing).toBe(true)
})

test('a reader who scrolls is scrolling until a while after the last movement; a view held to its end is not', () => {
  const stepAt = (follow: Follow, event: Parameters<typeof followMachine.step>[1], now: number) => followMachine.step(follow, event, now)
  const held = stepAt(followMachine.initial, scrolled(600), 0)
  const moved = stepAt(stepAt(held, scrolled(500), 10), scrolled(400), 100)
  const due = { type: 'due' } as const
  expect([held.restsAt, moved.restsAt, stepAt(moved, due, 249).restsAt, stepAt(moved, due, 250).restsAt]).toEqual([null, 250, 250, null])
})

test('scrolling down without reaching the end does not follow', () => {
  expect(following(scrolled(600), scrolled(100), scrolled(300)).isFollowing).toBe(false)
})

test('coming back to the end follows again and reads everything', () => {
  const follow = following(heard(one), scrolled(600), scrolled(100), heard(one, two), scrolled(600))
  expect([follow.isFollowing, follow.unread]).toEqual([true, 0])
})

test('what arrives while the reader is further up is counted, from the first of it on', () => {
  const follow = following(heard(one), scrolled(600), scrolled(100), heard(one, two), heard(one, two, three))
  expect([follow.unread, follow.firstUnreadId]).toEqual([2, '2'])
})

test('the first list is history, not news', () => {
  expect(following(scrolled(600), scrolled(100), heard(one, two)).unread).toBe(0)
})

test('earlier messages loaded on top are not news', () => {
  expect(following(heard(two), scrolled(600), scrolled(100), heard(one, two)).unread).toBe(0)
})

test("the reader's own message leads back to the end", () => {
  expect(following(heard(one), scrolled(600), scrolled(100), heard(one, mine)).isFollowing).toBe(true)
})

test('arrivals are what follows the last known message', () => {
  expect(arrivalsOf({ old: [two], fresh: [one, two, three] })).toEqual([three])
})

const press = { key: 'Enter', keyCode: 13, shiftKey: false, altKey: false, ctrlKey: false, metaKey: false, isComposing: false }
test.each([
  ['Enter', press, 'enter', false, true],
  ['Enter that ends a composition', { ...press, isComposing: true }, 'enter', false, false],
  ['Enter marked 229 by Safari', { ...press, keyCode: 229 }, 'enter', false, false],
  ['Shift+Enter', { ...press, shiftKey: true }, 'enter', false, false],
  ['Enter on a touch keyboard', press, 'enter', true, false],
  ['Enter where Ctrl is asked for', press, 'mod+enter', false, false],
  ['Ctrl+Enter', { ...press, ctrlKey: true }, 'mod+enter', false, true],
  ['Cmd+Enter', { ...press, metaKey: true }, 'mod+enter', false, true],
  ['Ctrl+Enter while composing', { ...press, ctrlKey: true, isComposing: true }, 'mod+enter', false, false],
  ['a letter', { ...press, key: 'a' }, 'enter', false, false],
] as const)('%s sends or not', (_, keys, submitKey, isTouch, expected) => {
  expect(sends(keys, submitKey, isTouch)).toBe(expected)
})

const plain = { altKey: false, ctrlKey: false, metaKey: false }
test.each([
  ['ArrowUp', null, { to: 'row', index: 4 }],
  ['ArrowUp', 0, { to: 'row', index: 0 }],
  ['ArrowDown', 2, { to: 'row', index: 3 }],
  ['ArrowDown', 4, { to: 'row', index: 4 }],
  ['Home', 3, { to: 'row', index: 0 }],
  ['End', 0, { to: 'row', index: 4 }],
  ['Escape', 1, { to: 'input' }],
  ['PageDown', 1, null],
  ['Tab', 1, null],
] as const)('%s from row %s', (key, index, expected) => {
  expect(moveOf({ ...plain, key }, index, 5)).toEqual(expected)
})

test('Alt+End leads to the latest', () => {
  expect(moveOf({ ...plain, altKey: true, key: 'End' }, 0, 5)).toEqual({ to: 'latest' })
})

test('a day and a pause of five minutes begin a group', () => {
  const day = 86_400_000
  const messages = [0, 60_000, 400_000, day].map((after, index) => reply({ id: `${index}`, createdAt: NOW + after }))
  const rows = rowsOf({ messages, firstUnreadId: null, dayKey: at => String(Math.floor((at - NOW) / day)) })
  expect(rows.map(row => [row.isFirstInGroup, row.startsDay])).toEqual([
    [true, true],
    [false, false],
    [true, false],
    [true, true],
  ])
})

test('no local day is named before the reader’s time zone is known', () => {
  expect(rowsOf({ messages: [one], firstUnreadId: null, dayKey: null })[0]?.startsDay).toBe(false)
})

test('dots are shown only until the first word', () => {
  const asked = message({ id: 'q', status: 'sent' })
  const begun = reply({ id: 'a', status: 'streaming' })
  const lists = [[asked], [asked, begun], [asked, { ...begun, parts: one.parts }], [{ ...asked, status: 'queued' as const }], []]
  expect(lists.map(list => awaitsFirstWord(list, true))).toEqual([true, true, false, false, false])
})

const language = { text: en, words: wordsOf('en'), locale: 'en' }
function said(lists: readonly (readonly ChatMessage[])[], mode: AnnounceMode = 'boundary', spokenCharacters?: number): Herald {
  const heralded = lists.reduce<Herald>(
    (herald, messages) => heraldMachine.step(herald, { type: 'messages', messages, mode, language, spokenCharacters }, 0),
    heraldMachine.initial,
  )
  return heraldMachine.step(heralded, { type: 'due' }, 5_000)
}
const growing = (text: string): ChatMessage => reply({ id: 'r', text, status: 'streaming' })

test('history is not announced', () => {
  expect(said([[one, two]]).polite).toBeNull()
})

test('the tokens of a reply are not announced', () => {
  expect(said([[one], [one, growing('A')], [one, growing('A b')], [one, growing('A b c')]]).polite?.text).toBe('Assistant is replying')
})

test('a short reply is read when it ends', () => {
  expect(said([[growing('A')], [reply({ id: 'r', text: 'A b.' })]]).polite?.text).toBe('Assistant: A b.')
})

test('the marks of Markdown are not read out', () => {
  const text = '## March\n\nIt dips by **11 %**, see `table` in [the file](https://example.org/x). 2 * 3 = 6 and snake_case stay.'
  const spoken = 'Assistant: March\n\nIt dips by 11 %, see table in the file. 2 * 3 = 6 and snake_case stay.'
  expect(said([[growing('#')], [reply({ id: 'r', text })]]).polite?.text).toBe(spoken)
})

test('a long reply is only told to be complete', () => {
  const text = Array.from({ length: 3 }, () => 'word '.repeat(40)).join('\n\n')
  expect(said([[growing('word')], [reply({ id: 'r', text })]]).polite?.text).toBe('Reply complete, 3 paragraphs')
})

test('how long a reply is read may be chosen', () => {
  const lists = [[growing('A')], [reply({ id: 'r', text: 'A b.' })]]
  const told = [3, 4].map(most => said(lists, 'boundary', most).polite?.text)
  expect(told).toEqual(['Reply complete, 1 paragraph', 'Assistant: A b.'])
})

test('several arrivals are told as a number', () => {
  expect(said([[one], [one, two], [one, two, three]]).polite?.text).toBe('2 new messages')
})

test('a number of arrivals does not hide what became of a message meanwhile', () => {
  const doubtful: ChatMessage = { ...mine, status: 'unconfirmed' }
  const { polite } = said([[mine], [doubtful], [doubtful, one, two]])
  expect(polite?.text).toBe('It is not certain that this arrived. 2 new messages')
})

test('a reply that ended before its beginning was told is told once', () => {
  expect(said([[one], [one, growing('A')], [one, reply({ id: 'r', text: 'A b.' })]]).polite?.text).toBe('Assistant: A b.')
})

test('of a reply that failed before its beginning was told only the failure is told', () => {
  const { polite, urgent } = said([[one], [one, growing('A')], [one, { ...growing('A'), status: 'failed' }]])
  expect([polite, urgent?.text]).toEqual([null, 'The reply failed.'])
})

test('a notice is told as one, and not as words of the assistant', () => {
  const notice: ChatMessage = { ...reply({ id: 's', text: 'Ana joined.' }), role: 'system' }
  expect(said([[one], [one, notice]]).polite?.text).toBe('Notice: Ana joined.')
})

test('a message that was not sent is told at once, as an alert', () => {
  const { urgent } = said([[mine], [{ ...mine, status: 'failed' }]])
  expect(urgent).toEqual({ text: 'Message not sent. Retry available.', isUrgent: true })
})

test('a cut reply is told, and its return is not', () => {
  const cut: ChatMessage = { ...growing('A'), status: 'interrupted' }
  expect(said([[growing('A')], [cut], [growing('A b')]]).polite?.text).toBe('Reply was cut off.')
})

test('with announce off nothing is told', () => {
  const herald = said([[mine], [{ ...mine, status: 'failed' }, one]], 'off')
  expect([herald.polite, herald.urgent]).toEqual([null, null])
})
