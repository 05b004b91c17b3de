// The rows of the conversation, shown whole or in part, and the sign that a reply is on its way.
'use client'
import { type ReactElement, type ReactNode, useContext, useState } from 'react'
import { Part, type PartProps } from '../shared/part.tsx'
import { useHydrated } from '../shared/ticker-context.ts'
import { ActiveRowContext } from './active-row.ts'
import { useFollowing, useFrame, useView } from './context.ts'
import { PlainRows } from './plain-rows.tsx'
import { awaitsFirstWord, createRowsReader } from './rows.ts'
import { TypingIndicator } from './typing-indicator.tsx'

export function ChatList(given: PartProps<'div', { readonly count: number }> & { readonly children?: ReactNode }): ReactElement {
  const { messages, isBusy } = useView()
  const { language, isLive } = useFrame()
  const { firstUnreadId, listRef, mode } = useFollowing()
  const { index: activeIndex } = useContext(ActiveRowContext)
  const isHydrated = useHydrated()
  const [reader] = useState(createRowsReader)
  const { rows, ids } = reader.read({ messages, firstUnreadId, dayKey: isHydrated ? language.words.dayKey : null })
  const { virtual } = mode
  const last = messages.at(-1)
  return (
    <Part as="div" name="chat-list" state={{ count: rows.length }} own={{ ref: listRef }} given={given}>
      {virtual === null ? (
        <PlainRows rows={rows} ids={ids} activeIndex={activeIndex} />
      ) : (
        <virtual.Rows rows={rows} ids={ids} activeIndex={activeIndex} handover={virtual.handover} />
      )}
      {isLive && last?.role === 'user' && awaitsFirstWord(messages, isBusy) && <TypingIndicator />}
    </Part>
  )
}
