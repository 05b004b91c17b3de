// Where the hooks find their agent, and the socket beside it if there is one.
'use client'
import { type Context, createContext, use } from 'react'
import type { ResilientSocket, SocketStore } from '../client/types.ts'
import { SocketContext } from '../react/context.ts'
import { SERVER_STORE } from '../react/server-store.ts'
import type { Agent } from './agent.ts'

export const AgentContext: Context<Agent | null> = createContext<Agent | null>(null)
AgentContext.displayName = 'ResilientAgent'

/** The nearest provider's agent. */
export function useAgent(): Agent {
  const agent = use(AgentContext)
  if (agent !== null) return agent
  throw new Error(
    'A hook of resilient-socket/query was called outside <AgentProvider>, so there is no agent to ask. Wrap the tree in it, below <QueryClientProvider>.',
  )
}

/** null where the page has no <ResilientSocketProvider>: everything goes over HTTP. */
export function useSocketBeside(): ResilientSocket | null {
  return use(SocketContext)?.socket ?? null
}

/** Without a socket nothing is known and nothing is live. */
export function useStoreBeside(): SocketStore {
  return useSocketBeside()?.store ?? SERVER_STORE
}
