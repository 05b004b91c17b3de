// A dot and a word for a header: how the connection is, all the time and in silence. The banner is what speaks up.
'use client'
import type { FunctionComponent, ReactElement } from 'react'
import { IndicatorDot } from './dot.tsx'
import { IndicatorLabel } from './label.tsx'
import { IndicatorQueued } from './queued.tsx'
import { type ConnectionIndicatorProps, IndicatorRoot } from './root.tsx'

export interface ConnectionIndicatorParts {
  readonly Root: typeof IndicatorRoot
  readonly Dot: typeof IndicatorDot
  readonly Label: typeof IndicatorLabel
  readonly Queued: typeof IndicatorQueued
}

/** Complete by itself; with children, or through its parts, composed at will. */
export const ConnectionIndicator: FunctionComponent<ConnectionIndicatorProps> & ConnectionIndicatorParts = /* @__PURE__ */ Object.assign(
  Indicator,
  { Root: IndicatorRoot, Dot: IndicatorDot, Label: IndicatorLabel, Queued: IndicatorQueued },
)

function Indicator({ children, ...props }: ConnectionIndicatorProps): ReactElement {
  return (
    <IndicatorRoot {...props}>
      {children ?? (
        <>
          <IndicatorDot />
          <IndicatorLabel />
          <IndicatorQueued />
        </>
      )}
    </IndicatorRoot>
  )
}
