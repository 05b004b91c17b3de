// The truth about the connection, whole or through a selector; only a change of the selected value renders.
'use client'
import type { ConnectionStatus } from '../core/model.ts'
import { useSocket } from './context.ts'
import { useStore } from './use-store.ts'

export function useConnectionState(): ConnectionStatus
/** Selected values are compared shallowly, so inline selectors and fresh objects are fine. */
export function useConnectionState<T>(select: (status: ConnectionStatus) => T): T
export function useConnectionState(select: (status: ConnectionStatus) => unknown = whole): unknown {
  return useStore(useSocket('useConnectionState').store, store => select(store.status()))
}

const whole = (status: ConnectionStatus): ConnectionStatus => status
