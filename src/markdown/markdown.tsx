// A message's text as Markdown: finished blocks are parsed once and kept, and only the tail of a streamed answer is parsed again.
'use client'
import { type FunctionComponent, memo, type ReactElement, useState } from 'react'
import ReactMarkdown, { type Components, type Options } from 'react-markdown'
import remarkGfm from 'remark-gfm'
import { type Blocks, createBlockReader, type Tail } from './blocks.ts'
import { elementsOf, type ImagePolicy } from './elements.tsx'
import { mended } from './mended.ts'
import { safeUrl } from './urls.ts'

export interface MarkdownProps {
  readonly text: string
  /** While it is `streaming` or `interrupted` the end of the text is read as it will be when the rest has come. */
  readonly message?: { readonly status: string } | undefined
}

export interface MarkdownOptions {
  /** Which images are fetched. None by default: they are shown as links. Addresses that a link may not have are never asked about. */
  readonly images?: ImagePolicy | undefined
  /** Elements of your own, in place of ours. */
  readonly elements?: Components | undefined
  /** After GitHub's Markdown, which is always read. What they add is your own to make safe. */
  readonly remarkPlugins?: Options['remarkPlugins'] | undefined
  readonly rehypePlugins?: Options['rehypePlugins'] | undefined
}

/** Raw HTML is shown as text, `javascript:` and `data:` lead nowhere, no image is fetched. */
export const Markdown: FunctionComponent<MarkdownProps> = /* @__PURE__ */ createMarkdown()

/** A component of your own rules. Call it once, outside of components. */
export function createMarkdown(options: MarkdownOptions = {}): FunctionComponent<MarkdownProps> {
  const { images = none, elements, remarkPlugins, rehypePlugins } = options
  const settings: Options = {
    components: { ...elementsOf(images), ...elements },
    remarkPlugins: [remarkGfm, ...(remarkPlugins ?? [])],
    rehypePlugins: rehypePlugins ?? [],
    urlTransform: safeUrl,
  }
  const Block = memo(function Block({ source }: { readonly source: string }): ReactElement {
    return (
      <div data-rs="markdown-block" dir="auto">
        <ReactMarkdown {...settings}>{source}</ReactMarkdown>
      </div>
    )
  })
  return function MarkdownText({ text, message }) {
    const [read] = useState(createBlockReader)
    const { finished, tail, definitions } = read(text)
    const isOpen = message?.status === 'streaming' || message?.status === 'interrupted'
    const rest = tail.kind === 'markdown' ? sourceOf(tail, isOpen) : ''
    return (
      <div data-rs="markdown">
        {[...finished, ...(rest.trim() === '' ? [] : [rest])].map((source, index) => (
          <Block key={index} source={withDefinitions(source, definitions)} />
        ))}
        {tail.kind === 'code' && <OpenCode key={finished.length} tail={tail} />}
      </div>
    )
  }
}

function none(): boolean {
  return false
}

function sourceOf({ source }: Tail & { readonly kind: 'markdown' }, isOpen: boolean): string {
  return isOpen ? mended(source) : source
}

function withDefinitions(source: string, definitions: Blocks['definitions']): string {
  return definitions.length > 0 && source.includes('[') ? `${source}\n\n${definitions.join('\n')}` : source
}

/** A fence that is still open: its text as it stands, without a parser. */
function OpenCode({ tail }: { readonly tail: Tail & { readonly kind: 'code' } }): ReactElement {
  return (
    <div data-rs="markdown-block">
      <pre dir="ltr">
        <code className={tail.language === '' ? undefined : `language-${tail.language}`}>
          {tail.body.replace(/\n?(?:`{1,3}|~{1,3})$/, '')}
        </code>
      </pre>
    </div>
  )
}
