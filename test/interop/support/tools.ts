// What a test needs of the machine: programs, Python modules, root. Where it is missing the test is skipped and says so; with INTEROP=required it fails.
/* oxlint-disable vitest/no-conditional-tests, vitest/valid-describe-callback, vitest/valid-title, vitest/no-disabled-tests, vitest/expect-expect -- this makes suites, it is none */
import { execFileSync } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { describe, test } from 'vitest'

export const PYTHON = '/usr/bin/python3'

const FOLDERS = ['/usr/bin', '/usr/sbin', '/bin', '/sbin', '/usr/local/bin', '/usr/local/sbin']

export type Need = { readonly program: string } | { readonly python: string } | 'root'

/** The path of a program of the system. */
export function programPath(name: string): string {
  const path = FOLDERS.map(folder => `${folder}/${name}`).find(isRunnable)
  if (path === undefined) throw new Error(`${name} is not installed here. \`node scripts/servers.mjs\` installs it.`)
  return path
}

function isRunnable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

function isMet(need: Need): boolean {
  if (need === 'root') return process.getuid?.() === 0
  if ('program' in need) return FOLDERS.some(folder => isRunnable(`${folder}/${need.program}`))
  try {
    execFileSync(PYTHON, ['-c', `import ${need.python}`], { stdio: 'ignore', timeout: 30_000 })
    return true
  } catch {
    return false
  }
}

const nameOf = (need: Need): string => (need === 'root' ? 'root' : 'program' in need ? need.program : `Python's ${need.python}`)

/** What becomes of a suite: nothing is left out in silence where everything is said to be here. */
export function fateOf(missing: readonly string[], interop: string | undefined): 'run' | 'skip' | 'fail' {
  if (missing.length === 0) return 'run'
  return interop === 'required' ? 'fail' : 'skip'
}

/** As `describe`, for tests that need more than Node. */
export function describeWith(needs: readonly Need[], title: string, body: () => void): void {
  const missing = needs.filter(need => !isMet(need)).map(nameOf)
  const fate = fateOf(missing, process.env['INTEROP'])
  if (fate === 'run') return void describe(title, body)
  if (fate === 'skip') return void describe.skip(`${title} (missing here: ${missing.join(', ')})`, body)
  test(`${title}: everything it needs is here`, () => {
    throw new Error(
      `Missing: ${missing.join(', ')}. \`node scripts/servers.mjs\` installs programs and modules; root is needed for network namespaces.`,
    )
  })
}
