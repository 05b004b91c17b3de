// What the demo page decides: which uploads it takes, what it says of link, server and connection, and what is worth a line in the log.
import { describe, expect, test } from 'vitest'
import { PAGE, TABLE } from '../../demo/limits.ts'
import { linkWords } from '../../demo/page/faults.ts'
import { demoNews, withNews, type Happening } from '../../demo/page/happenings.ts'
import { uploadOf, uploadOfFile } from '../../demo/page/uploads.ts'
import type { DemoState } from '../../demo/supervisor/demo-state.ts'
import * as WIRE from '../../src/protocol/limits.ts'

const file = (bytes: Uint8Array<ArrayBuffer>) => ({ name: 'a.csv', size: bytes.length, arrayBuffer: () => Promise.resolve(bytes.buffer) })

describe('an upload', () => {
  test('of a text file is taken with its name and lines', async () => {
    const upload = await uploadOfFile(file(new TextEncoder().encode('a,b\n1,2')))
    expect(upload).toEqual({ outcome: 'taken', input: { text: 'Profile a.csv (2 lines)', name: 'a.csv', content: 'a,b\n1,2' } })
  })

  test.each([
    ['bytes that are no UTF-8', new Uint8Array([0xff, 0xfe, 0x41])],
    ['a file with a zero byte', new Uint8Array([0x41, 0, 0x42])],
    ['an empty file', new Uint8Array()],
    ['a large file', new Uint8Array(TABLE.uploadBytes + 1).fill(0x41)],
  ])('%s is refused with a sentence that names it', async (_name, bytes) => {
    expect(await uploadOfFile(file(bytes))).toEqual({ outcome: 'refused', why: expect.stringMatching(/^a\.csv is /) })
  })

  test('that would not fit into a command once quoted is refused', () => {
    expect(uploadOf('x', '"'.repeat(TABLE.uploadBytes)).outcome).toBe('refused')
  })

  test('the largest that is taken fits into one command', () => {
    const upload = uploadOf('n'.repeat(255), 'x\n'.repeat(TABLE.quotedBytes / 3 - 1))
    const command = {
      type: 'command',
      id: 'x'.repeat(64),
      op: 'task.submit',
      data: { kind: 'profile', conversation: 'demo', ...upload },
      ttlMs: 300_000,
    }
    expect(upload.outcome).toBe('taken')
    expect(Buffer.byteLength(JSON.stringify(command))).toBeLessThan(WIRE.upBytes)
  })
})

const state = (link: Partial<DemoState['link']>, server: Partial<DemoState['server']> = {}): DemoState => ({
  link: { mode: 'pass', delayMs: 0, connections: 1, ...link },
  server: { state: 'running', pid: 7, starts: 1, ...server },
})

describe('the log', () => {
  test('tells a change of the link, of the server, and not of connections', () => {
    expect(demoNews(state({}), state({ mode: 'blackhole' }), 5)).toEqual({ time: 5, tone: 'bad', text: 'The link: swallows everything' })
    expect(demoNews(state({}), state({}, { state: 'killed' }), 5)).toEqual({ time: 5, tone: 'bad', text: 'The server: killed' })
    expect(demoNews(state({ mode: 'refuse' }), state({}), 5)).toEqual({ time: 5, tone: 'good', text: 'The link: healed' })
    expect(demoNews(state({}), state({ connections: 2 }), 5)).toBe(null)
  })

  test('is newest first, without the same line twice in a row, and bounded', () => {
    const told = Array.from({ length: PAGE.happenings + 10 }, (_, index) => `line ${index}`)
    const all = told.reduce<readonly Happening[]>(
      (log, text) => withNews(withNews(log, { time: 0, tone: 'good', text }), { time: 1, tone: 'good', text }),
      [],
    )
    expect(all).toHaveLength(PAGE.happenings)
    expect(all.slice(0, 2).map(({ text }) => text)).toEqual([told.at(-1), told.at(-2)])
  })
})

describe('a doubt', () => {
  const live = { time: 0, tone: 'good', text: 'Live' } as const
  const doubt = { time: 1000, tone: 'busy', text: 'Catching up' } as const
  const log = withNews(withNews([], live), doubt)

  test('that ends at once where it began leaves no line', () => {
    expect(withNews(log, { ...live, time: 1000 + PAGE.doubtMs - 1 }).map(({ text }) => text)).toEqual(['Live'])
  })

  test('that lasts is kept', () => {
    expect(withNews(log, { ...live, time: 1000 + PAGE.doubtMs }).map(({ text }) => text)).toEqual(['Live', 'Catching up', 'Live'])
  })
})

test('a slow link is neither whole nor broken', () => {
  expect(linkWords(state({ mode: 'delay', delayMs: 1000 }))).toEqual({ look: 'slow', words: '1 s late each way' })
})
