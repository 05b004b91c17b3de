// The house keeps its own rules (docs: CONTRIBUTING.md): floors, worlds and budgets of form, over every file of src; and the checker can fail.
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { lengthsOf, LIMITS, problemsOf, type Rule } from './support/architecture.ts'
import type { SourceFile } from './support/syntax.ts'

const root = new URL('../', import.meta.url)
const files: readonly SourceFile[] = readdirSync(new URL('src', root), { recursive: true, encoding: 'utf8' })
  .filter(path => /\.tsx?$/.test(path))
  .map(path => `src/${path.replaceAll('\\', '/')}`)
  .map(path => ({ path, text: readFileSync(new URL(path, root), 'utf8') }))

const problems = problemsOf(files)
const broken = (...rules: readonly Rule[]) =>
  problems.filter(({ rule }) => rules.includes(rule)).map(({ path, line, what }) => `${path}:${line} ${what}`)

describe('the house', () => {
  test('there is a house', () => {
    expect(files.length).toBeGreaterThan(20)
  })

  test('imports go down only, and packages stay on their floors', () => {
    expect(broken('import')).toEqual([])
  })

  test('only worlds touch the clock, chance, timers, sockets, the page and the process', () => {
    expect(broken('world')).toEqual([])
  })

  test('nothing is any, and only the codec casts', () => {
    expect(broken('any', 'cast')).toEqual([])
  })

  test('core keeps no mutable boolean', () => {
    expect(broken('flag')).toEqual([])
  })

  test('every file opens with a comment', () => {
    expect(broken('comment')).toEqual([])
  })

  test('files and functions fit their budgets', () => {
    expect(broken('length', 'parameters')).toEqual([])
  })

  test('half of the files and functions are short', () => {
    const { fileMedian, functionMedian } = lengthsOf(files)
    expect(fileMedian).toBeLessThanOrEqual(LIMITS.fileMedian)
    expect(functionMedian).toBeLessThanOrEqual(LIMITS.functionMedian)
  })
})

describe('the checker', () => {
  const rulesOf = (path: string, code: string) => problemsOf([{ path, text: `// One idea.\n${code}\n` }]).map(({ rule }) => rule)
  const long = (lines: number) => `export function long(): void {\n${'  call()\n'.repeat(lines - 2)}}`

  test.each([
    ['src/protocol/a.ts', "import { x } from '../core/x.ts'"],
    ['src/core/a.ts', "import type { X } from '../client/x.ts'"],
    ['src/core/phases/a.ts', "export * from '../../react/x.ts'"],
    ['src/client/a.ts', "import { x } from '../server/x.ts'"],
    ['src/server/sqlite/a.ts', "import { x } from '../../client/x.ts'"],
    ['src/server/a.ts', "const x = await import('../testing/x.ts')"],
    ['src/components/a.tsx', "import { x } from '../client/x.ts'"],
    ['src/components/a.tsx', "type X = import('../protocol/x.ts').X"],
    ['src/react/a.ts', "import '../components/x.tsx'"],
    ['src/core/a.ts', "import { x } from '../../test/support/x.ts'"],
    ['src/core/a.ts', "import { readFileSync } from 'node:fs'"],
    ['src/client/a.ts', "import { useState } from 'react'"],
    ['src/protocol/a.ts', "import type { S } from '@standard-schema/spec'"],
    ['src/server/a.ts', "import { setTimeout } from 'node:timers/promises'"],
    ['src/conformance/a.ts', "import { x } from '../server/x.ts'"],
    ['src/attic/a.ts', 'export const x = 1'],
  ])('%s may not say: %s', (path, code) => {
    expect(rulesOf(path, code)).toContain('import')
  })

  test.each([
    ['src/client/a.ts', "import { x } from '../core/x.ts'\nimport { y } from './y.ts'\nimport { E } from 'eventemitter3'"],
    ['src/components/a/b.tsx', "import { x } from '../../react/index.ts'\nimport type { T } from '../../core/model.ts'"],
    ['src/server/sqlite/a.ts', "import { DatabaseSync } from 'node:sqlite'\nimport type { Store } from '../store.ts'"],
    ['src/index.ts', "export { x } from './react/index.ts'"],
  ])('%s may say: %s', (path, code) => {
    expect(rulesOf(path, code)).toEqual([])
  })

  test.each([
    'Date.now()',
    'new Date()',
    'Math.random()',
    'setTimeout(run, 5)',
    'requestAnimationFrame(run)',
    'AbortSignal.timeout(5)',
    'new WebSocket(url)',
    'window.name',
    'document.title',
    'navigator.onLine',
    'process.env',
    'location.href',
    'globalThis.x',
    '`at ${Date.now()}`',
    '({ document })',
    'list[location]',
    'performance.now()',
    'crypto.randomUUID()',
  ])('outside a world, %s is found', code => {
    expect(rulesOf('src/client/a.ts', `export const x = ${code}`)).toContain('world')
    expect(rulesOf('src/client/browser-world.ts', `export const x = ${code}`)).not.toContain('world')
  })

  test.each([
    'const x = "Date.now()" // new WebSocket, document',
    'const x = { document: 1, process: 2 }.document',
    'export interface X { readonly location: string; date: Date }',
    'export const go = (location: string) => location',
  ])('it is not misled by words: %s', code => {
    expect(rulesOf('src/client/a.ts', code)).toEqual([])
  })

  test('components may not reach the page past React', () => {
    expect(rulesOf('src/components/a.tsx', 'export const A = () => <p>{document.title}</p>')).toContain('world')
    expect(rulesOf('src/components/a.tsx', 'export const A = () => <p>The document, by process of elimination</p>')).toEqual([])
  })

  test.each([
    ['any', 'export const x = (y: any) => y'],
    ['any', 'export type X = Record<string, any>'],
    ['cast', 'export const x = y as string'],
    ['cast', 'export const x = <string>y'],
    ['flag', 'let isOpen = false'],
    ['parameters', 'export function f(a: 1, b: 2, c: 3, d: 4): void {}'],
    ['length', long(LIMITS.functionLines + 1)],
    ['length', '// line\n'.repeat(LIMITS.fileLines)],
  ] as const)('it finds %s', (rule, code) => {
    expect(rulesOf('src/core/a.ts', code)).toEqual([rule])
  })

  test('it lets `as const`, the codec, and what is just short enough pass', () => {
    expect(rulesOf('src/core/a.ts', `export const x = { y: 1 } as const\n${long(LIMITS.functionLines)}`)).toEqual([])
    expect(rulesOf('src/protocol/codec-text.ts', 'export const x = y as string')).toEqual([])
  })

  test('a component may be longer, and no more than that', () => {
    const component = (lines: number) => long(lines).replace('long', 'Panel')
    expect(rulesOf('src/components/panel.tsx', component(LIMITS.componentLines))).toEqual([])
    expect(rulesOf('src/components/panel.tsx', component(LIMITS.componentLines + 1))).toEqual(['length'])
  })

  test('a file without an opening comment is found, a directive or a hashbang before it is not', () => {
    const rules = (text: string) => problemsOf([{ path: 'src/react/a.ts', text }]).map(({ rule }) => rule)
    expect(rules('export const x = 1')).toEqual(['comment'])
    expect(rules("'use client'\n// One idea.\nexport const x = 1")).toEqual([])
    expect(rules('#!/usr/bin/env node\n// One idea.\nexport const x = 1')).toEqual([])
  })

  test('medians are those of the middle', () => {
    const file = (lines: number): SourceFile => ({ path: 'src/core/a.ts', text: long(lines) })
    expect(lengthsOf([file(3), file(40), file(50)])).toEqual({ fileMedian: 40, functionMedian: 40 })
  })
})
