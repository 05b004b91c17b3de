// Builds and types an application that has the packed files, React and what package.json calls dependencies, and nothing else:
// no entry that works without an optional package may import one, nor one for pages what is Node's, in code or in types.
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { build } from 'vite'

const entries = [
  '',
  'client',
  'components',
  'devtools',
  'dialects',
  'protocol',
  'storage',
  'strings/ar',
  'strings/en',
  'strings/ru',
  'testing',
]
const manifest = JSON.parse(readFileSync('package.json', 'utf8'))
const root = mkdtempSync(join(tmpdir(), 'consumer-'))
try {
  unpackTo(join(root, 'node_modules', manifest.name))
  for (const name of ['react', 'react-dom', '@types/react', 'csstype', ...Object.keys(manifest.dependencies)]) link(name)
  const imports = entries.map((entry, index) => `import * as entry${index} from '${join(manifest.name, entry)}'`)
  writeFileSync(join(root, 'main.ts'), [...imports, `console.log(${entries.map((_, index) => `entry${index}`).join()})`].join('\n'))
  writeFileSync(join(root, 'main.css'), `@import '${manifest.name}/styles.css';`)
  writeFileSync(join(root, 'index.html'), '<link rel="stylesheet" href="/main.css"><script type="module" src="/main.ts"></script>')
  const compilerOptions = { module: 'esnext', moduleResolution: 'bundler', lib: ['es2023', 'dom', 'dom.iterable'], strict: true }
  const bare = { compilerOptions: { ...compilerOptions, types: [], skipLibCheck: false, noEmit: true }, files: ['main.ts'] }
  writeFileSync(join(root, 'tsconfig.json'), JSON.stringify(bare))
  await build({ root, logLevel: 'error', build: { write: false } })
  execFileSync('tsc', ['-p', root], { stdio: 'inherit' })
  console.log(`consumer: ${entries.length} entries build and type with React and the dependencies alone`)
} finally {
  rmSync(root, { recursive: true, force: true })
}

/** Without its list of optional packages: Vite would put an empty module in the place of one, where other bundlers fail. */
function unpackTo(folder) {
  const pack = ['pack', '--silent', '--ignore-scripts', '--pack-destination', root]
  const file = execFileSync('npm', pack, { encoding: 'utf8' }).trim()
  mkdirSync(folder, { recursive: true })
  execFileSync('tar', ['-xzf', join(root, file), '-C', folder, '--strip-components=1'])
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ ...manifest, peerDependencies: {}, peerDependenciesMeta: {} }))
}

function link(name) {
  const place = join(root, 'node_modules', name)
  mkdirSync(dirname(place), { recursive: true })
  symlinkSync(resolve('node_modules', name), place, 'junction')
}
