// The way back to the newest message, with the number of those missed.
'use client'
import type { ReactElement } from 'react'
import { downIcon, Icon } from '../shared/icons.tsx'
import { Part, type PartProps } from '../shared/part.tsx'
import { useFollowing, useFrame } from './context.ts'
import type { ScrollToLatestData } from './data-attributes.ts'

export function ScrollToLatest(given: PartProps<'button', { readonly unread: number }>): ReactElement | null {
  const { text, words } = useFrame().language
  const { isFollowing, unread, jump, viewportRef } = useFollowing()
  if (isFollowing) return null
  const onClick = (): void => {
    // The button is about to vanish; the log takes the focus, for it is what was asked for.
    viewportRef.current?.focus({ preventScroll: true })
    jump()
  }
  const label = unread > 0 ? text.chatNewMessages(unread, words) : text.chatJumpToLatest
  const data: ScrollToLatestData = { 'data-unread': unread > 0 ? unread : null }
  const own = { type: 'button', onClick, title: text.chatJumpToLatest } as const
  return (
    <Part as="button" name="chat-latest" state={{ unread }} data={{ ...data }} own={own} given={given}>
      <Icon shape={downIcon} />
      <span data-rs="chat-latest-label">{label}</span>
    </Part>
  )
}
