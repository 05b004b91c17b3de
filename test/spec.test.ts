// docs/SPEC.md against the tests and the mutants: every rule is held by a test that can fail, and nothing named there is missing.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { MUTANTS } from './mutants/index.ts'
import { type Edit, editsOf } from './mutants/mutant.ts'
import { sampleOf } from './mutants/sample.ts'
import { rulesIn, titlesIn, unreadableLines } from './support/spec.ts'
import type { SourceFile } from './support/syntax.ts'

const root = new URL('../', import.meta.url)
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8')
const files: readonly SourceFile[] = readdirSync(new URL('test', root), { recursive: true, encoding: 'utf8' })
  .filter(path => /\.tsx?$/.test(path))
  .map(path => `test/${path.replaceAll('\\', '/')}`)
  .map(path => ({ path, text: read(path) }))

const page = read('docs/SPEC.md')
const rules = rulesIn(page)
const held = rules.filter(({ standing }) => standing === 'in this version')
const titles = titlesIn(files)
const laws = new Set(rules.map(({ id }) => id))

/** A store's contract stands in one file and runs from others of its folder. */
const folderOf = (file: string): string => (file.startsWith('test/contracts/') ? 'test/contracts/' : file)
const exists = (title: string, file: string): boolean =>
  titles.some(({ text, file: at }) => text === title && at.startsWith(folderOf(file)))

describe('rules', () => {
  test('each stands once, and there are some of both standings', () => {
    expect(rules.map(({ id }) => id)).toEqual([...laws])
    expect([held.length > 40, rules.length > held.length]).toEqual([true, true])
  })

  test('every law that a title names is a rule', () => {
    expect(titles.flatMap(({ laws: named, text }) => named.filter(law => !laws.has(law)).map(law => `${law}: ${text}`))).toEqual([])
  })

  test('every rule of this version is named by a title', () => {
    const named = new Set(titles.flatMap(title => title.laws))
    expect(held.filter(({ id }) => !named.has(id)).map(({ id }) => id)).toEqual([])
  })

  test('every rule of this version shows a test and a mutant', () => {
    expect(held.filter(({ tests, mutants }) => tests.length === 0 || mutants.length === 0).map(({ id }) => id)).toEqual([])
  })

  test('every line about a test or a mutant can be read', () => {
    expect(unreadableLines(page)).toEqual([])
  })

  test('every test it quotes exists, word for word, where it says', () => {
    const quoted = rules.flatMap(({ tests }) => tests)
    expect(quoted.filter(({ title, file }) => !titles.some(({ text, file: at }) => text === title && at === file))).toEqual([])
  })

  test('every mutant it names exists, breaks that rule, and has that killer', () => {
    const named = rules.flatMap(({ id, mutants }) => mutants.map(mutant => `${id} ${mutant.id}: ${mutant.title}`))
    const known = new Set(MUTANTS.map(({ id, law, killer }) => `${law} ${id}: ${killer.title}`))
    expect(named.filter(line => !known.has(line))).toEqual([])
  })
})

describe('mutants', () => {
  test('each has an id of its own', () => {
    const ids = MUTANTS.map(({ id }) => id)
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([])
  })

  test('each breaks a rule of this version, and every rule is broken by one', () => {
    const broken = new Set(MUTANTS.map(({ law }) => law))
    expect([...broken].toSorted()).toEqual(held.map(({ id }) => id).toSorted())
  })

  test('each edit changes one place of a file that is there', () => {
    const places = ({ file, find }: Edit) => (existsSync(new URL(file, root)) ? read(file).split(find).length - 1 : 0)
    const misplaced = MUTANTS.flatMap(mutant =>
      editsOf(mutant)
        .filter(edit => places(edit) !== 1 || edit.find === edit.replace)
        .map(edit => `${mutant.id}: a find stands ${places(edit)} times in ${edit.file}`),
    )
    expect(misplaced).toEqual([])
  })

  test('each has a killer that exists', () => {
    const orphans = MUTANTS.filter(({ killer }) => !existsSync(new URL(killer.file, root)) || !exists(killer.title, killer.file))
    expect(orphans.map(({ id, killer }) => `${id}: ${killer.title} (${killer.file})`)).toEqual([])
  })

  test('a sample is as large as asked for, and the same for the same seed', () => {
    const ids = (seed: number) => sampleOf(MUTANTS, 10, seed).map(({ id }) => id)
    expect(ids(1)).toHaveLength(10)
    expect(ids(1)).toEqual(ids(1))
    expect(ids(1)).not.toEqual(ids(2))
  })
})

describe('the reader', () => {
  const lawsIn = (text: string) => titlesIn([{ path: 'test/a.test.ts', text }]).map(title => [title.text, ...title.laws])

  test.each([
    ["test('[GAP1] a', () => {})", [['[GAP1] a', 'GAP1']]],
    ["test.each([1])('[GAP1, TASK4] %i', () => {})", [['[GAP1, TASK4] %i', 'GAP1', 'TASK4']]],
    ["describe('x', () => { it.only('[GAP1] [TASK4] b', () => {}) })", [['[GAP1] [TASK4] b', 'GAP1', 'TASK4']]],
    ['test(`[GAP1] ${x} c`, () => {})', [['[GAP1] %s c', 'GAP1']]],
    ["test('plain [GAP1] inside', () => {})", [['plain [GAP1] inside']]],
    ["// test('[GAP1] a')\nconst x = \"test('[GAP1] b')\"; other('[GAP1] c')", []],
  ])('finds the titles of %s', (text, expected) => {
    expect(lawsIn(text)).toEqual(expected)
  })

  const small =
    '## A\n### GAP1 Name\nText.\n\n- Test: `[GAP1] a` (test/a.test.ts)\n- Mutant: `m`, killed by `[GAP1] a`\n## Not in this version\n### SSE1 Name\nText.\n'

  test('finds the rules, what they quote, and which are for later', () => {
    expect(rulesIn(small)).toMatchObject([
      {
        id: 'GAP1',
        standing: 'in this version',
        tests: [{ title: '[GAP1] a', file: 'test/a.test.ts' }],
        mutants: [{ id: 'm', title: '[GAP1] a' }],
      },
      { id: 'SSE1', standing: 'not in this version', tests: [], mutants: [] },
    ])
    expect(unreadableLines(small)).toEqual([])
  })

  test('tells of a line that it cannot read', () => {
    expect(unreadableLines(small.replace('- Test: `[GAP1] a`', '- Test: [GAP1] a'))).toEqual(['- Test: [GAP1] a (test/a.test.ts)'])
  })
})
