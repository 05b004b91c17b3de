// A copy of the tree in which faults are tried one at a time: one vitest for all, each fault met by its killer alone.
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createVitest, type TestCase, type TestModule, type Vitest } from 'vitest/node'
import { type Edit, editsOf, type Mutant } from './mutant.ts'

/**
 * `killed`: the killer ran and failed. `survived`: it passed. `broken`: the faulty file does not load, or its killer is not there, so nothing is proved.
 * `misplaced`: a `find` does not stand exactly once in its file.
 */
export type Verdict = 'killed' | 'survived' | 'broken' | 'misplaced'

export interface Trial {
  readonly mutant: Mutant
  readonly verdict: Verdict
  readonly why: string
  readonly ms: number
}

export interface Bench {
  /** Killers that are not green without a fault, each with the reason. */
  readonly redKillers: (mutants: readonly Mutant[]) => Promise<readonly string[]>
  readonly attempt: (mutant: Mutant) => Promise<Trial>
  readonly close: () => Promise<void>
}

const COPIED = ['demo', 'src', 'test', 'docs', 'package.json', 'tsconfig.json']
const LONGEST_MS = 60_000

export async function openBench(root: string): Promise<Bench> {
  const folder = mkdtempSync(join(tmpdir(), 'mutants-'))
  for (const name of COPIED) cpSync(join(root, name), join(folder, name), { recursive: true })
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'dir')
  const vitest = await createVitest(
    'test',
    {
      root: folder,
      config: false,
      watch: false,
      reporters: [{}],
      include: ['test/**/*.test.ts'],
      environment: 'node',
      maxWorkers: 2,
      testTimeout: 30_000,
      hookTimeout: 2_000,
    },
    { clearScreen: false },
  )
  return {
    redKillers: mutants => redKillers(vitest, folder, mutants),
    attempt: mutant => attempt(vitest, folder, mutant),
    async close() {
      await vitest.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function redKillers(vitest: Vitest, folder: string, mutants: readonly Mutant[]): Promise<readonly string[]> {
  const files = [...new Set(mutants.map(({ killer }) => killer.file))]
  const modules = await run(vitest, folder, files)
  return mutants.flatMap(({ id, killer }) => {
    const module = modules.find(({ moduleId }) => moduleId === join(folder, killer.file))
    const { verdict, why } = module === undefined ? { verdict: 'broken', why: 'it did not run' } : judged(module, killer.title)
    return verdict === 'survived' ? [] : [`${id}: "${killer.title}" in ${killer.file} is not green without the fault: ${why}`]
  })
}

async function attempt(vitest: Vitest, folder: string, mutant: Mutant): Promise<Trial> {
  const startedAt = performance.now()
  const trial = (verdict: Verdict, why: string): Trial => ({ mutant, verdict, why, ms: performance.now() - startedAt })
  const undo: (() => void)[] = []
  try {
    for (const edit of editsOf(mutant)) {
      const count = countIn(folder, edit)
      if (count !== 1) return trial('misplaced', `its find stands ${count} times in ${edit.file}`)
      undo.push(edited(vitest, folder, edit))
    }
    const modules = await withinTime(run(vitest, folder, [mutant.killer.file], patternOf(mutant.killer.title)), mutant.id)
    const module = modules.find(({ moduleId }) => moduleId === join(folder, mutant.killer.file))
    if (module === undefined) return trial('broken', `${mutant.killer.file} did not run`)
    const { verdict, why } = judged(module, mutant.killer.title)
    return trial(verdict, why)
  } finally {
    for (const back of undo.toReversed()) back()
  }
}

const countIn = (folder: string, { file, find }: Edit): number => readFileSync(join(folder, file), 'utf8').split(find).length - 1

/** Answers what undoes it. */
function edited(vitest: Vitest, folder: string, { file, find, replace }: Edit): () => void {
  const path = join(folder, file)
  const text = readFileSync(path, 'utf8')
  const write = (content: string): void => {
    writeFileSync(path, content)
    vitest.invalidateFile(path)
  }
  write(text.split(find).join(replace))
  return () => write(text)
}

async function run(vitest: Vitest, folder: string, files: readonly string[], testNamePattern?: RegExp): Promise<readonly TestModule[]> {
  const project = vitest.getRootProject()
  const options = testNamePattern === undefined ? {} : { testNamePattern }
  const specifications = files.map(file => project.createSpecification(join(folder, file), options))
  const { testModules } = await vitest.runTestSpecifications(specifications)
  return testModules
}

/** What the killers of one file say: a fault must fail a test, not the loading of its file. */
function judged(module: TestModule, title: string): { readonly verdict: Verdict; readonly why: string } {
  const pattern = patternOf(title)
  const cases = [...module.children.allTests()].filter(test => pattern.test(test.fullName) && test.result().state !== 'skipped')
  if (cases.length === 0) return { verdict: 'broken', why: module.errors()[0]?.message.split('\n')[0] ?? 'there is no such test' }
  const red = cases.find(test => test.result().state === 'failed')
  return red === undefined ? { verdict: 'survived', why: 'every test passed' } : { verdict: 'killed', why: messageOf(red) }
}

const messageOf = (test: TestCase): string => test.result().errors?.[0]?.message.split('\n')[0] ?? 'it failed'

/** The whole title, at the end of the full name; a place of `test.each` stands for anything. */
const patternOf = (title: string): RegExp =>
  new RegExp(`(?:^|[ >])${title.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`).replaceAll(/%[sijd]/g, '.*')}$`)

async function withinTime<T>(work: Promise<T>, id: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    const error = new Error(`Mutant ${id} never comes to an end, so nothing is known of it. Choose a fault that does not loop.`)
    timer = setTimeout(() => reject(error), LONGEST_MS)
  })
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}
