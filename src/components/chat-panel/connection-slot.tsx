// A quiet line by the composer that says what sending means just now. Not announced: the banner does that.
'use client'
import type { ReactElement } from 'react'
import { type BannerKind, bannerKind } from '../../core/banner.ts'
import type { ConnectionState } from '../../core/model.ts'
import { Part, type PartProps } from '../shared/part.tsx'
import { useDraft, useFrame, useView } from './context.ts'
import type { ConnectionSlotData } from './data-attributes.ts'

export function ConnectionSlot(given: PartProps<'div', null>): ReactElement | null {
  const { text } = useFrame().language
  const { status } = useView()
  const { isBlocked } = useDraft()
  const kind = status === undefined || !status.noticeable || status.state === 'connected' ? null : bannerKind(status)
  if (kind === null && given.children === undefined) return null
  const data: ConnectionSlotData = { 'data-status': kind }
  return (
    <Part as="div" name="chat-connection" state={null} data={{ ...data }} given={given}>
      {isBlocked ? text.chatSendBlocked : text[wordsOf(kind, status?.state)]}
    </Part>
  )
}

type Words = 'chatOffline' | 'chatConnecting' | 'chatReconnecting' | 'chatDisconnected'

function wordsOf(kind: BannerKind | null, state: ConnectionState | undefined): Words {
  if (kind === 'offline') return 'chatOffline'
  if (kind === 'signed-out' || state === 'disconnected') return 'chatDisconnected'
  return state === 'connecting' ? 'chatConnecting' : 'chatReconnecting'
}
