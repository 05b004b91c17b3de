// What the bell's root tells its parts.
'use client'
import { type Context, createContext, type RefObject, useContext } from 'react'
import type { TaskNotification } from '../../core/model.ts'
import type { BellStrings } from '../strings/en-parts/bell.ts'
import type { Language } from '../strings/use-strings.ts'

export interface BellState {
  readonly isOpen: boolean
  readonly unread: number
}

export interface BellItemState {
  readonly notification: TaskNotification
  readonly isNew: boolean
}

export interface BellContextValue {
  readonly state: BellState
  readonly language: Language<BellStrings>
  readonly panelId: string
  readonly buttonRef: RefObject<HTMLElement | null>
  readonly notifications: readonly TaskNotification[]
  readonly fresh: ReadonlySet<string>
  readonly setOpen: (isOpen: boolean) => void
  readonly markSeen: () => void
  readonly offersMarkSeen: boolean
  readonly onDismiss: ((id: string) => void) | undefined
  readonly onSelect: ((notification: TaskNotification) => void) | undefined
}

export const BellContext: Context<BellContextValue | null> = createContext<BellContextValue | null>(null)
export const BellItemContext: Context<BellItemState | null> = createContext<BellItemState | null>(null)

export function useBell(part: string): BellContextValue {
  const value = useContext(BellContext)
  if (value !== null) return value
  throw new Error(
    `<NotificationBell.${part}> was rendered outside <NotificationBell.Root>, so it has nothing to show. Put it inside the root, or use <NotificationBell /> as it is.`,
  )
}

export function useBellItem(part: string): BellItemState & BellContextValue {
  const bell = useBell(part)
  const item = useContext(BellItemContext)
  if (item !== null) return { ...bell, ...item }
  throw new Error(
    `<NotificationBell.${part}> was rendered outside <NotificationBell.Item>, so it has no notification. Put it inside an item.`,
  )
}
