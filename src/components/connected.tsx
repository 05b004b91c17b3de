// Hands a component the provider's connection, and is mounted only where props are missing. What one component alone reads stands in its own folder, as
// `connected-*`, so that none brings the hooks of another.
'use client'
import type { ReactElement, ReactNode } from 'react'
import type { ConnectionStatus } from '../core/model.ts'
import { useConnectionState } from '../react/use-connection-state.ts'
import { useResilientSocket } from '../react/use-resilient-socket.ts'

export interface Connection {
  readonly status: ConnectionStatus
  readonly reconnect: () => void
}

export function Connected({ children }: { readonly children: (connection: Connection) => ReactNode }): ReactElement {
  const status = useConnectionState()
  const socket = useResilientSocket()
  return <>{children({ status, reconnect: () => socket.reconnect() })}</>
}
