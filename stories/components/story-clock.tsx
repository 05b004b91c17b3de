// Gives every story the same hour, so that times read the same today and next year; seconds still pass.
import { type ReactElement, type ReactNode, useState } from 'react'
import { TickerContext } from '../../src/components/index.ts'
import { createTicker, type Ticker } from '../../src/react/ticker-world.ts'
import { NOW } from '../../test/components/builders.ts'

export function StoryClock({ children }: { readonly children: ReactNode }): ReactElement {
  const [ticker] = useState(storyTicker)
  return <TickerContext value={ticker}>{children}</TickerContext>
}

function storyTicker(): Ticker {
  const startedAt = performance.now()
  return createTicker({
    now: () => NOW + Math.floor(performance.now() - startedAt),
    arm(delayMs, wake) {
      const timer = setTimeout(wake, delayMs)
      return () => clearTimeout(timer)
    },
    isVisible: () => true,
    watchVisibility: () => () => {},
  })
}
