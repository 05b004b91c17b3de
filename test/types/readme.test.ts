// The README's code compiles against the package as it is published.
import { existsSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fencesOf, type Fence } from '../support/fences.ts'
import { installedPackage, type Consumer } from '../support/typecheck.ts'

const readme = new URL('../../README.md', import.meta.url)
const fences = existsSync(readme) ? fencesOf(readFileSync(readme, 'utf8')) : []

// What the README says is the reader's own.
const own = `
declare const fetchToken: () => Promise<string>
declare const toast: (title: string | null) => void
declare const userOf: (token: string | null) => Promise<string | null>
declare const answer: (text: string, options: { signal: AbortSignal }) => AsyncIterable<string>
declare const render: (element: object) => void
declare const act: (work: () => Promise<void>) => Promise<void>
declare const Inbox: () => null
`

let consumer: Consumer
beforeAll(async () => {
  consumer = await installedPackage()
}, 120_000)
afterAll(() => consumer[Symbol.dispose]())

// One augmentation of `Register` holds for a whole program, so a fence with one gets a program to itself.
const isAlone = ({ source }: Fence) => source.includes('interface Register')
const programsOf = (all: readonly Fence[]) => [all.filter(fence => !isAlone(fence)), ...all.filter(isAlone).map(fence => [fence])]
const check = async (all: readonly Fence[]) => {
  const programs = programsOf(all).filter(program => program.length > 0)
  const found = await Promise.all(
    programs.map(program => consumer.check(Object.fromEntries(program.map(({ name, source }) => [name, source + own])))),
  )
  return found.flat()
}

test('every fence of the README compiles', { timeout: 60_000 }, async () => {
  expect(await check(fences)).toEqual([])
})

test('a fence that does not compile is named by its line', { timeout: 60_000 }, async () => {
  const sample = ['# Title', '', '```ts', "import { useTasks } from 'resilient-socket'", "useTasks('wrong')", '```'].join('\n')
  const [found] = await check(fencesOf(sample))
  expect(found).toMatch(/^line-3\.ts\(2,10\): error TS/)
})

test('a fence marked nocheck is left out, and so are other languages', () => {
  expect(fencesOf('```ts nocheck\nnonsense(\n```\n```sh\nnpm i\n```\n')).toEqual([])
})
