// One column seen cell by cell: what it holds, what is missing, its range, and its most frequent values.
import { TABLE } from '../limits.ts'
import { isBoolean, isMissing, readDate, readNumber, type ColumnType } from './values.ts'

export interface ColumnProfile {
  readonly name: string
  readonly type: ColumnType
  /** Cells that hold something. */
  readonly count: number
  readonly missing: number
  readonly distinct: number
  /** True when there were more distinct values than are counted. */
  readonly distinctCut: boolean
  readonly numbers: NumberSummary | null
  /** First and last, as `YYYY-MM-DD`. */
  readonly dates: { readonly min: string; readonly max: string } | null
  readonly top: readonly { readonly value: string; readonly count: number }[]
}

interface NumberSummary {
  readonly min: number
  readonly max: number
  readonly mean: number
  readonly median: number
}

export interface ColumnCounter {
  see(cell: string): void
  profile(): ColumnProfile
}

export function countColumn(name: string): ColumnCounter {
  const values = new Map<string, number>()
  const numbers: number[] = []
  const seen = { count: 0, missing: 0, dates: 0, booleans: 0, uncounted: 0 }
  let firstDate: string | null = null
  let lastDate: string | null = null

  function see(cell: string): void {
    if (isMissing(cell)) return void (seen.missing += 1)
    const value = cell.trim()
    seen.count += 1
    if (values.has(value) || values.size < TABLE.distinct) values.set(value, (values.get(value) ?? 0) + 1)
    else seen.uncounted += 1
    const number = readNumber(value)
    if (number !== null) numbers.push(number)
    if (isBoolean(value)) seen.booleans += 1
    const date = readDate(value)
    if (date !== null) seeDate(date)
  }

  function seeDate(date: string): void {
    seen.dates += 1
    if (firstDate === null || date < firstDate) firstDate = date
    if (lastDate === null || date > lastDate) lastDate = date
  }

  function type(): ColumnType {
    if (seen.count === 0) return 'empty'
    if (numbers.length === seen.count) return 'number'
    if (seen.dates === seen.count) return 'date'
    return seen.booleans === seen.count ? 'boolean' : 'text'
  }

  function profile(): ColumnProfile {
    const known = type()
    return {
      name,
      type: known,
      count: seen.count,
      missing: seen.missing,
      distinct: values.size,
      distinctCut: seen.uncounted > 0,
      numbers: known === 'number' ? summarise(numbers) : null,
      dates: known === 'date' && firstDate !== null && lastDate !== null ? { min: firstDate, max: lastDate } : null,
      top: topOf(values),
    }
  }
  return { see, profile }
}

function summarise(numbers: readonly number[]): NumberSummary {
  const sorted = numbers.toSorted((a, b) => a - b)
  const half = sorted.length / 2
  const low = sorted[Math.ceil(half) - 1] ?? 0
  const high = sorted[Math.floor(half)] ?? 0
  const sum = sorted.reduce((total, number) => total + number, 0)
  return { min: sorted[0] ?? 0, max: sorted.at(-1) ?? 0, mean: sum / sorted.length, median: (low + high) / 2 }
}

/** Of equals, the one seen first. */
function topOf(values: ReadonlyMap<string, number>): ColumnProfile['top'] {
  const sorted = Array.from(values, ([value, count]) => ({ value, count })).toSorted((a, b) => b.count - a.count)
  return sorted.slice(0, TABLE.topValues)
}
