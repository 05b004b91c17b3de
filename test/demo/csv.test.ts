// Delimited text, as spreadsheets and people write it.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseRows, sniffDelimiter, type Delimiter } from '../../demo/table/csv.ts'

describe('rows', () => {
  test.each([
    [
      'plain cells',
      'a,b\n1,2',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    ['a delimiter inside quotes', 'a,"b,c"\n', [['a', 'b,c']]],
    ['a line end inside quotes', '"a\r\nb",c', [['a\r\nb', 'c']]],
    ['a doubled quote', '"say ""so""",x', [['say "so"', 'x']]],
    [
      'CRLF and CR as line ends',
      'a,b\r\n1,2\r3,4',
      [
        ['a', 'b'],
        ['1', '2'],
        ['3', '4'],
      ],
    ],
    [
      'empty cells, at the end too',
      ',a,\n,,',
      [
        ['', 'a', ''],
        ['', '', ''],
      ],
    ],
    [
      'blank lines',
      'a,b\n\n1,2\n\n',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'a byte order mark',
      '\uFEFFa,b\n1,2',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    ['a quote that is never closed', 'a,"b\nc', [['a', 'b\nc']]],
    ['text after a closing quote', '"a"b,c', [['ab', 'c']]],
    ['one empty quoted cell beside another', '"",x', [['', 'x']]],
    ['no text', '', []],
  ])('%s are read', (_name, text, rows) => {
    expect(parseRows(text, ',')).toEqual(rows)
  })

  test('what was written with every cell quoted is read back', () => {
    const cell = fc.string({ maxLength: 8 }).map(text => text.replaceAll('\uFEFF', ''))
    const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { maxLength: 5 })
    fc.assert(
      fc.property(table, fc.constantFrom<Delimiter>(',', ';', '\t', '|'), (rows, delimiter) => {
        const text = rows.map(row => row.map(value => `"${value.replaceAll('"', '""')}"`).join(delimiter)).join('\r\n')
        expect(parseRows(text, delimiter)).toEqual(rows)
      }),
    )
  })

  test('any text whatever is read to its end', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(',', '"', '\n', '\r', 'a') }), text => {
        const letters = (some: string) => some.replaceAll(/[^a]/g, '')
        expect(letters(parseRows(text, ',').flat().join(''))).toBe(letters(text))
      }),
    )
  })
})

describe('the delimiter', () => {
  test.each<[string, string, Delimiter | null]>([
    ['commas', 'a,b\n1,2\n', ','],
    ['semicolons with decimal commas', 'a;b\n1,5;2,5\n3,5;4,5', ';'],
    ['tabs', 'a\tb\n1\t2', '\t'],
    ['bars', 'a|b|c\n1|2|3', '|'],
    ['commas inside quotes do not count', 'a;b\n"1,2,3";4', ';'],
    ['one column', 'a\n1\n2', null],
    ['prose', 'Dear all,\n\nthis is a letter, and a long one, which has commas, here and there.\nYours', null],
    ['one line', 'a,b,c', null],
  ])('%s', (_name, text, delimiter) => {
    expect(sniffDelimiter(text)).toBe(delimiter)
  })
})
