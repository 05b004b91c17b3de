// The rules of the house as pure functions over source files: who may import whom, what only a world may touch, and how large things grow.
import { isNode, lineOf, median, nameOf, type Node, type Place, placesOf, type SourceFile } from './syntax.ts'

export type Rule = 'import' | 'world' | 'any' | 'cast' | 'comment' | 'length' | 'parameters' | 'flag'

export interface Problem {
  readonly rule: Rule
  readonly path: string
  readonly line: number
  readonly what: string
}

interface Floor {
  /** Floors below, which it may import. */
  readonly below: readonly string[]
  readonly packages: RegExp
}

const NONE = /^$/
const SCHEMA = /^@standard-schema\/spec$/
const REACT = /^react(?:\/|-dom$|$)/

/** Imports go down only; client and server never meet. `index` is the root entry. */
const FLOORS: Readonly<Record<string, Floor>> = {
  protocol: { below: [], packages: NONE },
  core: { below: ['protocol'], packages: SCHEMA },
  client: { below: ['core', 'protocol'], packages: /^(?:eventemitter3|@standard-schema\/spec)$/ },
  server: { below: ['core', 'protocol'], packages: /^(?:node:.+|ws|redis|ioredis|@standard-schema\/spec)$/ },
  react: { below: ['client', 'core', 'protocol'], packages: REACT },
  components: { below: ['react', 'core'], packages: /^(?:react(?:\/.+)?|react-dom|@tanstack\/virtual-core)$/ },
  markdown: { below: ['core'], packages: /^(?:react|react-markdown|remark-gfm)$/ },
  query: { below: ['react', 'client', 'core', 'protocol'], packages: /^(?:react|@tanstack\/react-query)$/ },
  devtools: { below: ['react', 'client', 'core', 'protocol'], packages: REACT },
  testing: { below: ['client', 'server', 'core', 'protocol'], packages: NONE },
  conformance: { below: ['protocol'], packages: /^node:(?:crypto|util)$/ },
  index: { below: ['react', 'client', 'core', 'protocol'], packages: NONE },
}

export const LIMITS = { fileLines: 250, fileMedian: 90, functionLines: 60, componentLines: 80, functionMedian: 8, parameters: 3 } as const

const CLOCKS = ['Date', 'performance', 'setTimeout', 'setInterval', 'setImmediate', 'requestAnimationFrame', 'requestIdleCallback']
const PLACES = ['window', 'document', 'navigator', 'location', 'localStorage', 'sessionStorage', 'globalThis', 'self', 'process']
const GLOBALS = new Set([...CLOCKS, ...PLACES, 'crypto'])
const MEMBERS = new Set(['Math.random', 'AbortSignal.timeout'])
const MODULES = new Set(['node:process', 'node:timers', 'node:timers/promises', 'node:perf_hooks'])

/** Everything in these files that breaks a rule of the house, each with its place. */
export function problemsOf(files: readonly SourceFile[]): readonly Problem[] {
  return files.flatMap(file => {
    const places = placesOf(file)
    const found = [...importProblems(file, places), ...worldProblems(file, places), ...typeProblems(file, places)]
    return [...found, ...sizeProblems(file, places), ...commentProblems(file)]
  })
}

/** Lengths of files and functions, for the medians. */
export function lengthsOf(files: readonly SourceFile[]): { readonly fileMedian: number; readonly functionMedian: number } {
  const functions = files.flatMap(file =>
    placesOf(file)
      .filter(isFunction)
      .map(({ node }) => linesOf(file, node)),
  )
  return { fileMedian: median(files.map(lineCount)), functionMedian: median(functions) }
}

const floorOf = (path: string): string => /^src\/([^/.]+)/.exec(path)?.[1] ?? ''

const isWorld = (path: string) => /-world\.tsx?$/.test(path) || /(?:^|\/)dev\.ts$/.test(path)
const isCodec = (path: string) => /^src\/protocol\/(?:check|codec[\w-]*)\.ts$/.test(path)

/* imports */

function importProblems(file: SourceFile, places: readonly Place[]): readonly Problem[] {
  const from = FLOORS[floorOf(file.path)]
  if (from === undefined) return [problem('import', file, 0, `stands on no floor: name ${floorOf(file.path)} in FLOORS or move the file`)]
  return importsOf(places).flatMap(({ node, source }) => {
    const why = source.startsWith('.') ? upward(file.path, source, from) : foreign(file.path, source, from)
    return why === null ? [] : [problem('import', file, node.start, why)]
  })
}

function importsOf(places: readonly Place[]): readonly { readonly node: Node; readonly source: string }[] {
  return places.flatMap(({ node }) => {
    const source = /^(?:Import|Export|TSImport)/.test(node.type) ? node['source'] : null
    return isNode(source) && typeof source['value'] === 'string' ? [{ node, source: source['value'] }] : []
  })
}

function upward(path: string, source: string, from: Floor): string | null {
  const target = new URL(source, `file:///${path}`).pathname.slice(1)
  const floor = floorOf(target)
  if (target.startsWith('src/') && (floor === floorOf(path) || from.below.includes(floor))) return null
  return `imports ${source}: ${floorOf(path)} may import ${['itself', ...from.below].join(', ')}`
}

function foreign(path: string, source: string, from: Floor): string | null {
  if (!from.packages.test(source)) return `imports the package ${source}, which ${floorOf(path)} may not`
  return MODULES.has(source) && !isWorld(path) ? `imports ${source}, which only a world may` : null
}

/* worlds */

function worldProblems(file: SourceFile, places: readonly Place[]): readonly Problem[] {
  if (isWorld(file.path)) return []
  const own = new Set(places.filter(isBinding).map(({ node }) => nameOf(node)))
  return places.flatMap(place => {
    const touched = touchedBy(place, own)
    return touched === null ? [] : [problem('world', file, place.node.start, `touches ${touched}, which only a *-world.ts file may`)]
  })
}

function touchedBy({ node, field, parent }: Place, own: ReadonlySet<string | null>): string | null {
  if (node.type === 'NewExpression') return nameOf(node['callee']) === 'WebSocket' ? 'new WebSocket' : null
  if (node.type === 'MemberExpression') {
    const member = `${nameOf(node['object'])}.${nameOf(node['property'])}`
    return MEMBERS.has(member) ? member : null
  }
  const name = nameOf(node)
  if (name === null || !GLOBALS.has(name) || own.has(name)) return null
  return isReference(field, parent) ? name : null
}

// A property's name, and a name in a type, reach no global.
function isReference(field: string, parent: Node | null): boolean {
  if (field === 'key') return parent?.['computed'] === true || parent?.['shorthand'] === true
  if (field === 'property') return parent?.['computed'] === true
  return field !== 'typeName' && field !== 'imported' && field !== 'exported'
}

const isBinding = ({ node, field, parent }: Place): boolean =>
  node.type === 'Identifier' && (field === 'params' || field === 'local' || (field === 'id' && parent?.type === 'VariableDeclarator'))

/* types and form */

function typeProblems(file: SourceFile, places: readonly Place[]): readonly Problem[] {
  return places.flatMap(({ node }) => {
    if (node.type === 'TSAnyKeyword') return [problem('any', file, node.start, 'says any: say unknown, and decode it')]
    if (isCast(node) && !isCodec(file.path)) return [problem('cast', file, node.start, 'casts: only the codec may')]
    if (isFlag(node) && floorOf(file.path) === 'core')
      return [problem('flag', file, node.start, 'keeps a mutable boolean: make it a phase')]
    return []
  })
}

function isCast({ type, typeAnnotation }: Node): boolean {
  if (type === 'TSTypeAssertion') return true
  if (type !== 'TSAsExpression') return false
  return !(isNode(typeAnnotation) && nameOf(typeAnnotation['typeName']) === 'const')
}

function isFlag({ type, kind, declarations }: Node): boolean {
  if (type !== 'VariableDeclaration' || kind !== 'let' || !Array.isArray(declarations)) return false
  return declarations.some(({ init }: { init: unknown }) => isNode(init) && typeof init['value'] === 'boolean')
}

function sizeProblems(file: SourceFile, places: readonly Place[]): readonly Problem[] {
  const lines = lineCount(file)
  const long = lines > LIMITS.fileLines ? [problem('length', file, 0, `has ${lines} lines of at most ${LIMITS.fileLines}: split it`)] : []
  return [...long, ...places.filter(isFunction).flatMap(place => functionProblems(file, place))]
}

function functionProblems(file: SourceFile, { node, parent }: Place): readonly Problem[] {
  const name = nameOf(node['id']) ?? nameOf(parent?.['id']) ?? nameOf(parent?.['key']) ?? 'a function'
  const most = file.path.endsWith('.tsx') && /^[A-Z]/.test(name) ? LIMITS.componentLines : LIMITS.functionLines
  const lines = linesOf(file, node)
  const count = Array.isArray(node['params']) ? node['params'].length : 0
  return [
    ...(lines > most ? [problem('length', file, node.start, `${name} has ${lines} lines of at most ${most}: split it`)] : []),
    ...(count > LIMITS.parameters ? [problem('parameters', file, node.start, `${name} takes ${count} parameters: take one object`)] : []),
  ]
}

function commentProblems(file: SourceFile): readonly Problem[] {
  const opening = file.text.replace(/^(?:#!.*|(['"])use client\1;?)\s*/, '')
  return /^\/[/*]/.test(opening) ? [] : [problem('comment', file, 0, 'does not open with a comment that says its one idea')]
}

const isFunction = ({ node }: Place): boolean => /^(?:FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/.test(node.type)

const lineCount = ({ text }: SourceFile): number => text.trimEnd().split('\n').length

const linesOf = ({ text }: SourceFile, { start, end }: Node): number => text.slice(start, end).split('\n').length

const problem = (rule: Rule, file: SourceFile, offset: number, what: string): Problem => ({
  rule,
  path: file.path,
  line: lineOf(file, offset),
  what,
})
