// Answers as assistants write them.

const section = (n: number): string => `## Part ${n}

The revenue **grows by 4.1 %** a month, with *two* exceptions; see [the table](https://example.org/${n}) or [the notes][notes].

1. March dips by 11 %.
   Every region dips together.

2. August jumps by \`19 %\`.
   - North
   - South

| month | change |
| --- | ---: |
| March | −11 % |
| August | +19 % |

\`\`\`ts
const corrected = series.map(value => value * ${n})

export default corrected
\`\`\`

> A quotation
> of two lines.

- [x] done
- [ ] open

`

export const answer: string = `# Summary\n\n${[1, 2, 3, 4, 5].map(section).join('')}[notes]: https://example.org/notes\n`

/** One of everything. */
export const shortAnswer: string = section(1)

/** A minute of talk. */
export const longAnswer: string = Array.from({ length: 8 }, (_, n) => section(n)).join('')
