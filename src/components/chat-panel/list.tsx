// The rows of the conversation, shown whole or in part, and the sign that a reply is on its way.
'use client'
import { Fragment, type ReactElement, type ReactNode, useContext, useState } from 'react'
import { Part, type PartProps } from '../shared/part.tsx'
import { useHydrated } from '../shared/ticker-context.ts'
import { ActiveRowContext } from './active-row.ts'
import { useFollowing, useFrame, useMessages, useView } from './context.ts'
import { Row } from './row.tsx'
import { awaitsFirstWord, createRowsReader } from './rows.ts'
import { TypingIndicator } from './typing-indicator.tsx'
import { usePlaceOf } from './use-place.ts'
import { useShownRows } from './use-shown-rows.ts'

export function ChatList(given: PartProps<'div', { readonly count: number }> & { readonly children?: ReactNode }): ReactElement {
  const { isBusy } = useView()
  const messages = useMessages()
  const { times, isLive } = useFrame()
  const { firstUnreadId, listRef } = useFollowing()
  const { index: activeIndex } = useContext(ActiveRowContext)
  const isHydrated = useHydrated()
  const [reader] = useState(createRowsReader)
  const { rows, ids } = reader.read({ messages, firstUnreadId, dayKey: isHydrated ? times.dayKey : null })
  const { items, after, measure } = useShownRows({ messages, ids }, activeIndex)
  const first = items[0]
  usePlaceOf(ids, first === undefined ? null : (ids[first.index] ?? null))
  return (
    <Part as="div" name="chat-list" state={{ count: rows.length }} own={{ ref: listRef }} given={given}>
      {items.map(({ index, gap }) => {
        const row = rows[index]
        if (row === undefined) return null
        return (
          <Fragment key={row.message.id}>
            <Gap size={gap} />
            <Row row={row} count={rows.length} isActive={index === activeIndex} measure={measure} />
          </Fragment>
        )
      })}
      <Gap size={after} />
      {isLive && messages.at(-1)?.role === 'user' && awaitsFirstWord(messages, isBusy) && <TypingIndicator />}
    </Part>
  )
}

function Gap({ size }: { readonly size: number }): ReactElement | null {
  return size > 0 ? <div data-rs="chat-spacer" style={{ blockSize: size, flex: 'none' }} /> : null
}
