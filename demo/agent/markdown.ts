// A markdown document cut at its headings: each section's path of headings, its paragraphs as plain sentences, and its code.

export interface Section {
  /** From the outermost heading to its own. */
  readonly headings: readonly string[]
  readonly blocks: readonly Block[]
}

type Block = { readonly type: 'prose'; readonly text: string } | { readonly type: 'code'; readonly text: string }

const HEADING = /^(#{1,6})\s+(.+?)\s*#*$/
const FENCE = /^\s*(```+|~~~+)/
const ITEM = /^\s*(?:[-*+]|\d+[.)])\s+/
const TABLE_RULE = /^\s*\|?\s*:?-{2,}/

export function sectionsOf(markdown: string): readonly Section[] {
  const sections: Section[] = []
  let headings: readonly string[] = []
  let lines: string[] = []
  let fence: string | null = null
  const close = () => {
    const blocks = blocksOf(lines)
    if (blocks.length > 0) sections.push({ headings, blocks })
    lines = []
  }
  for (const line of withoutComments(markdown).split(/\r?\n/)) {
    const mark = FENCE.exec(line)?.[1]
    if (mark !== undefined && fence === null) fence = mark
    else if (mark !== undefined && fence !== null && mark.startsWith(fence)) fence = null
    const heading = fence === null && mark === undefined ? HEADING.exec(line) : null
    if (heading === null) lines.push(line)
    else {
      close()
      headings = nested(headings, heading)
    }
  }
  close()
  return sections
}

const withoutComments = (markdown: string): string => markdown.replaceAll(/<!--[\s\S]*?-->/g, '')

/** A skipped level is an empty name, which is left out where the path is shown. */
function nested(headings: readonly string[], [, marks = '#', title = '']: RegExpExecArray): readonly string[] {
  const outer = Array.from({ length: marks.length - 1 }, (_, level) => headings[level] ?? '')
  return [...outer, plainText(title)]
}

function blocksOf(lines: readonly string[]): readonly Block[] {
  const blocks: Block[] = []
  let prose: string[] = []
  let code: string[] | null = null
  const closeProse = () => {
    const text = plainText(prose.join(' '))
    if (text !== '') blocks.push({ type: 'prose', text: sentenced(text) })
    prose = []
  }
  for (const [index, line] of lines.entries()) {
    if (FENCE.test(line)) {
      closeProse()
      if (code !== null && code.length > 0) blocks.push({ type: 'code', text: code.join('\n') })
      code = code === null ? [] : null
    } else if (code !== null) code.push(line)
    else if (line.trim() === '' || TABLE_RULE.test(line)) closeProse()
    else if (isRow(line)) {
      closeProse()
      // The row above the rule only names the columns.
      if (!TABLE_RULE.test(lines[index + 1] ?? '')) prose.push(rowSentence(line))
      closeProse()
    } else {
      if (ITEM.test(line)) closeProse()
      prose.push(
        line
          .replace(ITEM, '')
          .replace(/^\s*>\s?/, '')
          .trim(),
      )
    }
  }
  closeProse()
  return blocks
}

const isRow = (line: string): boolean => /^\s*\|.*\|\s*$/.test(line)

function rowSentence(line: string): string {
  const cells = line
    .trim()
    .slice(1, -1)
    .split(/(?<!\\)\|/)
  const [first = '', ...rest] = cells.map(cell => cell.replaceAll('\\|', '|').trim()).filter(cell => cell !== '')
  return rest.length === 0 ? first : `${first}: ${rest.join('; ')}`
}

const sentenced = (text: string): string => (/[.!?:;…]["')\]]?$/.test(text) ? text : `${text}.`)

/** Without marks of emphasis, links, images and inline code. */
export function plainText(markdown: string): string {
  return markdown
    .replaceAll(/!\[[^\]]*\]\([^)]*\)/g, '')
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll(/<\/?[a-z][^>]*>/gi, '')
    .replaceAll(/(\*\*|__)(?=\S)([^\n]*?\S)\1/g, '$2')
    .replaceAll(/(?<![\w*])([*_])(?=\S)([^\n*_]*\S)\1(?![\w*])/g, '$2')
    .replaceAll('`', '')
    .replaceAll(/\s+/g, ' ')
    .trim()
}
