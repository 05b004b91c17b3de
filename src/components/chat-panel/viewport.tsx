// The scrolling log: one stop for Tab, arrows between its messages, silent by itself.
'use client'
import { type FocusEvent, type KeyboardEvent, type ReactElement, type ReactNode, useLayoutEffect, useMemo, useState } from 'react'
import { Part, type PartProps } from '../shared/part.tsx'
import { ActiveRowContext } from './active-row.ts'
import { useFollowing, useFrame, useMessages, useView } from './context.ts'
import type { ChatViewportData } from './data-attributes.ts'
import { indexOf, rowAt } from './place.ts'
import { type Move, moveOf } from './roving.ts'

export interface ViewportState {
  readonly isAtEnd: boolean
  readonly isBusy: boolean
}

interface Visit {
  readonly id: string | null
  /** A row that asked for the focus, which it gets when it stands in the page. */
  readonly goal: { readonly index: number } | null
}

const nowhere: Visit = { id: null, goal: null }

export function ChatViewport(given: PartProps<'div', ViewportState> & { readonly children?: ReactNode }): ReactElement {
  const { language, inputRef } = useFrame()
  const { isBusy } = useView()
  const messages = useMessages()
  const { isFollowing, isScrolling, onScroll, viewportRef, jump, mode } = useFollowing()
  const [{ id: activeId, goal }, visit] = useState<Visit>(nowhere)
  const found = activeId === null ? -1 : messages.findIndex(message => message.id === activeId)
  const index = found === -1 ? null : found

  const follow = (move: Exclude<Move, null>): void => {
    if (move.to === 'input') inputRef.current?.focus()
    if (move.to === 'latest') jump()
    const target = move.to === 'row' ? move.index : messages.length - 1
    if (move.to !== 'input') visit({ id: messages[target]?.id ?? null, goal: { index: target } })
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    const move = isTyping(event) ? null : moveOf(event, index, messages.length)
    if (move === null) return
    event.preventDefault()
    follow(move)
  }
  const onFocus = (event: FocusEvent): void => {
    const row = event.target.closest('[data-rs="chat-row"]')
    const id = row === null ? null : (messages[indexOf(row)]?.id ?? null)
    if (id !== null && id !== activeId) visit({ id, goal: null })
  }
  useLayoutEffect(() => {
    if (goal !== null) rowAt(viewportRef.current, goal.index)?.querySelector<HTMLElement>('[data-rs~="chat-message"]')?.focus()
  }, [goal, viewportRef])
  const own = {
    ref: viewportRef,
    role: 'log',
    'aria-label': language.text.chatMessages,
    'aria-live': 'off',
    'aria-busy': isBusy,
    // Once a row is active it is the one stop; the log stays reachable while there is none.
    tabIndex: index === null ? 0 : -1,
    onScroll,
    onKeyDown,
    onFocus,
  } as const
  const data: ChatViewportData = { 'data-at-end': isFollowing, 'data-scrolling': isScrolling, 'data-virtualized': mode.virtual !== null }
  const active = useMemo(() => ({ index }), [index])
  return (
    <ActiveRowContext value={active}>
      <Part as="div" name="chat-viewport" state={{ isAtEnd: isFollowing, isBusy }} data={{ ...data }} own={own} given={given} />
    </ActiveRowContext>
  )
}

function isTyping({ target }: KeyboardEvent): boolean {
  return target instanceof Element && target.closest('input, textarea, select, [contenteditable="true"]') !== null
}
