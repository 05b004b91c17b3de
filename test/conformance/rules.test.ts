// The kit and the specification speak of the same rules.
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { keyOf } from '../../src/conformance/rule.ts'
import { RULES } from '../../src/conformance/rules/index.ts'

const spec = readFileSync(new URL('../../docs/SPEC.md', import.meta.url), 'utf8')
const protocol = readFileSync(new URL('../../docs/PROTOCOL.md', import.meta.url), 'utf8')

test('each rule of the kit names a rule of docs/SPEC.md, or a ground rule or section of docs/PROTOCOL.md', () => {
  const known = new Set([...spec.matchAll(/^### ([A-Z]+\d+) /gm)].map(([, id]) => id))
  const grounds = [...protocol.matchAll(/^(\d)\. \*\*/gm)].map(([, number]) => `P${number}`)
  expect(grounds).toHaveLength(7)
  expect(protocol).toContain('\n## HTTP API\n')
  const ids = new Set([...known, ...grounds, 'HTTP'])
  expect(RULES.map(rule => rule.id).filter(id => !ids.has(id))).toEqual([])
})

test('no two rules bear the same name', () => {
  const keys = RULES.map(keyOf)
  expect(new Set(keys).size).toBe(keys.length)
})
