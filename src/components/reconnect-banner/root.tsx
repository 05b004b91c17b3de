// The banner itself: shows and hides by the machine, announces beside itself, and gives its parts what they show.
'use client'
import {
  type CSSProperties,
  type FocusEvent,
  type KeyboardEvent,
  type ReactElement,
  type ReactNode,
  type RefObject,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
} from 'react'
import { bannerKind } from '../../core/banner.ts'
import type { ConnectionStatus } from '../../core/model.ts'
import { Connected } from '../connected.tsx'
import { Announcer } from '../shared/announcer.tsx'
import { customProperties } from '../shared/custom-properties.ts'
import { useMachine } from '../shared/machine.ts'
import { Part, type PartProps } from '../shared/part.tsx'
import { useSecond } from '../shared/ticker-context.ts'
import { bannerEn } from '../strings/en-parts/banner.ts'
import { type StringsProp, useStrings } from '../strings/use-strings.ts'
import { type BannerEvent, type BannerView, bannerMachine, isHeld, isShown } from './banner-machine.ts'
import { type BannerFacts, namesSeconds, spokenText } from './banner-text.ts'
import { BannerContext, type BannerContextValue, type BannerState } from './context.ts'
import { type BannerPosition, type BannerRootData, PROGRESS_PROPERTY } from './data-attributes.ts'
import * as BANNER from './limits.ts'
import { useBlockSize } from './use-block-size.ts'

interface BannerOptions {
  /** The provider's when not given. */
  readonly status?: ConnectionStatus | undefined
  readonly minVisibleMs?: number | undefined
  /** How long "Back online." stays; 0 leaves it out. */
  readonly restoredMs?: number | undefined
  readonly position?: BannerPosition | undefined
  readonly dismissible?: boolean | undefined
  /** The provider's `reconnect` when neither `status` nor this is given. Without it there is no button. */
  readonly onReconnect?: (() => void) | undefined
  readonly onSignIn?: (() => void) | undefined
  readonly onVisibilityChange?: ((isVisible: boolean) => void) | undefined
  readonly strings?: StringsProp
  readonly announce?: 'on' | 'off' | undefined
  /** Takes the focus when the banner ends with the focus inside; without it the banner stays until the focus leaves. */
  readonly restoreFocusRef?: RefObject<HTMLElement | null> | undefined
}

export type BannerRootProps = PartProps<'div', BannerState> & BannerOptions & { readonly children?: ReactNode }

export function BannerRoot({ status, ...props }: BannerRootProps): ReactElement {
  if (status !== undefined) return <BannerView {...props} status={status} />
  return (
    <Connected>
      {connection => <BannerView {...props} status={connection.status} onReconnect={props.onReconnect ?? connection.reconnect} />}
    </Connected>
  )
}

function BannerView(props: BannerRootProps & { readonly status: ConnectionStatus }): ReactElement {
  const { status, minVisibleMs, restoredMs, position = 'inline', dismissible = false, onReconnect, onSignIn, ...rest } = props
  const { onVisibilityChange, strings, announce = 'on', restoreFocusRef, children, ...given } = rest
  const language = useStrings(bannerEn, strings)
  const [view, tell] = useBannerMachine(status, { minVisibleMs, restoredMs })
  const facts = useFacts(view, status)
  const ref = useRef<HTMLDivElement>(null)
  useBlockSize(ref, isShown(view) && position !== 'inline')
  useVisibilityReport(view, onVisibilityChange)
  useFocusRestored(view, restoreFocusRef)
  const state: BannerState = { ...facts, phase: view.phase }
  const dismiss = (): void => tell({ type: 'dismiss' })
  const value: BannerContextValue = {
    state,
    connection: status,
    hasFocus: view.hasFocus,
    isDismissible: dismissible,
    language,
    strings,
    onReconnect,
    onSignIn,
    dismiss,
  }
  const data: BannerRootData = dataOf(view, status.attempt, position)
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && dismissible) dismiss()
  }
  const own = {
    role: 'group',
    'aria-label': language.text.bannerLabel,
    ref,
    onKeyDown,
    style: progressOf(view, facts.seconds),
    ...focusHandlers(tell),
  }
  return (
    <BannerContext value={value}>
      {announce === 'on' && <SpokenBanner view={view} facts={facts} language={language} />}
      {isShown(view) && (
        <Part as="div" name="banner" state={state} data={{ ...data }} own={own} given={given}>
          {children}
        </Part>
      )}
    </BannerContext>
  )
}

function useBannerMachine(
  status: ConnectionStatus,
  { minVisibleMs = BANNER.minVisibleMs, restoredMs = BANNER.restoredMs }: Pick<BannerOptions, 'minVisibleMs' | 'restoredMs'>,
): readonly [BannerView, (event: BannerEvent) => void] {
  const [view, tell] = useMachine(bannerMachine)
  useLayoutEffect(() => {
    const isLive = status.state === 'connected' && status.freshness === 'live'
    const { noticeable, retryAt } = status
    tell({
      type: 'status',
      kind: bannerKind(status),
      isLive,
      isIdle: status.state === 'idle',
      noticeable,
      retryAt,
      minVisibleMs,
      restoredMs,
    })
  }, [status, tell, minVisibleMs, restoredMs])
  return [view, tell]
}

function useFacts(view: BannerView, status: ConnectionStatus): BannerFacts {
  const second = useSecond(view.wait !== null)
  const seconds = second === null || view.wait === null ? null : Math.max(0, Math.floor((view.wait.until - second) / 1000))
  // Judged by the whole wait: the words must not change while it runs out.
  const isLongWait = view.wait !== null && (status.reason === 'server-down' || namesSeconds((view.wait.until - view.wait.from) / 1000))
  return { status: view.status, hasEverConnected: status.hasEverConnected, isLongWait, seconds }
}

function useVisibilityReport(view: BannerView, report: ((isVisible: boolean) => void) | undefined): void {
  const isVisible = isVisibleIn(view)
  const reported = useRef(false)
  useEffect(() => {
    if (reported.current === isVisible) return
    reported.current = isVisible
    report?.(isVisible)
  }, [isVisible, report])
}

function useFocusRestored(view: BannerView, target: RefObject<HTMLElement | null> | undefined): void {
  const isEnding = isHeld(view)
  useEffect(() => {
    if (isEnding) target?.current?.focus()
  }, [isEnding, target])
}

function isVisibleIn({ phase }: BannerView): boolean {
  return phase === 'entering' || phase === 'open'
}

function dataOf(view: BannerView, attempt: number, position: BannerPosition): BannerRootData {
  return {
    'data-status': view.status,
    'data-visible': isVisibleIn(view),
    'data-starting-style': view.phase === 'entering',
    'data-ending-style': view.phase === 'leaving',
    'data-attempt': attempt,
    'data-position': position,
    'data-dismissed': view.phase === 'leaving' && view.dismissed !== null,
  }
}

function progressOf({ wait }: BannerView, seconds: number | null): CSSProperties {
  if (wait === null || seconds === null) return {}
  const whole = Math.max(1, (wait.until - wait.from) / 1000)
  return customProperties({ [PROGRESS_PROPERTY]: Math.min(1, Math.max(0, 1 - seconds / whole)) })
}

function focusHandlers(tell: (event: BannerEvent) => void): { onFocus: () => void; onBlur: (event: FocusEvent<HTMLElement>) => void } {
  return {
    onFocus: () => tell({ type: 'focus', isInside: true }),
    onBlur: event => tell({ type: 'focus', isInside: event.currentTarget.contains(event.relatedTarget) }),
  }
}

function SpokenBanner({
  view,
  facts,
  language,
}: {
  view: BannerView
  facts: BannerFacts
  language: BannerContextValue['language']
}): ReactElement {
  const newest = view.said.at(-1)
  // Without what changes within a kind, or the kind would be said again with every change.
  const words = newest === undefined ? null : spokenText({ ...facts, status: newest, isLongWait: false, seconds: null }, language.text)
  const announcement = useMemo(() => {
    return newest === undefined || words === null ? null : { text: words, isUrgent: newest === 'signed-out' }
  }, [newest, words])
  return <Announcer announcement={announcement} />
}
