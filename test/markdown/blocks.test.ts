// Cutting a growing text: nothing is lost, finished blocks never change, and only new lines are looked at.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createBlockReader, type Blocks } from '../../src/markdown/blocks.ts'
import * as MARKDOWN_BOUNDS from '../../src/markdown/limits.ts'
import { answer } from './answers.ts'

const read = (text: string): Blocks => createBlockReader()(text)
const sourcesOf = ({ finished, tail }: Blocks): readonly string[] => [...finished, tail.kind === 'markdown' ? tail.source : tail.body]

test.each([
  ['paragraphs part at blank lines', 'One\n\nTwo\n\nThree\n', ['One\n\n', 'Two\n\n', 'Three\n']],
  ['a list goes on over blank lines', '- a\n\n- b\n\n  more\n\nEnd\n', ['- a\n\n- b\n\n  more\n\n', 'End\n']],
  ['numbers go on as well', '1. a\n\n2. b\n\n', ['1. a\n\n2. b\n\n']],
  ['a fence holds blank lines', '```\na\n\nb\n```\nEnd\n', ['```\na\n\nb\n```\n', 'End\n']],
  ['a fence begins a block of its own', 'Text\n```js\na\n', ['Text\n', 'a\n']],
  ['a shorter mark does not close a fence', '````\n```\n\n````\n', ['````\n```\n\n````\n', '']],
  ['a fence in a list belongs to it', '- a\n  ```\n\n  b\n  ```\n- c\n', ['- a\n  ```\n\n  b\n  ```\n- c\n']],
  ['a line that is not complete decides nothing', 'One\n\n1', ['One\n\n1']],
] as const)('%s', (_, text, expected) => {
  expect(sourcesOf(read(text))).toEqual(expected)
})

test('an open fence is told apart, with its language', () => {
  expect(read('```ts\nconst a = 1\n').tail).toEqual({ kind: 'code', language: 'ts', body: 'const a = 1\n' })
})

test('chunk by chunk it reads what it reads at once', () => {
  const parts = fc.constantFrom(
    'word ',
    '\n',
    '\n\n',
    '- a\n',
    '1. b\n',
    '```\n',
    '~~~js\n',
    '| a |\n',
    '[x]: https://a.b\n',
    '> ',
    '    ',
    '`',
  )
  fc.assert(
    fc.property(fc.array(parts, { maxLength: 60 }), chunks => {
      const grow = createBlockReader()
      let text = ''
      for (const chunk of chunks) grow((text += chunk))
      expect(sourcesOf(grow(text))).toEqual(sourcesOf(read(text)))
    }),
  )
})

test('no text is lost, whatever it is', () => {
  const lines = fc.array(fc.constantFrom('word', '', '- a', '1. b', '```', '~~~', '| a |', '> q', '    x', '# h'), { maxLength: 40 })
  fc.assert(
    fc.property(lines, given => {
      const text = given.join('\n')
      const { finished, tail } = read(text)
      const bare = (some: string): string => some.replaceAll(/\s/g, '')
      const rest = tail.kind === 'markdown' ? tail.source : tail.body
      expect(bare(text).startsWith(bare(finished.join('')))).toBe(true)
      expect(bare(text).endsWith(bare(rest))).toBe(true)
    }),
  )
})

test('what is finished stays the same while the text grows', () => {
  const grow = createBlockReader()
  let finished: readonly string[] = []
  for (let end = 1; end <= answer.length; end += 7) {
    const next = grow(answer.slice(0, end)).finished
    expect(next.slice(0, finished.length)).toEqual(finished)
    finished = next
  }
  expect(finished.length).toBeGreaterThan(10)
})

test('another text is read anew', () => {
  const grow = createBlockReader()
  grow('One\n\nTwo\n\n')
  expect(sourcesOf(grow('Other\n'))).toEqual(['Other\n'])
})

test('a text with notes is one block, because its notes are numbered over the whole', () => {
  const text = 'One[^1]\n\nTwo\n\n[^1]: Note\n'
  expect(read(text)).toMatchObject({ finished: [], tail: { source: text } })
})

test('link targets are known everywhere, up to a bound', () => {
  const lines = Array.from({ length: MARKDOWN_BOUNDS.definitions + 1 }, (_, index) => `[n${index}]: https://example.org/${index}`)
  expect(read(`${lines.join('\n')}\n`).definitions).toHaveLength(MARKDOWN_BOUNDS.definitions)
})

test('a block that outgrows its bound is cut at the next line', () => {
  const line = `- ${'x'.repeat(98)}\n`
  const { finished } = read(line.repeat(400))
  expect(Math.max(...finished.map(block => block.length))).toBeLessThanOrEqual(MARKDOWN_BOUNDS.blockCharacters + 2 * line.length)
})
