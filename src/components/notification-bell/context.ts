// What the bell's root tells its parts.
'use client'
import { type Context, createContext, type ReactNode, type RefObject } from 'react'
import type { TaskNotification } from '../../core/model.ts'
import { usePart } from '../shared/use-part.ts'
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
  readonly popupId: string
  readonly buttonRef: RefObject<HTMLElement | null>
  readonly notifications: readonly TaskNotification[]
  readonly fresh: ReadonlySet<string>
  /** A greater number of unseen is shown as this one and a plus. */
  readonly max: number
  readonly renderNotification: ((notification: TaskNotification) => ReactNode) | undefined
  readonly setOpen: (isOpen: boolean) => void
  readonly markSeen: () => void
  readonly offersMarkSeen: boolean
  readonly onDismiss: ((id: string) => void) | undefined
  readonly onSelect: ((notification: TaskNotification) => void) | undefined
}

export const BellContext: Context<BellContextValue | null> = createContext<BellContextValue | null>(null)
export const BellItemContext: Context<BellItemState | null> = createContext<BellItemState | null>(null)

export function useBell(part: string): BellContextValue {
  return usePart(BellContext, 'NotificationBell.Root', part)
}

export function useBellItem(part: string): BellItemState & BellContextValue {
  return { ...useBell(part), ...usePart(BellItemContext, 'NotificationBell.Item', part) }
}
