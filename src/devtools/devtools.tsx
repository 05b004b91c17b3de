// The public component: the tools for the nearest provider's socket or a given one, behind a wall that the page cannot fall through.
'use client'
import type { ReactElement } from 'react'
import type { ResilientSocket } from '../client/types.ts'
import { useSocket } from '../react/context.ts'
import { useHydrated } from '../react/ticker-context.ts'
import { Boundary } from './boundary.tsx'
import { Tools, type ToolsProps } from './tools.tsx'

export interface ResilientSocketDevtoolsProps extends Omit<ToolsProps, 'socket'> {
  /** The nearest provider's, when not given. */
  readonly socket?: ResilientSocket | undefined
}

/** For development: load it lazily and only there, so that nothing of it reaches your users. A server renders nothing of it. */
export function ResilientSocketDevtools(props: ResilientSocketDevtoolsProps): ReactElement | null {
  if (!useHydrated()) return null
  const { socket, ...rest } = props
  return (
    <Boundary position={props.position}>{socket === undefined ? <OfProvider {...rest} /> : <Tools {...rest} socket={socket} />}</Boundary>
  )
}

function OfProvider(props: Omit<ToolsProps, 'socket'>): ReactElement {
  return <Tools {...props} socket={useSocket('<ResilientSocketDevtools>')} />
}
