// A page below a provider of its own, with the real client in a world driven by hand.
import { act, screen } from '@testing-library/react'
import type { ReactNode } from 'react'
import { ResilientSocketProvider, type ResilientSocketProviderProps } from '../../src/react/provider.tsx'
import { useConnectionState } from '../../src/react/use-connection-state.ts'
import { createManualWorld, type ManualSocket } from './manual-world.ts'
import { greet } from './script.ts'

type OwnProps = Partial<Exclude<ResilientSocketProviderProps, { socket: unknown }>>

export function page(children: ReactNode = <Word />) {
  const manual = createManualWorld()
  const tree = (props: OwnProps = {}) => (
    <ResilientSocketProvider url="/rs" world={manual.world} log={() => {}} {...props}>
      {children}
    </ResilientSocketProvider>
  )
  const open = () => manual.sockets.filter(socket => socket.abandoned() === null)
  return { manual, tree, open }
}

export function Word() {
  const { state, freshness, reason } = useConnectionState()
  return <output>{[state, freshness, reason].join(' ')}</output>
}

/** What the one <output> on the page says. */
export const word = () => screen.getByRole('status').textContent

export const greeted = (socket: ManualSocket) => act(() => greet(socket))
