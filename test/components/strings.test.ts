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

/** What is said of 0 to 200, without its number, by the plural form that the language has for it. */
function formsOf(say: Counted, locale: string): ReadonlyMap<string, ReadonlySet<string>> {
  const [words, rules] = [wordsOf(`${locale}-u-nu-latn`), new Intl.PluralRules(locale)]
  const forms = new Map<string, Set<string>>()
  for (let count = 0; count <= 200; count += 1) {
    const form = rules.select(count)
    forms.set(form, (forms.get(form) ?? new Set()).add(say(count, words).replace(/\d+/, '#')))
  }
  return forms
}

type Counted = ComponentStrings['chatNewMessages']
const counted = ['bannerRetryIn', 'chatReplyComplete', 'chatNewMessages', 'chatCharactersLeft', 'tasksEndedMany', 'bellArrived'] as const
const languages = [
  ['en', en, ['one', 'other']],
  ['ru', ru, ['few', 'many', 'one']],
  ['ar', ar, ['few', 'many', 'one', 'other', 'two', 'zero']],
] as const

test.each(languages.flatMap(([locale, strings, forms]) => counted.map(name => [locale, name, strings[name], forms] as const)))(
  '%s: %s has one form for each kind of number from 0 to 200, and another for each kind',
  (locale, _, say, forms) => {
    const said = formsOf(say, locale)
    const single = [...said.values()].filter(({ size }) => size === 1).flatMap(each => [...each])
    expect([...said.keys()].toSorted()).toEqual(forms)
    expect(new Set(single).size).toBe(forms.length)
  },
)

test('Russian and Arabic say the number wherever its form does not', () => {
  const silent = languages
    .slice(1)
    .flatMap(([locale, strings]) =>
      counted.flatMap(name =>
        Array.from({ length: 201 }, (_, count) => count).filter(
          count => !strings[name](count, wordsOf(`${locale}-u-nu-latn`)).includes(`${count}`),
        ),
      ),
    )
  // Arabic has words for none, one and two.
  expect(new Set(silent)).toEqual(new Set([0, 1, 2]))
})

const lines: readonly (readonly [string, ComponentStrings])[] = [['en', en], ...shipped]

test.each(lines)('%s has a whole sentence for every count', (locale, strings) => {
  const words = wordsOf(locale)
  const said = [...counted, 'indicatorQueued' as const, 'bellLabel' as const].flatMap(name =>
    [0, 1, 2, 3, 11, 21, 100, 1_000].map(count => strings[name](count, words)),
  )
  expect(said.filter(line => line.trim() === '' || line.includes('undefined'))).toEqual([])
})
