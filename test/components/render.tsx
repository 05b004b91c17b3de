// Renders a component over virtual time, and moves that time inside act.
import { act, render, type RenderResult } from '@testing-library/react'
import type { ReactElement } from 'react'
import { TickerContext } from '../../src/components/index.ts'
import { virtualTicker, type VirtualTicker } from './virtual-ticker.ts'

export interface Stage extends RenderResult {
  readonly show: (element: ReactElement) => void
  readonly advance: (ms: number) => void
  readonly time: VirtualTicker
}

export function stage(element: ReactElement): Stage {
  const time = virtualTicker()
  const wrapped = (inner: ReactElement): ReactElement => <TickerContext value={time.ticker}>{inner}</TickerContext>
  const result = render(wrapped(element))
  return {
    ...result,
    time,
    show: inner => result.rerender(wrapped(inner)),
    advance: ms => advance(time, ms),
  }
}

/** Timer by timer, because what one timer changes may arm the next. */
function advance(time: VirtualTicker, ms: number): void {
  const next = time.untilNext()
  if (next === null || next > ms) return act(() => time.advance(ms))
  act(() => time.advance(next))
  return advance(time, ms - next)
}
