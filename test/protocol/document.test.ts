// docs/PROTOCOL.md against the code: every example decodes, every type and table says what the code says.
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { CLOSE_CODES } from '../../src/protocol/close-codes.ts'
import { decodeAnswer, decodeCall, decodeClient, decodeServer } from '../../src/protocol/codec.ts'
import type { ClientMessage, Ops, ServerMessage } from '../../src/protocol/frames.ts'
import type { LogEvent } from '../../src/protocol/values.ts'

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')
const page = read('docs/PROTOCOL.md')
const sources = [read('src/protocol/frames.ts'), read('src/protocol/values.ts')].map(normal).join('\n')

// Tables that fail to compile when a name is missing here.
const FRAMES: Record<(ClientMessage | ServerMessage)['type'], true> = {
  hello: true,
  ack: true,
  command: true,
  auth: true,
  ping: true,
  pong: true,
  welcome: true,
  events: true,
  snapshot: true,
  receipt: true,
  authenticated: true,
  'auth-required': true,
  bye: true,
}
const OPS: Record<keyof Ops, true> = {
  'task.submit': true,
  'task.cancel': true,
  'task.get': true,
  'task.input': true,
  'notifications.seen': true,
}
const EVENTS: Record<Exclude<LogEvent['type'], 'unknown'> | 'app.*', true> & Record<`app.${string}`, true> = {
  'task.created': true,
  'task.updated': true,
  'task.stream': true,
  'task.settled': true,
  'task.removed': true,
  notification: true,
  'notifications.seen': true,
  'app.*': true,
}

const section = (title: string) => page.split(`\n## ${title}\n`)[1]?.split('\n## ')[0] ?? ''
const rowOf = (title: string, first: string) =>
  section(title)
    .split('\n')
    .find(line => line.startsWith(`| ${first} |`))
const examples = page.split('\n').filter(line => /^[→←] \{/.test(line))

/** A type's text without what the page leaves out: comments, `readonly`, `export`, space. */
function normal(source: string): string {
  const bare = source.replaceAll(/\/\*\*.*?\*\/|\/\/[^\n]*/gs, '').replaceAll(/\b(?:readonly|export) /g, '')
  return bare.replaceAll(/\s+/g, ' ')
}

describe('names', () => {
  test.each(Object.keys(FRAMES))('the frame %s has a section with a type and an example', type => {
    const own = page.split(`\n#### ${type}\n`)[1]?.split(/\n#{2,4} /)[0] ?? ''
    expect(own).toContain('```ts')
    expect(own).toContain(`{"type":"${type}"`)
  })

  test.each(Object.keys(OPS))('the op %s has a row', op => {
    expect(rowOf('Ops', op)).toBeDefined()
  })

  test.each(Object.keys(EVENTS))('the event %s has a row', type => {
    expect(rowOf('Events', type)).toBeDefined()
  })

  test.each(Object.entries(CLOSE_CODES))('the close code %s has the row that the table of the code gives it', (code, rule) => {
    const proof = rule.executedNothing ? 'yes' : ''
    expect(rowOf('Close codes', code)).toBe(`| ${code} | ${rule.name} | ${rule.action} | ${proof} |`)
  })

  test('every action of a close is explained', () => {
    for (const { action } of Object.values(CLOSE_CODES)) expect(rowOf('Close codes', action)).toBeDefined()
  })
})

describe('types', () => {
  const blocks = [...page.matchAll(/```ts\n(.*?)```/gs)].flatMap(([, block = '']) => block.split(/\n(?=interface|type)/))

  test.each(blocks.map(block => [/(?:interface|type) (\w+)/.exec(block)?.[1] ?? '?', block]))('%s is as the code has it', (_, block) => {
    const readonlyList = normal(block)
      .replaceAll(/(\w+)\[\]/g, '$1[]')
      .trim()
    expect(sources).toContain(readonlyList)
  })
})

describe('examples', () => {
  test('there are examples of every frame', () => {
    const shown = new Set(examples.map(line => /"type":"([\w-]+)"/.exec(line)?.[1]))
    expect(shown).toEqual(new Set(Object.keys(FRAMES)))
  })

  test.each(examples)('%s decodes to itself', line => {
    const text = line.slice(2)
    const decoded = line.startsWith('→') ? decodeClient(text) : decodeServer(text)
    expect(decoded).toEqual(JSON.parse(text))
  })

  test.each(examples.filter(line => line.includes('"command"')))('%s is a call that its op takes', line => {
    const command = decodeClient(line.slice(2))
    if (command.type !== 'command') throw new Error(command.type)
    expect(decodeCall(command.op, command.data)).toEqual({ op: command.op, data: command.data })
  })

  test('the receipt of the session answers its submit', () => {
    const line = examples.find(each => each.includes('"receipt","id":"k1","ok":true')) ?? ''
    const receipt = decodeServer(line.slice(2))
    expect(receipt).toMatchObject({ type: 'receipt', ok: true })
    expect(decodeAnswer('task.submit', 'data' in receipt ? receipt.data : undefined)).toMatchObject({ task: { id: 't1', key: 'k1' } })
  })
})
