// Markdown in a message: safe whatever it says, cheap while it grows, and sane wherever it was cut.
import { render } from '@testing-library/react'
import { renderToStaticMarkup } from 'react-dom/server'
import ReactMarkdown from 'react-markdown'
import remarkGfm from 'remark-gfm'
import { expect, test } from 'vitest'
import { elementsOf } from '../../src/markdown/elements.tsx'
import { createMarkdown, Markdown } from '../../src/markdown/index.ts'
import { answer, longAnswer, shortAnswer } from './answers.ts'
import { attacks } from './attacks.ts'

const streaming = { status: 'streaming' }
const html = (text: string, message?: { readonly status: string }): string =>
  render(<Markdown text={text} message={message} />).container.innerHTML
/** What a reader sees, without the frames around blocks. */
const bare = (markup: string): string =>
  markup
    .replaceAll(/<div data-rs="markdown-block"[^>]*>|<div data-rs="markdown">|<\/div>/g, '')
    .replaceAll(/\s*\n\s*/g, '\n')
    .replaceAll(/>\s+</g, '><')
    .trim()

const ALLOWED = new Set(
  'DIV P A SPAN PRE CODE EM STRONG DEL UL OL LI TABLE THEAD TBODY TR TH TD BLOCKQUOTE HR BR H3 H4 H5 H6 SECTION SUP'.split(' '),
)
const ATTRIBUTES = new Set([
  'data-rs',
  'dir',
  'href',
  'target',
  'rel',
  'class',
  'start',
  'style',
  'id',
  'data-footnotes',
  'aria-describedby',
])

/** What of an element could do harm. */
function dangersOf(element: Element): readonly string[] {
  const attributes = Array.from(element.attributes, ({ name, value }) => (name === 'style' ? `style ${value}` : name))
  const bad = attributes.filter(name => !ATTRIBUTES.has(name) && !/^style text-align: (?:left|right|center);$/.test(name))
  const leads = element instanceof HTMLAnchorElement && !/^(?:https?|mailto|tel):$/.test(element.protocol)
  return [...(ALLOWED.has(element.tagName) ? [] : [element.tagName]), ...bad, ...(leads ? [element.href] : [])]
}

test.each(attacks)('harmless: %s', attack => {
  const { container } = render(<Markdown text={attack} />)
  expect([...container.querySelectorAll('*')].flatMap(dangersOf)).toEqual([])
})

test('raw HTML is text', () => {
  expect(render(<Markdown text="<b onclick=x>hi</b>" />).container.textContent).toBe('<b onclick=x>hi</b>')
})

test('a link opens beside the page and tells it nothing', () => {
  const link = render(<Markdown text="[a](https://example.org)" />).container.querySelector('a')
  expect([link?.rel, link?.target, link?.href]).toEqual(['noopener noreferrer', '_blank', 'https://example.org/'])
})

test('a refused link keeps its words', () => {
  expect(html('[click me](javascript:alert(1))')).toContain('<span>click me</span>')
})

test('an image is not fetched but linked', () => {
  const { container } = render(<Markdown text="![a cat](https://example.org/cat.png)" />)
  expect([container.querySelector('img'), container.querySelector('a')?.textContent]).toEqual([null, 'a cat'])
})

test('images that the page allows are shown, and never those with a refused address', () => {
  const Own = createMarkdown({ images: () => true })
  const { container } = render(<Own text="![a](https://example.org/cat.png) ![b](data:image/png;base64,AA)" />)
  expect([...container.querySelectorAll('img')].map(image => [image.src, image.getAttribute('referrerpolicy')])).toEqual([
    ['https://example.org/cat.png', 'no-referrer'],
  ])
})

test('headings stand below those of the page', () => {
  expect(html('# A\n\n## B\n')).toMatch(/<h3>A<\/h3>[^]*<h4>B<\/h4>/)
})

test('in blocks it reads as it reads whole', () => {
  const whole = (
    <ReactMarkdown remarkPlugins={[remarkGfm]} components={elementsOf(() => false)}>
      {answer}
    </ReactMarkdown>
  )
  expect(bare(html(answer))).toBe(bare(render(whole).container.innerHTML))
})

test('a link may name a target that comes later', () => {
  const links = render(<Markdown text={answer} />).container.querySelectorAll('a[href="https://example.org/notes"]')
  expect(links).toHaveLength(5)
})

/** Every parse, by the length of what was parsed. */
function counting(): { readonly Counted: typeof Markdown; readonly parsed: readonly number[] } {
  const parsed: number[] = []
  const count = () => (_tree: unknown, file: { readonly value: unknown }) => void parsed.push(String(file.value).length)
  return { Counted: createMarkdown({ remarkPlugins: [count] }), parsed }
}

test('a long streamed answer costs its new text per chunk, and not the whole', () => {
  const { Counted, parsed } = counting()
  const { rerender } = render(<Counted text="" message={streaming} />)
  let chunks = 0
  for (let end = 12; end < longAnswer.length; end += 12, chunks += 1)
    rerender(<Counted text={longAnswer.slice(0, end)} message={streaming} />)
  const total = parsed.reduce((sum, length) => sum + length, 0)
  // One parse of the tail for a chunk, and one for each block that ended; a tail is a paragraph, list or table, however long the answer.
  expect(parsed.length).toBeLessThanOrEqual(chunks * 1.4)
  expect(total / chunks).toBeLessThan(300)
  expect(Math.max(...parsed)).toBeLessThan(1_000)
}, 30_000)

test('code that streams is not parsed at all', () => {
  const { Counted, parsed } = counting()
  const code = `\`\`\`ts\n${'const a = 1\n'.repeat(500)}`
  const { rerender, container } = render(<Counted text={code.slice(0, 40)} message={streaming} />)
  for (let end = 52; end < code.length; end += 12) rerender(<Counted text={code.slice(0, end)} message={streaming} />)
  expect([parsed.length, container.querySelectorAll('pre > code.language-ts').length]).toEqual([0, 1])
})

test('the same text again costs nothing', () => {
  const { Counted, parsed } = counting()
  const { rerender } = render(<Counted text={answer} />)
  const before = parsed.length
  rerender(<Counted text={answer} />)
  expect(parsed.length).toBe(before)
})

test.each([
  ['an open emphasis', 'Some **bold wor', '<p>Some <strong>bold wor</strong></p>'],
  ['an emphasis without a word', 'Some **', '<p>Some</p>'],
  ['open code', 'Call `run(', '<p>Call <code>run(</code></p>'],
  ['an open link', 'See [the docs](https://exa', '<p>See the docs</p>'],
  ['a link without its address', 'See [the do', '<p>See the do</p>'],
  ['a bare mark of a list under a text', 'Two things:\n-', '<p>Two things:</p>'],
  ['a bare number', 'Two things:\n\n1.', '<p>Two things:</p>'],
  ['a bare heading', 'Text\n\n##', '<p>Text</p>'],
  ['the first stroke of a table', 'Text\n\n| mon', '<p>Text</p>'],
  ['a table’s head', '| a | b |', '<table><thead><tr><th>a</th><th>b</th></tr></thead></table>'],
  ['a table’s rule', '| a | b |\n| --', '<table><thead><tr><th>a</th><th>b</th></tr></thead></table>'],
  ['a fence in a list', '- a\n  ```\n  x `y', '<ul><li>a<pre dir="ltr"><code>x `y</code></pre></li></ul>'],
  ['a fence that is opening', 'Text\n\n```ty', '<p>Text</p>'],
  ['a fence that is closing', '```js\na()\n``', '<pre dir="ltr"><code class="language-js">a()</code></pre>'],
] as const)('cut in the midst of %s it reads as it will', (_, text, expected) => {
  expect(bare(html(text, streaming)).replaceAll('\n', '')).toBe(expected)
})

test('what is complete is shown as it is written', () => {
  expect(bare(html('Some **bold wor', { status: 'complete' }))).toBe('<p>Some **bold wor</p>')
})

test('cut anywhere it shows no marks of a fence, rule or heading', () => {
  const marks = Array.from({ length: shortAnswer.length }, (_, end) => {
    const markup = renderToStaticMarkup(<Markdown text={shortAnswer.slice(0, end)} message={streaming} />)
    return /(?:```|\| ?---|^#{1,6}|\*\*)[^]*/m.exec(markup.replaceAll(/<[^>]*>/g, '\n'))?.[0]
  })
  expect(marks.filter(Boolean)).toEqual([])
}, 30_000)
