// Everything that acts on the connection, as one stable object.
'use client'
import type { SocketActions } from './binding.ts'
import { useBinding } from './context.ts'

export function useResilientSocket(): SocketActions {
  return useBinding('useResilientSocket').actions
}
