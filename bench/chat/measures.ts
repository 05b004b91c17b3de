// What is measured, and how numbers are put into words.

export const MARK = 'bench-stream'
const FRAME_MS = 1_000 / 60

export interface Mount {
  /** React's work, until the rows stand in the page. */
  readonly scriptMs: number
  /** Until the first picture of them was made. */
  readonly shownMs: number
  readonly elements: number
}

export interface Frames {
  /** Of each token: React's work, effects and the layout they ask for, ms. */
  readonly works: readonly number[]
  /** When each frame began, and the one after the last token, on the page's clock. */
  readonly startedAt: readonly number[]
  /** When the page set the mark by which the trace is put on that clock. */
  readonly markedAt: number
}

export interface BenchPage {
  readonly mount: (name: string) => Promise<Mount>
  readonly stream: (tokens: number) => Promise<Frames>
  readonly flood: (tokens: number) => Promise<void>
  readonly typing: (tokens: number) => Promise<readonly number[]>
}

export interface Result extends Mount {
  readonly name: string
  /** Everything until the page was at rest, in processor time. */
  readonly mountMs: number
  readonly tokenMs: number
  readonly tokenP99Ms: number
  /** Script, style, layout and paint of a token, in processor time. */
  readonly taskMs: number
  readonly late: Late
  readonly tokens: number
  /** Grown by, after a collection. */
  readonly heapMb: number | null
  readonly floodTokens: number
  readonly typingMs: number
  readonly typingP95Ms: number
}

export interface Late {
  /** Frames that came at least three quarters of a frame late, whoever was busy. */
  readonly all: number
  /** Those of them in which the page's own thread worked for longer than a frame lasts: dropped by what is measured. */
  readonly own: number
  readonly busyP99Ms: number
  readonly busyMostMs: number
}

export function lateOf(startedAt: readonly number[], busyMs: readonly number[]): Late {
  const late = busyMs.filter((_, frame) => (startedAt[frame + 1] ?? 0) - (startedAt[frame] ?? 0) > FRAME_MS * 1.75)
  return {
    all: late.length,
    own: late.filter(ms => ms > FRAME_MS).length,
    busyP99Ms: quantile(busyMs, 0.99),
    busyMostMs: Math.max(...busyMs),
  }
}

export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

/** None was seen before the stream ended. */
const ms = (value: number): string => (Number.isNaN(value) ? 'none in time' : `${value.toFixed(value < 10 ? 2 : 0)} ms`)

export function tableOf(results: readonly Result[]): string {
  const rows: readonly (readonly [string, (result: Result) => string])[] = [
    ['mount: processor time, until at rest', result => ms(result.mountMs)],
    ['mount: React’s work', result => ms(result.scriptMs)],
    ['mount: until shown', result => ms(result.shownMs)],
    ['elements in the page', result => `${result.elements}`],
    ['a token: script, median', result => ms(result.tokenMs)],
    ['a token: script, 99th of 100', result => ms(result.tokenP99Ms)],
    ['a token: processor time with style, layout and paint, mean', result => ms(result.taskMs)],
    ['late frames, whoever was busy', ({ late, tokens }) => `${late.all} of ${tokens}`],
    ['late frames of its own: the page’s thread worked for longer than a frame', ({ late, tokens }) => `${late.own} of ${tokens}`],
    ['a frame: the thread’s work, 99th of 100', ({ late }) => ms(late.busyP99Ms)],
    ['a frame: the thread’s work, most', ({ late }) => ms(late.busyMostMs)],
    ['a letter while tokens come, median', result => ms(result.typingMs)],
    ['a letter while tokens come, 95th of 100', result => ms(result.typingP95Ms)],
    [
      'heap grown by a flood of tokens',
      result => (result.heapMb === null ? 'not run' : `${result.heapMb.toFixed(1)} MB by ${result.floodTokens}`),
    ],
  ]
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  const head = ['10,000 messages', ...results.map(({ name }) => name)]
  return [line(head), line(head.map(() => '---')), ...rows.map(([name, cell]) => line([name, ...results.map(cell)]))].join('\n')
}
