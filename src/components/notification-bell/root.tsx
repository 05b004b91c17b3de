// The bell as a function of notifications: opens and closes, marks as seen, and says what arrives.
'use client'
import {
  type ReactElement,
  type ReactNode,
  type RefObject,
  useEffect,
  useEffectEvent,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from 'react'
import type { TaskNotification } from '../../core/model.ts'
import { Announcer } from '../shared/announcer.tsx'
import { useMachine } from '../shared/machine.ts'
import type { ElementProps } from '../shared/merge-props.ts'
import { Part, type PartProps } from '../shared/part.tsx'
import { bellEn } from '../strings/en-parts/bell.ts'
import { type StringsProp, useStrings } from '../strings/use-strings.ts'
import { bellMachine } from './bell-machine.ts'
import { ConnectedNotifications } from './connected-notifications.tsx'
import { BellContext, type BellState } from './context.ts'
import type { BellAlign, NotificationBellData } from './data-attributes.ts'
import * as BELL from './limits.ts'

interface BellOptions {
  readonly open?: boolean | undefined
  readonly defaultOpen?: boolean | undefined
  readonly onOpen?: (() => void) | undefined
  readonly onOpenChange?: ((isOpen: boolean) => void) | undefined
  /** `auto`: opening and closing the panel marks all as seen. `manual`: the user presses a button. */
  readonly seen?: 'auto' | 'manual' | undefined
  readonly onMarkSeen?: (() => void) | undefined
  readonly onDismiss?: ((id: string) => void) | undefined
  /** With it, each notification is a button; the panel closes when one is chosen. */
  readonly onSelect?: ((notification: TaskNotification) => void) | undefined
  /** Shows one notification instead of `NotificationBell.Item`. */
  readonly renderNotification?: ((notification: TaskNotification) => ReactNode) | undefined
  /** The badge shows at most this number, with a plus. Default 99. */
  readonly max?: number | undefined
  readonly align?: BellAlign | undefined
  readonly announce?: 'on' | 'off' | undefined
  readonly strings?: StringsProp
  readonly children?: ReactNode
}

interface BellWish {
  readonly kinds?: readonly string[] | undefined
  readonly filter?: ((notification: TaskNotification) => boolean) | undefined
  /** At most this many are listed. Default 50. */
  readonly limit?: number | undefined
}

interface BellFacts {
  /** Newest first; the provider's when not given, narrowed by `kinds`, `filter` and `limit`. */
  readonly notifications?: readonly TaskNotification[] | undefined
  /** How many are unseen; counted from the list when not given. */
  readonly unread?: number | undefined
}

export type NotificationBellProps = Omit<PartProps<'div', BellState>, 'onSelect'> & BellOptions & BellWish & BellFacts

export function BellRoot({ notifications, kinds, filter, limit = BELL.shown, ...props }: NotificationBellProps): ReactElement {
  if (notifications !== undefined) return <BellView {...props} notifications={notifications} />
  return (
    <ConnectedNotifications options={{ kinds, filter, limit }}>
      {held => (
        <BellView
          {...props}
          notifications={held.notifications}
          unread={props.unread ?? held.unread}
          onMarkSeen={props.onMarkSeen ?? (() => held.markSeen())}
          onDismiss={props.onDismiss ?? held.dismiss}
        />
      )}
    </ConnectedNotifications>
  )
}

type BellViewProps = Omit<NotificationBellProps, keyof BellWish | 'notifications'> & { readonly notifications: readonly TaskNotification[] }

function BellView({ notifications, unread = notifications.filter(isUnseen).length, ...props }: BellViewProps): ReactElement {
  const { open, defaultOpen = false, onOpen, onOpenChange, seen = 'auto', onMarkSeen, onDismiss, onSelect, ...rest } = props
  const { align = 'end', max = BELL.badgeMost, renderNotification, announce = 'on', strings, children, ...given } = rest
  const language = useStrings(bellEn, strings)
  const [ownOpen, setOwnOpen] = useState(defaultOpen)
  const isOpen = open ?? ownOpen
  const setOpen = (next: boolean): void => {
    setOwnOpen(next)
    onOpenChange?.(next)
    if (next) onOpen?.()
  }
  const [view, tell] = useMachine(bellMachine)
  useLayoutEffect(() => tell({ type: 'told', isOpen, notifications, language }), [tell, isOpen, notifications, language])
  const markSeen = useEffectEvent(() => (unread > 0 ? onMarkSeen?.() : undefined))
  const isMarking = isOpen && seen === 'auto'
  useEffect(() => (isMarking ? bothWays(() => markSeen()) : undefined), [isMarking])
  const buttonRef = useRef<HTMLElement>(null)
  const leaving = useLeaving(setOpen, buttonRef)
  const state: BellState = { isOpen, unread }
  const data: NotificationBellData = { 'data-open': isOpen, 'data-unread': unread, 'data-align': align }
  const facts = { notifications, fresh: view.fresh, popupId: useId(), max, renderNotification, buttonRef, state, language }
  const acts = {
    setOpen,
    onDismiss,
    onSelect,
    markSeen: () => onMarkSeen?.(),
    offersMarkSeen: seen === 'manual' && onMarkSeen !== undefined,
  }
  return (
    <BellContext value={{ ...facts, ...acts }}>
      {announce === 'on' && <Announcer announcement={view.news} />}
      <Part as="div" name="bell" state={state} data={{ ...data }} own={isOpen ? leaving : {}} given={given}>
        {children}
      </Part>
    </BellContext>
  )
}

/** Where the browser closes nothing by itself: older ones at Escape, and all when the focus goes elsewhere, which the panel would cover. */
function useLeaving(setOpen: (isOpen: boolean) => void, buttonRef: RefObject<HTMLElement | null>): ElementProps {
  return {
    onKeyDown(event) {
      if (event.key !== 'Escape') return
      // Of a dialog around it this closes nothing.
      event.stopPropagation()
      buttonRef.current?.focus()
      setOpen(false)
    },
    onBlur({ currentTarget, relatedTarget }) {
      if (relatedTarget !== null && !currentTarget.contains(relatedTarget)) setOpen(false)
    },
  }
}

/** What the user opened is seen, and so is what came while it was open. */
function bothWays(mark: () => void): () => void {
  mark()
  return mark
}

const isUnseen = ({ seen }: TaskNotification): boolean => !seen
