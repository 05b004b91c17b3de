// The shipped languages: every word, and every form of a number.
import { expect, test } from 'vitest'
import { ar } from '../../src/components/strings/ar.ts'
import { type ComponentStrings, en } from '../../src/components/strings/en.ts'
import { ru } from '../../src/components/strings/ru.ts'
import { wordsOf } from '../../src/components/strings/words.ts'

const shipped: readonly (readonly [string, ComponentStrings])[] = [
  ['ru', ru],
  ['ar', ar],
]

test.each(shipped)('%s says everything English says, and says it in its own letters', (locale, strings) => {
  const script = locale === 'ru' ? /\p{Script=Cyrillic}/u : /\p{Script=Arabic}/u
  const spoken = Object.entries(strings).filter(([, value]) => typeof value === 'string')
  expect(Object.keys(strings).toSorted()).toEqual(Object.keys(en).toSorted())
  expect(spoken.filter(([, value]) => !script.test(String(value)))).toEqual([])
})

test.each([
  [1, 'Новая попытка через 1 секунду.'],
  [3, 'Новая попытка через 3 секунды.'],
  [11, 'Новая попытка через 11 секунд.'],
  [21, 'Новая попытка через 21 секунду.'],
])('Russian counts %i second(s) by its rule', (seconds, expected) => {
  expect(ru.bannerRetryIn(seconds, wordsOf('ru'))).toBe(expected)
})

test.each([
  [1, '1 новое уведомление'],
  [4, '4 новых уведомления'],
  [12, '12 новых уведомлений'],
])('Russian counts %i notification(s) by its rule', (count, expected) => {
  expect(ru.bellArrived(count, wordsOf('ru'))).toBe(expected)
})

test.each([
  [1, 'رسالة جديدة واحدة'],
  [2, 'رسالتان جديدتان'],
  [5, '5 رسائل جديدة'],
  [12, '12 رسالةً جديدة'],
  [100, '100 رسالة جديدة'],
])('Arabic counts %i message(s) by its rule', (count, expected) => {
  expect(ar.chatNewMessages(count, wordsOf('ar-u-nu-latn'))).toBe(expected)
})

const lines: readonly (readonly [string, ComponentStrings])[] = [['en', en], ...shipped]

test.each(lines)('%s has a whole sentence for every count', (locale, strings) => {
  const words = wordsOf(locale)
  const counted = [strings.bannerRetryIn, strings.chatReplyComplete, strings.chatNewMessages, strings.chatCharactersLeft]
  const said = [...counted, strings.tasksEndedMany, strings.bellArrived, strings.indicatorQueued, strings.bellLabel].flatMap(say =>
    [0, 1, 2, 3, 11, 21, 100, 1_000].map(count => say(count, words)),
  )
  expect(said.filter(line => line.trim() === '' || line.includes('undefined'))).toEqual([])
})
