// Which clock components and devtools read; a story or a test gives a still or virtual one.
'use client'
import { type Context, createContext, useContext, useSyncExternalStore } from 'react'
import { browserTicker, type Ticker } from './ticker-world.ts'

export const TickerContext: Context<Ticker> = createContext<Ticker>(browserTicker)

const nothing = (): null => null
const never = (): (() => void) => () => {}

/** The current second, ticking while it is wanted; null otherwise, on the server and in the first render, so that hydration agrees. */
export function useSecond(isWanted: boolean): number | null {
  const ticker = useContext(TickerContext)
  return useSyncExternalStore<number | null>(isWanted ? ticker.subscribe : never, isWanted ? ticker.second : nothing, nothing)
}

/** False on the server and in the first render, where the reader's time zone is not known. */
export function useHydrated(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  )
}

/** The second of this render, without ticking: enough to tell today from yesterday. null on the server and in the first render. */
export function useSecondOfRender(): number | null {
  const ticker = useContext(TickerContext)
  return useSyncExternalStore<number | null>(never, ticker.second, nothing)
}
