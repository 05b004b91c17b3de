// What a profile says about a table or a text, and how it goes about it.
import { describe, expect, test } from 'vitest'
import { profileHandler, profileUpload, type Profile } from '../../demo/agent/profile.ts'
import { TABLE } from '../../demo/limits.ts'
import { workOnTable, type TableProfile } from '../../demo/table/table-profile.ts'
import { readDate, readNumber } from '../../demo/table/values.ts'
import { hastyClock } from './hand-clock.ts'

/** A task that keeps what it is told. */
function recordingTask() {
  const abort = new AbortController()
  const progress: (readonly [number, number | undefined])[] = []
  let text = ''
  const task = {
    signal: abort.signal,
    progress: (value: number, total?: number) => void progress.push([value, total]),
    append: (chunk: string | readonly unknown[]) => void (text += String(chunk)),
  }
  return { task, abort, progress, text: () => text }
}

const pace = { clock: hastyClock, wordMs: 0 }

async function profiled(content: string, name = 'sales.csv') {
  const recording = recordingTask()
  const profile = await profileUpload({ name, content }, recording.task, pace)
  return { profile, ...recording }
}

const columnsOf = (profile: Profile): TableProfile['columns'] => (profile.type === 'table' ? profile.columns : [])

const SALES = [
  'day,shop,price,paid,note',
  '2024-03-01,Bonn,10.5,yes,',
  '2024-03-02,Bonn,20.5,no,late',
  '2024-03-03,Köln,NA,yes,',
  '2024-02-28,Bonn,2,yes,"a, b"',
].join('\n')

describe('a table', () => {
  test('names the type of each column', async () => {
    const { profile } = await profiled(SALES)
    expect(columnsOf(profile).map(({ name, type }) => [name, type])).toEqual([
      ['day', 'date'],
      ['shop', 'text'],
      ['price', 'number'],
      ['paid', 'boolean'],
      ['note', 'text'],
    ])
  })

  test('counts values, missing ones and distinct ones', async () => {
    const { profile } = await profiled(SALES)
    expect(columnsOf(profile)[2]).toMatchObject({ count: 3, missing: 1, distinct: 3 })
    expect(columnsOf(profile)[4]).toMatchObject({ count: 2, missing: 2, distinct: 2 })
  })

  test('summarises numbers and dates', async () => {
    const { profile } = await profiled(SALES)
    expect(columnsOf(profile)[2]?.numbers).toEqual({ min: 2, max: 20.5, mean: 11, median: 10.5 })
    expect(columnsOf(profile)[0]?.dates).toEqual({ min: '2024-02-28', max: '2024-03-03' })
  })

  test('the median of an even count lies between the middle two', async () => {
    const { profile } = await profiled('a,b\n1,x\n9,x\n3,x\n4,x')
    expect(columnsOf(profile)[0]?.numbers?.median).toBe(3.5)
  })

  test('ranks the most frequent values', async () => {
    const { profile } = await profiled(SALES)
    expect(columnsOf(profile)[1]?.top).toEqual([
      { value: 'Bonn', count: 3 },
      { value: 'Köln', count: 1 },
    ])
  })

  test('reads as text', async () => {
    const { text } = await profiled(SALES)
    expect(text()).toMatch(/^sales\.csv: 4 rows, 5 columns, separated by commas\./)
    expect(text()).toContain('price — number\n3 values, 1 missing, 3 distinct\nfrom 2 to 20.5, mean 11, median 10.5')
    expect(text()).toContain('most often: Bonn (3)')
  })

  test('without a header row gets numbered columns and keeps its first row', async () => {
    const { profile } = await profiled('1,2\n3,4\n5,6')
    expect(profile).toMatchObject({ rows: 3, columns: [{ name: 'column 1' }, { name: 'column 2' }] })
  })

  test('says how many rows are uneven', () => {
    const work = workOnTable('x', 'a,b\n1,2\n1\n1,2,3', ',')
    work.step(10)
    expect(work.profile()).toMatchObject({ rows: 3, uneven: 2 })
  })

  test('leaves out columns beyond the bound and says so', () => {
    const header = Array.from({ length: TABLE.columns + 2 }, (_, index) => `c${index}`).join(',')
    const work = workOnTable('x', `${header}\n${header}`, ',')
    expect(work.profile()).toMatchObject({ columnsLeftOut: 2, columns: { length: TABLE.columns } })
  })

  test('progress grows to the number of rows', async () => {
    const rows = Array.from({ length: 100 }, (_, index) => `${index},x`).join('\n')
    const { progress } = await profiled(`n,s\n${rows}`)
    expect(progress[0]).toEqual([0, 100])
    expect(progress.at(-1)).toEqual([100, 100])
    expect(progress.map(([value]) => value)).toEqual(progress.map(([value]) => value).toSorted((a, b) => a - b))
  })
})

describe('a text', () => {
  test('is counted, timed and ranked by word', async () => {
    const { profile, text } = await profiled('Cursors move. A cursor never lies.\nThe cursor stays!', 'note.txt')
    expect(profile).toMatchObject({
      type: 'text',
      words: 9,
      lines: 2,
      sentences: 3,
      frequent: [{ word: 'cursor', count: 2 }, {}, {}, {}, {}, {}],
    })
    expect(text()).toContain('Reading time: under a minute.')
  })
})

describe('the task', () => {
  test('stops at its signal', async () => {
    const { task, abort } = recordingTask()
    const slow = { clock: { now: () => 0, later: () => () => {} }, wordMs: 1000 }
    const running = profileUpload({ name: 'x', content: SALES }, task, slow)
    abort.abort(new Error('cancelled by the user'))
    await expect(running).rejects.toThrow('cancelled by the user')
  })

  test.each([
    ['an empty file', { content: '  ' }, 'empty-file'],
    ['no content', { text: 'hi' }, 'empty-file'],
    ['a file over the bound', { content: 'x'.repeat(TABLE.uploadBytes + 1) }, 'file-too-large'],
  ])('%s is refused with a code', (_name, input, code) => {
    expect(() => profileHandler(pace)(input, recordingTask().task)).toThrow(expect.objectContaining({ code }))
  })
})

describe('values', () => {
  test.each<[string, number | null]>([
    ['12', 12],
    ['-1.5e3', -1500],
    ['1,234.5', 1234.5],
    ['3,5', 3.5],
    ['.5', 0.5],
    ['1,23,4', null],
    ['12a', null],
    ['0x10', null],
  ])('%s as a number is %s', (cell, number) => {
    expect(readNumber(cell)).toBe(number)
  })

  test.each<[string, string | null]>([
    ['2024-02-29', '2024-02-29'],
    ['2023-02-29', null],
    ['2024-01-05T10:20:30Z', '2024-01-05 10:20:30'],
    ['5.1.2024', '2024-01-05'],
    ['12/31/2024', '2024-12-31'],
    ['31/12/2024', null],
    ['2024', null],
  ])('%s as a date is %s', (cell, date) => {
    expect(readDate(cell)).toBe(date)
  })
})
