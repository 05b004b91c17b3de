// The socket a provider makes from its options: one per url and identity, kept wanted while the provider is mounted.
'use client'
import { useEffect, useState } from 'react'
import { createResilientSocket } from '../client/index.ts'
import type { ResilientSocket, SocketChanges, SocketOptions } from '../client/types.ts'
import { warnFixed, type FixedOption } from './dev.ts'

export type OwnOptions = SocketOptions & Pick<SocketChanges, 'enabled'>

interface Held {
  readonly target: string
  readonly socket: ResilientSocket
  readonly options: OwnOptions
  /** The socket of the former url or identity, to be ended once this one is shown. */
  readonly replaced: ResilientSocket | null
}

export function useOwnSocket(options: OwnOptions): ResilientSocket {
  const held = useHeld(options)
  const { url: _, identity: __, app, dialect, storage, tabs, world, ...changes } = options
  useEffect(() => {
    held.socket.configure(changes)
    for (const option of changedOptions(held.options, { app, dialect, storage, tabs, world })) warnFixed(option)
  })
  // An effect of the provider runs after those of its children, so handlers mounted in the same commit miss nothing.
  useEffect(() => {
    held.replaced?.dispose()
    return held.socket.retain()
  }, [held])
  return held.socket
}

// Creation is pure, so a render that React throws away leaves nothing behind.
function useHeld(options: OwnOptions): Held {
  const [held, hold] = useState(() => heldOf(options, null))
  if (held.target === targetOf(options)) return held
  const next = heldOf(options, held.socket)
  hold(next)
  return next
}

const heldOf = (options: OwnOptions, replaced: ResilientSocket | null): Held => ({
  target: targetOf(options),
  socket: createResilientSocket(options),
  options,
  replaced,
})

const targetOf = ({ url, identity }: OwnOptions): string => `${String(url)} ${JSON.stringify(identity)}`

function changedOptions(before: OwnOptions, now: Pick<OwnOptions, FixedOption>): readonly FixedOption[] {
  const fixed: readonly FixedOption[] = ['app', 'dialect', 'storage', 'tabs', 'world']
  return fixed.filter(option => before[option] !== now[option])
}
