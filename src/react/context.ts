// Where hooks find their socket: the binding of the nearest provider.
import { createContext, use, type Context } from 'react'
import type { ResilientSocket } from '../client/types.ts'
import type { SocketBinding } from './binding.ts'

export const SocketContext: Context<SocketBinding | null> = createContext<SocketBinding | null>(null)
SocketContext.displayName = 'ResilientSocket'

/** The nearest provider's binding; a hook outside any provider has nothing to read, which is a mistake of the page. */
export function useBinding(hook: string): SocketBinding {
  const binding = use(SocketContext)
  if (binding !== null) return binding
  throw new Error(
    `${hook} was called outside <ResilientSocketProvider>, so there is no connection to read. Wrap the tree in the provider, or render this component below it.`,
  )
}

export function useSocket(hook: string): ResilientSocket {
  return useBinding(hook).socket
}
