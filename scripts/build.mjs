// Empties dist, compiles with tsc, copies the CSS without its comments, spaces and needless marks (src is published too), and checks that 'use client' survived.
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
rmSync('dist', { recursive: true, force: true })
execFileSync('tsc', ['-p', 'tsconfig.build.json'], { stdio: 'inherit' })
const directive = /^(?:\s|\/\/[^\n]*\n|\/\*[\s\S]*?\*\/)*['"]use client['"]/
let kept = 0
for (const file of readdirSync('src', { recursive: true, encoding: 'utf8' })) {
  if (file.endsWith('.css')) writeFileSync(join('dist', file), packed(readFileSync(join('src', file), 'utf8')))
  if (!/\.tsx?$/.test(file) || file.endsWith('.d.ts')) continue
  const wants = directive.test(readFileSync(join('src', file), 'utf8'))
  const has = directive.test(readFileSync(join('dist', file.replace(/\.tsx?$/, '.js')), 'utf8'))
  if (wants !== has) throw new Error(`'use client' of src/${file} did not reach dist`)
  if (has) kept++
}
if (kept === 0) throw new Error("no file in dist carries 'use client'")
console.log(`built; 'use client' kept in ${kept} files`)

function packed(css) {
  return css
    .replaceAll(/\/\*[^]*?\*\//g, '')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/ ?([{};,>]) ?/g, '$1')
    .replaceAll(/(?<=\() | (?=\))/g, '')
    .replaceAll(': ', ':')
    .replaceAll(';}', '}')
    .replaceAll(/='([a-z][a-z-]*)'(?=])/g, '=$1')
    .trim()
}
