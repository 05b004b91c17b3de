// Gives a tree its connection: makes and keeps a socket from options, or keeps the one it is given.
'use client'
import { use, useEffect, useEffectEvent, useMemo, type ReactNode } from 'react'
import type { ResilientSocket, SocketChanges, SocketOptions } from '../client/types.ts'
import type { ConnectionStatus } from '../core/model.ts'
import { bindingOf } from './binding.ts'
import { SocketContext } from './context.ts'
import { StringsContext, type StringsValue } from './strings-context.ts'
import { useOwnSocket } from './use-own-socket.ts'
import { useStore } from './use-store.ts'
import { useTellUserGone } from './user-gone.ts'

interface Surroundings {
  readonly children?: ReactNode
  /** Texts of the components below, in place of theirs. */
  readonly strings?: object | undefined
  /** A BCP 47 tag for numbers, plurals and times. */
  readonly locale?: string | undefined
  readonly onStatus?: ((status: ConnectionStatus) => void) | undefined
}

export type ResilientSocketProviderProps = Surroundings &
  (
    | (SocketOptions & Pick<SocketChanges, 'enabled'> & { readonly socket?: never })
    | { readonly socket: ResilientSocket; readonly url?: never }
  )

/** The nearest one wins. Give it `url` and options, or a `socket` of your own, which it keeps wanted and never disposes. */
export function ResilientSocketProvider(props: ResilientSocketProviderProps): ReactNode {
  return props.socket === undefined ? <Owner {...props} /> : <Keeper {...props} />
}

function Owner({ children, strings, locale, onStatus, ...options }: Extract<ResilientSocketProviderProps, { socket?: never }>): ReactNode {
  const socket = useOwnSocket(options)
  return <Provided {...{ socket, strings, locale, onStatus, children }} />
}

function Keeper({ socket, ...rest }: Extract<ResilientSocketProviderProps, { socket: ResilientSocket }>): ReactNode {
  useEffect(() => socket.retain(), [socket])
  return <Provided socket={socket} {...rest} />
}

function Provided({ socket, strings, locale, onStatus, children }: Surroundings & { readonly socket: ResilientSocket }): ReactNode {
  const binding = useMemo(() => bindingOf(socket), [socket])
  const words = useWords(strings, locale)
  useTellUserGone(useStore(socket.store, store => store.user()))
  const tell = useEffectEvent((status: ConnectionStatus) => onStatus?.(status))
  useEffect(() => socket.on('status', status => tell(status)), [socket])
  return (
    <SocketContext value={binding}>
      <StringsContext value={words}>{children}</StringsContext>
    </SocketContext>
  )
}

// A nested provider that says nothing of words speaks as the one around it.
function useWords(strings: object | undefined, locale: string | undefined): StringsValue {
  const outer = use(StringsContext)
  return useMemo(() => ({ strings: strings ?? outer.strings, locale: locale ?? outer.locale }), [strings, locale, outer])
}
