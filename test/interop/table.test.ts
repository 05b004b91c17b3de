// The table in docs/SERVERS.md is what the tests of this folder found: none of their faults is missing there, and none of their servers.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { FAULTS, SERVERS, type Row } from './support/faults.ts'
import { tableIn, tableOf, withTable } from './support/table.ts'

const document = readFileSync(fileURLToPath(new URL('../../docs/SERVERS.md', import.meta.url)), 'utf8')
const lines = tableIn(document).split('\n').slice(2)
const cells = lines.map(line => line.split(' | ').map(cell => cell.replaceAll(/^\| | \|$/g, '')))

test('[PLAIN1] the table of docs/SERVERS.md has every fault that the tests have, on every server that meets it', () => {
  const expected = Object.entries(FAULTS).flatMap(([fault, what]) =>
    SERVERS[fault as keyof typeof FAULTS].map(server => `${what}: ${server}`),
  )
  expect(cells.map(([fault, server]) => `${fault}: ${server}`).toSorted()).toEqual(expected.toSorted())
})

test('[PLAIN1] by that table nothing is lost with the plain dialect', () => {
  expect(cells.filter(line => !/told once/.test(line.at(-1) ?? ''))).toEqual([])
})

test('a table that is made anew stands where the old one stood', () => {
  const rows: readonly Row[] = [
    { server: 'hypercorn', fault: 'gone', client: 'plain', socket: 'opened again', answer: 'told once' },
    { server: 'hypercorn', fault: 'gone', client: 'bare', socket: 'closed', answer: 'lost', log: 'a | b' },
  ]
  const made = withTable('before\n<!-- table -->\nold\n<!-- end -->\nafter', tableOf(rows))
  expect(made).toContain('before\n<!-- table -->\n\n| What happens |')
  expect(made).toContain(
    '| the client is gone when the task ends | hypercorn | closed; lost | `a \\| b` | opened again; told once |\n\n<!-- end -->\nafter',
  )
})

test('a document without a place for the table says so', () => {
  expect(() => withTable('no place', '')).toThrow('Put the two where it belongs')
})
