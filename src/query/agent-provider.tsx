// Gives a tree its agent, and keeps the agent's part of the query cache in step with the socket around it.
'use client'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useEffect, useEffectEvent } from 'react'
import { AgentContext, useSocketBeside } from './agent-context.ts'
import type { Agent } from './agent.ts'
import { bridge, type BridgeMapping } from './bridge.ts'

export interface AgentProviderProps {
  /** Made once, outside the component. */
  readonly agent: Agent
  /** What else of the socket goes into the query cache: the latest counts. */
  readonly mapping?: Omit<BridgeMapping, 'agent'> | undefined
  readonly children?: ReactNode
}

/** Below `<QueryClientProvider>`, and below `<ResilientSocketProvider>` where there is one. */
export function AgentProvider({ agent, mapping, children }: AgentProviderProps): ReactNode {
  const client = useQueryClient()
  const socket = useSocketBeside()
  const latest = useEffectEvent((): BridgeMapping => mapping ?? {})
  const { followConnection } = mapping ?? {}
  // What was taken over of TanStack Query is given back when it is asked for no more.
  useEffect(
    () => (socket === null ? undefined : bridge(socket, client, () => ({ ...latest(), agent, followConnection }))),
    [socket, client, agent, followConnection],
  )
  return <AgentContext value={agent}>{children}</AgentContext>
}
