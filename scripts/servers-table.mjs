// Writes the table of docs/SERVERS.md from what `npm run test:interop` found: which server, which fault, what became of the answer.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { tableOf, withTable } from '../test/interop/support/table.ts'

const found = fileURLToPath(new URL('../artifacts/servers/', import.meta.url))
const page = fileURLToPath(new URL('../docs/SERVERS.md', import.meta.url))

const rows = readdirSync(found).map(name => JSON.parse(readFileSync(`${found}${name}`, 'utf8')))
writeFileSync(page, withTable(readFileSync(page, 'utf8'), tableOf(rows)))
console.log(`${rows.length} outcomes written to docs/SERVERS.md.`)
