// What a cell is: missing, a number, a date, a yes or no, or text.

export type ColumnType = 'number' | 'date' | 'boolean' | 'text' | 'empty'

const MISSING: ReadonlySet<string> = new Set(['', 'na', 'n/a', 'null', 'nan', 'none', '-', '–', '?'])
const BOOLEANS: ReadonlySet<string> = new Set(['true', 'false', 'yes', 'no', 'y', 'n'])
const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i
const GROUPED = /^[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?$/
const DECIMAL_COMMA = /^[+-]?\d+,\d+$/
const ISO_DATE = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)(?:Z|[+-]\d{2}:?\d{2})?)?$/
const DAY_FIRST = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/
const MONTH_FIRST = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/

export const isMissing = (cell: string): boolean => MISSING.has(cell.trim().toLowerCase())
export const isBoolean = (cell: string): boolean => BOOLEANS.has(cell.trim().toLowerCase())

/** `1,234.5` is grouped; `3,5` has a decimal comma; spreadsheets write both. null: no number. */
export function readNumber(cell: string): number | null {
  const text = cell.trim()
  if (NUMBER.test(text)) return Number(text)
  if (GROUPED.test(text)) return Number(text.replaceAll(',', ''))
  return DECIMAL_COMMA.test(text) ? Number(text.replace(',', '.')) : null
}

/** As `YYYY-MM-DD`, with the time if there is one, so that dates compare as text. null: no date. */
export function readDate(cell: string): string | null {
  const text = cell.trim()
  const [, isoYear, isoMonth, isoDay, time] = ISO_DATE.exec(text) ?? []
  if (isoYear !== undefined) return dateOf({ year: isoYear, month: isoMonth, day: isoDay }, time)
  const [, day, month, year] = DAY_FIRST.exec(text) ?? []
  if (year !== undefined) return dateOf({ year, month, day })
  const [, usMonth, usDay, usYear] = MONTH_FIRST.exec(text) ?? []
  return usYear === undefined ? null : dateOf({ year: usYear, month: usMonth, day: usDay })
}

interface Parts {
  readonly year: string
  readonly month: string | undefined
  readonly day: string | undefined
}

function dateOf({ year, month = '', day = '' }: Parts, time?: string): string | null {
  const isReal = Number(month) >= 1 && Number(month) <= 12 && Number(day) >= 1 && Number(day) <= daysIn(Number(year), Number(month))
  return isReal ? `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}${time === undefined ? '' : ` ${time}`}` : null
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  return [4, 6, 9, 11].includes(month) ? 30 : 31
}
