// A profile in words, a line for each fact, as the page shows it.
import type { ColumnProfile } from './columns.ts'
import type { TableProfile } from './table-profile.ts'
import type { TextProfile } from './text-profile.ts'

const NUMBERS = new Intl.NumberFormat('en', { maximumSignificantDigits: 6 })
const DELIMITER_NAMES = { ',': 'commas', ';': 'semicolons', '\t': 'tabs', '|': 'bars' } as const

export function wordsForTable({ name, delimiter, rows, uneven, columns, columnsLeftOut }: TableProfile): string {
  const shape = `${name}: ${many(rows, 'row')}, ${many(columns.length + columnsLeftOut, 'column')}, separated by ${DELIMITER_NAMES[delimiter]}.`
  const notes = [
    uneven > 0 ? `${many(uneven, 'row')} had more or fewer cells than there are columns.` : '',
    columnsLeftOut > 0 ? `The last ${many(columnsLeftOut, 'column')} were left out.` : '',
  ].filter(note => note !== '')
  return [[shape, ...notes].join(' '), ...columns.map(wordsForColumn)].join('\n\n')
}

function wordsForColumn(column: ColumnProfile): string {
  const { name, type, count, missing, distinct, distinctCut } = column
  const counts = `${many(count, 'value')}, ${NUMBERS.format(missing)} missing, ${distinctCut ? 'over ' : ''}${NUMBERS.format(distinct)} distinct`
  const facts = [`${name} — ${type}`, counts, rangeOf(column), topOf(column)]
  return facts.filter(fact => fact !== '').join('\n')
}

function rangeOf({ numbers, dates }: ColumnProfile): string {
  if (dates !== null) return `from ${dates.min} to ${dates.max}`
  if (numbers === null) return ''
  const { min, max, mean, median } = numbers
  return `from ${NUMBERS.format(min)} to ${NUMBERS.format(max)}, mean ${NUMBERS.format(mean)}, median ${NUMBERS.format(median)}`
}

/** Values that all occur once say nothing by being first. */
function topOf({ top }: ColumnProfile): string {
  const telling = top.filter(({ count }) => count > 1)
  return telling.length === 0
    ? ''
    : `most often: ${telling.map(({ value, count }) => `${clipped(value)} (${NUMBERS.format(count)})`).join(', ')}`
}

const clipped = (value: string): string => (value.length > 40 ? `${value.slice(0, 39)}…` : value)

export function wordsForText({ name, characters, words, distinctWords, lines, sentences, readingMinutes, frequent }: TextProfile): string {
  const minutes = readingMinutes < 1 ? 'under a minute' : `about ${many(Math.round(readingMinutes), 'minute')}`
  return [
    `${name}: ${many(words, 'word')} (${NUMBERS.format(distinctWords)} distinct) in ${many(sentences, 'sentence')} and ${many(lines, 'line')}, ${many(characters, 'character')}.`,
    `Reading time: ${minutes}.`,
    frequent.length === 0 ? '' : `Most frequent: ${frequent.map(({ word, count }) => `${word} (${NUMBERS.format(count)})`).join(', ')}.`,
  ]
    .filter(line => line !== '')
    .join('\n\n')
}

/** Grouped in full: a count of rows is exact. */
const COUNTS = new Intl.NumberFormat('en')
const many = (count: number, noun: string): string => `${COUNTS.format(count)} ${noun}${count === 1 ? '' : 's'}`
