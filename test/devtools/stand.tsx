// The devtools over a real client whose server the test plays, in virtual time.
import { act, fireEvent, render, screen, within, type RenderResult } from '@testing-library/react'
import type { ReactElement } from 'react'
import type { SocketOptions } from '../../src/client/types.ts'
import { ResilientSocketDevtools, type ResilientSocketDevtoolsProps } from '../../src/devtools/index.ts'
import { TickerContext } from '../../src/react/ticker-context.ts'
import { virtualTicker, type VirtualTicker } from '../components/virtual-ticker.ts'
import { createHarness, type Harness } from '../support/client-harness.ts'

export interface Standing extends Harness, RenderResult {
  readonly time: VirtualTicker
  /** Time passes for the client and for the panel. */
  readonly pass: (ms: number) => void
  readonly show: (props: ResilientSocketDevtoolsProps) => void
}

/** A client that is live, and the devtools beside it. */
export function stand(props: ResilientSocketDevtoolsProps = {}, options: Partial<SocketOptions> = {}, harness = live(options)): Standing {
  const time = virtualTicker(harness.manual.now())
  const tree = (given: ResilientSocketDevtoolsProps): ReactElement => (
    <TickerContext value={time.ticker}>
      <ResilientSocketDevtools socket={harness.socket} {...given} />
    </TickerContext>
  )
  const result = render(tree(props))
  return {
    ...harness,
    ...result,
    time,
    show: given => result.rerender(tree(given)),
    pass: ms =>
      act(() => {
        harness.manual.advance(ms)
        time.advance(ms)
      }),
  }
}

function live(options: Partial<SocketOptions>): Harness {
  const harness = createHarness(options)
  harness.socket.connect()
  harness.greet()
  return harness
}

export const opener = (): HTMLElement => screen.getByRole('button', { name: 'Connection devtools' })
export const panel = (): HTMLElement => screen.getByRole('region', { name: 'Connection devtools' })
export const inPanel = () => within(panel())
export const list = (name: string): HTMLElement => inPanel().getByRole('log', { name })
export const choose = (name: string): void => void fireEvent.click(inPanel().getByRole('radio', { name: new RegExp(`^${name}`) }))
export const press = (name: string): void => void fireEvent.click(inPanel().getByRole('button', { name }))

/** The value beside a term. */
export const fact = (term: string): string | null => inPanel().queryByText(term)?.nextElementSibling?.textContent ?? null
