// docs/SPEC.md and the titles of tests, read so that they can be held against each other.
import { isNode, nameOf, type Node, placesOf, type SourceFile } from './syntax.ts'

export interface Title {
  readonly file: string
  readonly text: string
  /** Laws named at its beginning: `[GAP1]`, `[GAP1, TASK4]`, `[GAP1] [TASK4]`. */
  readonly laws: readonly string[]
}

export interface Rule {
  readonly id: string
  readonly standing: 'in this version' | 'not in this version'
  readonly text: string
  readonly tests: readonly { readonly title: string; readonly file: string }[]
  readonly mutants: readonly { readonly id: string; readonly title: string }[]
}

const TESTERS = new Set(['test', 'it'])

/** Titles of `test('…')`, `test.each(…)('…')` and the like; those that are computed have none. */
export function titlesIn(files: readonly SourceFile[]): readonly Title[] {
  return files.flatMap(file =>
    placesOf(file).flatMap(({ node }) => {
      const text = node.type === 'CallExpression' && isTester(node['callee']) ? textOf(node['arguments']) : null
      return text === null ? [] : [{ file: file.path, text, laws: lawsOf(text) }]
    }),
  )
}

/** `test`, `test.only`, `test.each(…)`, `test.for(…)`. */
function isTester(callee: unknown): boolean {
  if (!isNode(callee)) return false
  if (callee.type === 'CallExpression') return isTester(callee['callee'])
  if (callee.type === 'TaggedTemplateExpression') return isTester(callee['tag'])
  if (callee.type === 'MemberExpression') return isTester(callee['object'])
  return TESTERS.has(nameOf(callee) ?? '')
}

function textOf(given: unknown): string | null {
  const [first] = Array.isArray(given) ? (given as readonly unknown[]) : []
  if (!isNode(first)) return null
  if (first.type === 'Literal' && typeof first['value'] === 'string') return first['value']
  return first.type === 'TemplateLiteral' ? cookedText(first) : null
}

function cookedText(template: Node): string {
  const quasis = template['quasis'] as readonly { readonly value: { readonly cooked: string } }[]
  return quasis.map(({ value }) => value.cooked).join('%s')
}

const LAW = /^[A-Z]+\d+$/

function lawsOf(title: string): readonly string[] {
  const opening = /^(?:\[[^\]]*\]\s*)+/.exec(title)?.[0] ?? ''
  return opening.split(/[[\],\s]+/).filter(word => LAW.test(word))
}

const LATER = 'Not in this version'

/** The rules of the document: each is a heading that begins with its id, until the next heading. */
export function rulesIn(page: string): readonly Rule[] {
  return page.split(/^(?=## )/m).flatMap(section => {
    const standing = section.startsWith(`## ${LATER}`) ? 'not in this version' : 'in this version'
    return section
      .split(/^### /m)
      .slice(1)
      .flatMap(part => ruleOf(part, standing))
  })
}

function ruleOf(part: string, standing: Rule['standing']): readonly Rule[] {
  const id = /^([A-Z]+\d+)\b/.exec(part)?.[1]
  if (id === undefined) return []
  const tests = [...part.matchAll(/^- Test: `([^`]+)` \(([^)]+)\)$/gm)].map(([, title = '', file = '']) => ({ title, file }))
  const mutants = [...part.matchAll(/^- Mutant: `([^`]+)`, killed by `([^`]+)`$/gm)].map(([, name = '', title = '']) => ({
    id: name,
    title,
  }))
  return [{ id, standing, text: part, tests, mutants }]
}

/** Lines that mean to name a test or a mutant and do not read as one. */
export function unreadableLines(page: string): readonly string[] {
  const named = rulesIn(page).reduce((sum, { tests, mutants }) => sum + tests.length + mutants.length, 0)
  const meant = page.split('\n').filter(line => /^\W*(?:Test|Mutant):/.test(line))
  return meant.length === named
    ? []
    : meant.filter(line => !/^- (?:Test: `[^`]+` \([^)]+\)|Mutant: `[^`]+`, killed by `[^`]+`)$/.test(line))
}
