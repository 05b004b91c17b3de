// Type-checks sources as a user's compiler would: against this package's own manifest and freshly emitted declarations.
import { execFile } from 'node:child_process'
import { copyFileSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
const tsc = join(root, 'node_modules/.bin/tsc')

export interface Consumer {
  /** Diagnostics of one program made of these files, by name; empty when all is well. */
  check(files: Readonly<Record<string, string>>): Promise<readonly string[]>
  [Symbol.dispose](): void
}

/** A folder in which `resilient-socket` is installed as users get it. It lies inside node_modules, so that React and Node types are found. */
export async function installedPackage(): Promise<Consumer> {
  const cache = join(root, 'node_modules/.cache')
  mkdirSync(cache, { recursive: true })
  const folder = mkdtempSync(join(cache, 'typecheck-'))
  const home = join(folder, 'node_modules/resilient-socket')
  mkdirSync(home, { recursive: true })
  copyFileSync(join(root, 'package.json'), join(home, 'package.json'))
  await emitDeclarations(folder, join(home, 'dist'))
  let programs = 0
  return {
    async check(files) {
      const place = join(folder, `program-${(programs += 1)}`)
      mkdirSync(place)
      // Its own manifest makes every file a module of ESM, and keeps `resilient-socket` from meaning the repository itself.
      writeFileSync(join(place, 'package.json'), JSON.stringify({ name: 'consumer', type: 'module' }))
      writeFileSync(join(place, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*'] }))
      for (const [name, source] of Object.entries(files)) writeFileSync(join(place, name), source)
      return diagnosticsOf(await run(['-p', join(place, 'tsconfig.json'), '--pretty', 'false']))
    },
    [Symbol.dispose]() {
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

const compilerOptions = {
  target: 'es2023',
  lib: ['es2023', 'dom', 'dom.iterable'],
  module: 'nodenext',
  moduleDetection: 'force',
  jsx: 'react-jsx',
  strict: true,
  noUncheckedIndexedAccess: true,
  noEmit: true,
  skipLibCheck: true,
  types: ['node', 'vite/client'],
}

// Errors in the sources are `npm run types`' affair: here only what they declare counts.
async function emitDeclarations(folder: string, outDir: string): Promise<void> {
  const config = join(folder, 'tsconfig.emit.json')
  const emitted = {
    rootDir: join(root, 'src'),
    outDir,
    emitDeclarationOnly: true,
    declarationMap: false,
    sourceMap: false,
    typeRoots: [join(root, 'node_modules/@types')],
  }
  writeFileSync(
    config,
    JSON.stringify({ extends: join(root, 'tsconfig.build.json'), compilerOptions: emitted, include: [join(root, 'src')] }),
  )
  await run(['-p', config])
  cpSync(join(root, 'src'), outDir, { recursive: true, filter: source => !/\.tsx?$/.test(source) })
}

function run(args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(tsc, args, { cwd: root, maxBuffer: 16 * 1024 * 1024 }, (error, output) => {
      if (error !== null && typeof error.code !== 'number') reject(error)
      else resolve(output)
    })
  })
}

function diagnosticsOf(output: string): readonly string[] {
  const lines = output.split('\n').filter(line => line.includes('error TS'))
  return lines.map(line => line.replace(/^.*\/(?=[^/]+\(\d+,\d+\))/, ''))
}
