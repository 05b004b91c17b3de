// Skips the wait and tries at once; for a toolbar or a settings page, where a banner would be too much.
'use client'
import type { ReactElement } from 'react'
import type { ConnectionStatus } from '../../core/model.ts'
import { Connected } from '../connected.tsx'
import { ReconnectButtonView, type ReconnectButtonViewProps } from './reconnect-button-view.tsx'

export type ReconnectButtonProps = Omit<ReconnectButtonViewProps, 'name' | 'status'> & {
  /** The provider's when not given. */
  readonly status?: ConnectionStatus | undefined
}

export function ReconnectButton({ status, ...props }: ReconnectButtonProps): ReactElement {
  if (status !== undefined) return <ReconnectButtonView {...props} status={status} />
  return (
    <Connected>
      {connection => <ReconnectButtonView {...props} status={connection.status} onReconnect={props.onReconnect ?? connection.reconnect} />}
    </Connected>
  )
}
