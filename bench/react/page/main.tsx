// The page of the benchmark: one contender reads the burst, and the page counts renders and frames until all of it is shown.
import type { ReactNode } from 'react'
import { createRoot } from 'react-dom/client'
import { Bare, Flushed, Naive, Resilient, type ContenderProps } from './contenders.tsx'

/** What was counted from the word to the last token shown. */
export interface Counted {
  readonly elapsedMs: number
  readonly renders: number
  readonly dropped: number
  readonly longestFrameMs: number
}

const CONTENDERS: Readonly<Record<string, (props: ContenderProps) => ReactNode>> = {
  bare: Bare,
  resilient: Resilient,
  naive: Naive,
  flushed: Flushed,
}
const FRAME_MS = 1_000 / 60

const given = new URLSearchParams(location.search)
const Contender = CONTENDERS[given.get('contender') ?? ''] ?? Bare
const readers = Array.from({ length: Number(given.get('readers')) }, (_, index) => `t${index}`)
const url = given.get('url') ?? ''
const expected = Number(given.get('length'))

let renders = 0
let begin: (start: () => void) => void = () => {}
const ready = new Promise<() => void>(resolve => (begin = resolve))
const place = document.querySelector('main')
if (place !== null) createRoot(place).render(<Contender url={url} readers={readers} onRender={() => (renders += 1)} onReady={begin} />)

/** Called by the runner: whoever measures script time looks before and after. */
async function run(): Promise<Counted> {
  const start = await ready
  await nextFrame()
  renders = 0
  const startedAt = performance.now()
  let last = await nextFrame()
  let dropped = 0
  let longest = 0
  start()
  while (shownLength() < expected) {
    const now = await nextFrame()
    dropped += Math.max(0, Math.round((now - last) / FRAME_MS) - 1)
    longest = Math.max(longest, now - last)
    last = now
  }
  return { elapsedMs: performance.now() - startedAt, renders, dropped, longestFrameMs: longest }
}

const nextFrame = () => new Promise<number>(resolve => requestAnimationFrame(resolve))
const shownLength = () => [...document.querySelectorAll('p')].reduce((sum, { firstChild }) => sum + (firstChild?.nodeValue?.length ?? 0), 0)

Object.assign(globalThis, { run })
