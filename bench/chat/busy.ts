// Whose a late frame is: how long the page's own thread worked in each frame, in processor time, as Chromium's trace has it.
import type { Browser } from 'playwright'
import { type Frames, MARK } from './measures.ts'

export interface Task {
  /** On the page's clock. */
  readonly startedAt: number
  /** Processor time: what other programs took of it does not count. */
  readonly workedMs: number
}

interface TraceEvent {
  readonly name: string
  readonly pid: number
  readonly tid: number
  readonly ts: number
  readonly dur?: number
  readonly tdur?: number
}

/** Everything the thread does is a task: script, style, layout, what comes before paint, and collecting garbage. */
export async function traced(browser: Browser, stream: () => Promise<Frames>): Promise<{ frames: Frames; tasks: readonly Task[] }> {
  await browser.startTracing(undefined, { categories: ['disabled-by-default-devtools.timeline', 'blink.user_timing'] })
  const frames = await stream()
  const trace = JSON.parse((await browser.stopTracing()).toString()) as { readonly traceEvents: readonly TraceEvent[] }
  return { frames, tasks: tasksOf(trace.traceEvents, frames.markedAt) }
}

function tasksOf(events: readonly TraceEvent[], markedAt: number): readonly Task[] {
  const mark = events.findLast(({ name }) => name === MARK)
  const tasks = events.filter(({ name, pid, tid }) => name === 'RunTask' && pid === mark?.pid && tid === mark.tid)
  if (mark === undefined || tasks.length === 0) {
    throw new Error(`The trace has ${tasks.length} tasks of the thread that set the mark "${MARK}", so nothing can be told of its frames.`)
  }
  return tasks.map(({ ts, dur = 0, tdur = dur }) => ({ startedAt: markedAt + (ts - mark.ts) / 1_000, workedMs: tdur / 1_000 }))
}

/** Of each frame but the last, which has no end. */
export function busyOf(startedAt: readonly number[], tasks: readonly Task[]): readonly number[] {
  const inOrder = tasks.toSorted((a, b) => a.startedAt - b.startedAt)
  let next = 0
  return startedAt.slice(1).map((end, frame) => {
    let workedMs = 0
    for (; next < inOrder.length; next += 1) {
      const task = inOrder[next]
      if (task === undefined || task.startedAt >= end) break
      if (task.startedAt >= (startedAt[frame] ?? end)) workedMs += task.workedMs
    }
    return workedMs
  })
}
