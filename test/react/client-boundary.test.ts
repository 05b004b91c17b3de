// A server component may import the entries: whatever of React it reaches from them stands behind 'use client'.
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { placesOf } from '../support/syntax.ts'

const root = new URL('../../', import.meta.url).pathname
const ENTRIES = ['src/index.ts', 'src/components/index.ts', 'src/devtools/index.ts']
const isClient = (text: string) => /^(?:\s|\/\/[^\n]*\n|\/\*[\s\S]*?\*\/)*['"]use client['"]/.test(text)

/** Files that a server's module graph holds: from the entry on, up to each 'use client'. */
function serverGraph(path: string, seen = new Map<string, readonly string[]>()): ReadonlyMap<string, readonly string[]> {
  if (seen.has(path) || !existsSync(join(root, path))) return seen
  const text = readFileSync(join(root, path), 'utf8')
  const imports = isClient(text) ? [] : importsOf(path, text)
  seen.set(path, imports)
  for (const each of imports.filter(name => name.startsWith('.'))) serverGraph(join(dirname(path), each), seen)
  return seen
}

/** What it imports as values: types are gone by then. */
function importsOf(path: string, text: string): readonly string[] {
  return placesOf({ path, text }).flatMap(({ node }) => {
    const isImport = node.type === 'ImportDeclaration' || node.type === 'ExportNamedDeclaration' || node.type === 'ExportAllDeclaration'
    const source = node['source'] as { readonly value?: unknown } | null | undefined
    const isType = node['importKind'] === 'type' || node['exportKind'] === 'type'
    return isImport && !isType && typeof source?.value === 'string' ? [source.value] : []
  })
}

test.each(ENTRIES)('%s reaches React only through files that say so', entry => {
  const graph = serverGraph(entry)
  const bare = [...graph].filter(([, imports]) => imports.some(name => /^react(?:-dom)?(?:\/|$)/.test(name)))
  expect(bare.map(([path]) => path)).toEqual([])
  expect(graph.size).toBeGreaterThan(1)
})

test('the entry of the client holds no React at all', () => {
  const imports = [...serverGraph('src/client/index.ts').values()].flat()
  expect(imports.filter(name => name.startsWith('react'))).toEqual([])
})
