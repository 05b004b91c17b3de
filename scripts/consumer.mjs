// Builds an application that has the packed files, React and what package.json calls dependencies, and nothing else: no entry that works without an optional package may import one.
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { build } from 'vite'

const entries = [
  '',
  '/client',
  '/components',
  '/devtools',
  '/dialects',
  '/protocol',
  '/storage',
  '/strings/ar',
  '/strings/en',
  '/strings/ru',
  '/testing',
]
const manifest = JSON.parse(readFileSync('package.json', 'utf8'))
const root = mkdtempSync(join(tmpdir(), 'consumer-'))
try {
  unpackTo(join(root, 'node_modules', manifest.name))
  for (const name of ['react', 'react-dom', ...Object.keys(manifest.dependencies)]) link(name)
  writeFileSync(join(root, 'index.html'), '<script type="module" src="/main.js"></script>')
  const imports = entries.map((entry, index) => `import * as entry${index} from '${manifest.name}${entry}'`)
  const names = entries.map((_, index) => `entry${index}`)
  writeFileSync(
    join(root, 'main.js'),
    [...imports, `import '${manifest.name}/styles.css'`, `globalThis.all = [${names.join()}]`].join('\n'),
  )
  await build({ root, logLevel: 'error', build: { write: false } })
  console.log(`consumer: ${entries.length} entries build with React and the dependencies alone`)
} finally {
  rmSync(root, { recursive: true, force: true })
}

/** Without its list of optional packages: Vite would put an empty module in the place of one, where other bundlers fail. */
function unpackTo(folder) {
  const { filename } = JSON.parse(
    execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', root], { encoding: 'utf8' }),
  )[0]
  mkdirSync(folder, { recursive: true })
  execFileSync('tar', ['-xzf', join(root, filename), '-C', folder, '--strip-components=1'])
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ ...manifest, peerDependencies: {}, peerDependenciesMeta: {} }))
}

function link(name) {
  const place = join(root, 'node_modules', name)
  mkdirSync(dirname(place), { recursive: true })
  symlinkSync(resolve('node_modules', name), place, 'junction')
}
