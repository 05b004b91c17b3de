// Fails when package-lock.json names the address of a registry: the lockfile must install from whichever one the reader uses.
import { readFileSync } from 'node:fs'
const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8'))
const addressed = Object.entries(packages).filter(([, entry]) => entry.resolved !== undefined && entry.link !== true)
if (addressed.length > 0) {
  console.error(`package-lock.json names addresses for ${addressed.length} packages, first ${addressed[0][0]}.`)
  console.error('Keep omit-lockfile-registry-resolved=true in .npmrc, remove package-lock.json and node_modules, and install again.')
  process.exit(1)
}
console.log(`lockfile: ${Object.keys(packages).length} packages, no addresses`)
