// The components' clock, which they share with the rest of the page.
export { TickerContext, useHydrated, useSecond, useSecondOfRender } from '../../react/ticker-context.ts'
