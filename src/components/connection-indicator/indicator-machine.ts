// What the indicator shows: a change once it has lasted, because each send makes the page catch up for a moment, which is not worth a flicker.
import type { Due, Machine } from '../shared/machine.ts'
import type { IndicatorStatus } from './data-attributes.ts'

export interface IndicatorView {
  /** null before the first status. */
  readonly shown: IndicatorStatus | null
  /** What is the case by now, and when that is shown. */
  readonly next: { readonly status: IndicatorStatus; readonly at: number } | null
}

export interface IndicatorTold {
  readonly type: 'status'
  readonly status: IndicatorStatus
  readonly steadyMs: number
}

export const indicatorMachine: Machine<IndicatorView, IndicatorTold> = {
  initial: { shown: null, next: null },
  step,
  deadlineOf: ({ next }) => next?.at ?? null,
}

function step(view: IndicatorView, event: IndicatorTold | Due, now: number): IndicatorView {
  if (event.type === 'due') return view.next === null || view.next.at > now ? view : { shown: view.next.status, next: null }
  const { status, steadyMs } = event
  if (status === view.shown) return view.next === null ? view : { ...view, next: null }
  // Good news need not last. Kinds that take turns are one change: it counts from the first of them.
  if (view.shown === null || status === 'live') return { shown: status, next: null }
  return { ...view, next: { status, at: view.next?.at ?? now + steadyMs } }
}
