// The indicator as a function of a status: what it shows, once that has lasted, and how fast the server answers.
'use client'
import { type ReactElement, type ReactNode, useLayoutEffect, useMemo } from 'react'
import type { ConnectionStatus } from '../../core/model.ts'
import { Connected } from '../connected.tsx'
import { useMachine } from '../shared/machine.ts'
import { Part, type PartProps } from '../shared/part.tsx'
import { indicatorEn } from '../strings/en-parts/indicator.ts'
import { type StringsProp, useStrings } from '../strings/use-strings.ts'
import { IndicatorContext, type IndicatorState } from './context.ts'
import type { ConnectionIndicatorData } from './data-attributes.ts'
import { indicatorMachine } from './indicator-machine.ts'
import { indicatorStatus } from './indicator-words.ts'
import { STEADY_MS } from './limits.ts'

export type ConnectionIndicatorProps = PartProps<'span', IndicatorState> & {
  /** The provider's when not given. */
  readonly status?: ConnectionStatus | undefined
  /** How long a change must last before it is shown; 300 by default. Being live again is shown at once. */
  readonly steadyMs?: number | undefined
  /** Says in the description how fast the server answers. */
  readonly showLatency?: boolean | undefined
  readonly strings?: StringsProp
  readonly children?: ReactNode
}

export function IndicatorRoot({ status, ...props }: ConnectionIndicatorProps): ReactElement {
  if (status !== undefined) return <IndicatorView {...props} status={status} />
  return <Connected>{connection => <IndicatorView {...props} status={connection.status} />}</Connected>
}

function IndicatorView(props: ConnectionIndicatorProps & { readonly status: ConnectionStatus }): ReactElement {
  const { status, steadyMs = STEADY_MS, showLatency = false, strings, ...given } = props
  const language = useStrings(indicatorEn, strings)
  const [view, tell] = useMachine(indicatorMachine)
  const current = indicatorStatus(status)
  useLayoutEffect(() => tell({ type: 'status', status: current, steadyMs }), [tell, current, steadyMs])
  const kind = view.shown ?? current
  const { queued, hasEverConnected } = status
  const value = useMemo(() => ({ state: { status: kind, queued, hasEverConnected }, language }), [kind, queued, hasEverConnected, language])
  const data: ConnectionIndicatorData = { 'data-status': kind, 'data-freshness': status.freshness, 'data-queued': queued > 0 }
  const { latencyMs } = status
  const latency = showLatency && kind === 'live' && latencyMs !== null ? Math.round(latencyMs) : null
  // A description changes in silence; words in the row would jump with every answer.
  const own = latency === null ? {} : { title: language.text.indicatorLatency(latency, language.words) }
  return (
    <IndicatorContext value={value}>
      <Part as="span" name="indicator" state={value.state} data={{ ...data }} own={own} given={given} />
    </IndicatorContext>
  )
}
