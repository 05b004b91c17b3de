'use client'
// Everything that acts on the connection, as one stable object.
import type { SocketHandle } from './binding.ts'
import { useBinding } from './context.ts'

export function useResilientSocket(): SocketHandle {
  return useBinding('useResilientSocket').handle
}
