// Renders hooks and trees below a provider that was given a fake socket.
import type { ReactNode } from 'react'
import type { ResilientSocket } from '../../src/client/types.ts'
import { ResilientSocketProvider } from '../../src/react/provider.tsx'

export function within(socket: ResilientSocket): (props: { children: ReactNode }) => ReactNode {
  return ({ children }) => <ResilientSocketProvider socket={socket}>{children}</ResilientSocketProvider>
}
