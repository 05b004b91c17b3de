// Sends that are not settled, and those that ended without success and wait for a decision.
'use client'
import type { OutboxEntry } from '../core/model.ts'
import type { OutboxActions } from './binding.ts'
import { useBinding } from './context.ts'
import { useStore } from './use-store.ts'

export interface OutboxView extends OutboxActions {
  /** Oldest first. */
  readonly entries: readonly OutboxEntry[]
}

export function useOutbox(): OutboxView {
  const { socket, outbox } = useBinding('useOutbox')
  return useStore(socket.store, store => ({ ...outbox, entries: store.outbox() }))
}
