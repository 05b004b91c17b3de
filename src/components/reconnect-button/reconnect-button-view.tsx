// The button as a function of a status: keeps its width, its focus and its promise of one attempt at a time.
'use client'
import { type ReactElement, type ReactNode, useLayoutEffect, useMemo } from 'react'
import { bannerKind } from '../../core/banner.ts'
import type { ConnectionStatus } from '../../core/model.ts'
import { Announcer } from '../shared/announcer.tsx'
import { useMachine } from '../shared/machine.ts'
import { Part, type PartProps } from '../shared/part.tsx'
import type { ButtonStrings } from '../strings/en-parts/button.ts'
import { buttonEn } from '../strings/en-parts/button.ts'
import { type Language, type StringsProp, useStrings } from '../strings/use-strings.ts'
import { type ButtonView, buttonMachine } from './button-machine.ts'
import type { ButtonLabelData, DisabledReason, ReconnectButtonData } from './data-attributes.ts'
import * as BUTTON from './limits.ts'

export interface ReconnectButtonState {
  readonly status: ReconnectButtonData['data-status']
  readonly isPending: boolean
  readonly isResting: boolean
  readonly disabledReason: DisabledReason | null
}

interface ReconnectButtonOptions {
  readonly strings?: StringsProp
  /** A quicker attempt still shows pending this long, so that the press is seen. */
  readonly pendingMinMs?: number | undefined
  readonly cooldownMs?: number | undefined
  readonly hideWhenConnected?: boolean | undefined
  readonly onReconnect?: (() => void) | undefined
  readonly announce?: 'on' | 'failure' | 'off' | undefined
  readonly children?: ReactNode | ((state: ReconnectButtonState) => ReactNode)
}

export type ReconnectButtonViewProps = Omit<PartProps<'button', ReconnectButtonState>, 'children' | 'name'> &
  ReconnectButtonOptions & { readonly status: ConnectionStatus; readonly name?: string }

export function ReconnectButtonView(props: ReconnectButtonViewProps): ReactElement {
  const { status, strings, pendingMinMs = BUTTON.pendingMinMs, cooldownMs = BUTTON.cooldownMs, ...rest } = props
  const { hideWhenConnected = false, onReconnect, announce = 'on', children, name = 'reconnect', ...given } = rest
  const language = useStrings(buttonEn, strings)
  const [view, tell] = useMachine(buttonMachine)
  const state = stateOf(view, status)
  const isTrying = state.status === 'connecting'
  const isConnected = status.state === 'connected'
  useLayoutEffect(() => tell({ type: 'status', isTrying, isConnected }), [tell, isTrying, isConnected])
  const press = (): void => {
    if (state.isPending || state.isResting || state.disabledReason !== null) return
    tell({ type: 'press', pendingMinMs, cooldownMs })
    onReconnect?.()
  }
  const isInert = state.isPending || state.isResting || state.disabledReason !== null
  const own = { type: 'button', 'aria-disabled': isInert || undefined, 'aria-busy': state.isPending || undefined, onClick: press } as const
  const reserved: ButtonLabelData = { 'data-reserve': reserveFor(children, state, language) }
  return (
    <>
      {announce !== 'off' && <SpokenResult view={view} language={language} isFailureOnly={announce === 'failure'} />}
      {!(hideWhenConnected && isConnected) && (
        <Part as="button" name={name} state={state} data={{ ...dataOf(state) }} own={own} given={given}>
          <span data-rs="button-label" {...reserved}>
            {labelFor(children, state, language)}
          </span>
        </Part>
      )}
    </>
  )
}

/** Both labels, one above the other, hold the width, so that neighbours do not jump when the label changes. */
function reserveFor(
  children: ReconnectButtonOptions['children'],
  state: ReconnectButtonState,
  language: Language<ButtonStrings>,
): string | undefined {
  const labels = [false, true].map(isPending => labelFor(children, { ...state, isPending }, language))
  return labels.every(label => typeof label === 'string') ? labels.join('\n') : undefined
}

function labelFor(children: ReconnectButtonOptions['children'], state: ReconnectButtonState, { text }: Language<ButtonStrings>): ReactNode {
  if (typeof children === 'function') return children(state)
  return children ?? (state.isPending ? text.reconnecting : text.reconnectNow)
}

function stateOf(view: ButtonView, status: ConnectionStatus): ReconnectButtonState {
  const kind = bannerKind(status) ?? (status.state === 'connected' ? 'connected' : 'idle')
  const isPending = view.phase === 'pending' || kind === 'connecting'
  return { status: kind, isPending, isResting: view.phase === 'resting', disabledReason: reasonFor(kind) }
}

function reasonFor(kind: ReconnectButtonState['status']): DisabledReason | null {
  switch (kind) {
    case 'connected':
    case 'catching-up':
      return 'connected'
    case 'offline':
      return 'offline'
    case 'signed-out':
      return 'auth'
    case 'connecting':
    case 'waiting':
    case 'blocked':
    case 'unreachable':
    case 'replaced':
    case 'idle':
      return null
  }
}

function dataOf(state: ReconnectButtonState): ReconnectButtonData {
  return {
    'data-status': state.status,
    'data-pending': state.isPending,
    'data-cooldown': state.isResting,
    'data-disabled-reason': state.disabledReason,
  }
}

interface SpokenResultProps {
  readonly view: ButtonView
  readonly language: Language<ButtonStrings>
  readonly isFailureOnly: boolean
}

function SpokenResult({ view: { result }, language: { text }, isFailureOnly }: SpokenResultProps): ReactElement {
  const announcement = useMemo(() => {
    if (result === null || (isFailureOnly && result.outcome === 'reconnected')) return null
    return { text: result.outcome === 'failed' ? text.reconnectFailed : text.reconnected, isUrgent: false, occasion: result.press }
  }, [result, text, isFailureOnly])
  return <Announcer announcement={announcement} />
}
