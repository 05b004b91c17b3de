// The figures of the benchmark as a page: medians, their spread, and what each costs beside the bare socket.
import type { Counted } from './page/main.tsx'

export type Contender = (typeof CONTENDERS)[number]
export const CONTENDERS = ['bare', 'resilient', 'naive', 'flushed'] as const

export interface Sample extends Counted {
  readonly contender: Contender
  readonly readers: number
  readonly scriptMs: number
}

interface Circumstances {
  readonly messages: number
  readonly rounds: number
  readonly machine: string
  readonly browser: string
}

const NAMES: Readonly<Record<Contender, string>> = {
  bare: 'bare WebSocket, no React',
  resilient: 'resilient-socket, `useTaskStream`',
  naive: 'a state per message in a context',
  flushed: 'the same, each message rendered at once',
}

export function report(samples: readonly Sample[], { messages, rounds, machine, browser }: Circumstances): string {
  const counts = [...new Set(samples.map(({ readers }) => readers))]
  return [
    '# A burst of messages in a page',
    '',
    `${messages.toLocaleString('en')} messages as fast as one socket brings them, each a token of one of as many texts as there are readers. Medians of ${rounds} rounds (smallest to largest), contenders in turn; production builds, Chromium ${browser}, ${machine}. *Script* is what Chromium counts as script until the last token is shown, beside the bare socket's in brackets. *Frames dropped* are those of a 60 Hz screen that had nothing painted.`,
    '',
    'Written by `npm run bench:react`. Ratios hold where figures of one machine do not.',
    '',
    ...counts.flatMap(readers =>
      tableOf(
        samples.filter(sample => sample.readers === readers),
        readers,
      ),
    ),
  ].join('\n')
}

function tableOf(samples: readonly Sample[], readers: number): readonly string[] {
  const of = (contender: Contender) => samples.filter(sample => sample.contender === contender)
  const bare = medianOf(of('bare').map(({ scriptMs }) => scriptMs))
  const rows = CONTENDERS.map(contender => {
    const mine = of(contender)
    const script = mine.map(({ scriptMs }) => scriptMs)
    const cells = [
      NAMES[contender],
      contender === 'bare' ? '–' : spread(mine.map(({ renders }) => renders)),
      `${spread(script)} (×${(medianOf(script) / bare).toFixed(1)})`,
      spread(mine.map(({ elapsedMs }) => elapsedMs)),
      spread(mine.map(({ dropped }) => dropped)),
      spread(mine.map(({ longestFrameMs }) => longestFrameMs)),
    ]
    return `| ${cells.join(' | ')} |`
  })
  return [
    `## ${readers} ${readers === 1 ? 'reader' : 'readers'}`,
    '',
    '| | renders | script ms | until all is shown, ms | frames dropped | longest frame, ms |',
    '|---|---|---|---|---|---|',
    ...rows,
    '',
  ]
}

function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}

function spread(values: readonly number[]): string {
  const whole = (value: number) => Math.round(value).toLocaleString('en')
  return `${whole(medianOf(values))} (${whole(Math.min(...values))}–${whole(Math.max(...values))})`
}
