// The banner's picture: decoration, never the only sign of a kind.
'use client'
import type { ReactElement } from 'react'
import { Icon, type IconName } from '../shared/icons.tsx'
import { Part, type PartProps } from '../shared/part.tsx'
import type { BannerStatus } from './banner-machine.ts'
import { type BannerState, useBanner } from './context.ts'

const names: Readonly<Record<BannerStatus, IconName>> = {
  offline: 'offline',
  connecting: 'trying',
  waiting: 'waiting',
  blocked: 'alert',
  unreachable: 'alert',
  'signed-out': 'lock',
  replaced: 'window',
  'catching-up': 'trying',
  restored: 'check',
}

export function BannerIcon(given: PartProps<'span', BannerState>): ReactElement {
  const { state } = useBanner('Icon')
  return (
    <Part as="span" name="banner-icon" state={state} own={{ 'aria-hidden': true }} given={given}>
      <Icon name={names[state.status]} />
    </Part>
  )
}
