// The banner's picture: decoration, never the only sign of a kind.
'use client'
import type { ReactElement } from 'react'
import { alertIcon, checkIcon, lockIcon, offlineIcon, tryingIcon, waitingIcon, windowIcon, Icon, type IconShape } from '../shared/icons.tsx'
import { Part, type PartProps } from '../shared/part.tsx'
import type { BannerStatus } from './banner-machine.ts'
import { type BannerState, useBanner } from './context.ts'

const shapes: Readonly<Record<BannerStatus, IconShape>> = {
  offline: offlineIcon,
  connecting: tryingIcon,
  waiting: waitingIcon,
  blocked: alertIcon,
  unreachable: alertIcon,
  'signed-out': lockIcon,
  replaced: windowIcon,
  'catching-up': tryingIcon,
  restored: checkIcon,
}

export function BannerIcon(given: PartProps<'span', BannerState>): ReactElement {
  const { state } = useBanner('Icon')
  return (
    <Part as="span" name="banner-icon" state={state} own={{ 'aria-hidden': true }} given={given}>
      <Icon shape={shapes[state.status]} />
    </Part>
  )
}
