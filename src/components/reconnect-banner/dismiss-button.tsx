// Waves the banner away for this outage.
'use client'
import type { ReactElement } from 'react'
import { closeIcon, Icon } from '../shared/icons.tsx'
import { Part, type PartProps } from '../shared/part.tsx'
import { type BannerState, useBanner } from './context.ts'

export function BannerDismissButton(given: PartProps<'button', BannerState>): ReactElement | null {
  const { state, language, isDismissible, dismiss } = useBanner('DismissButton')
  if (!isDismissible) return null
  const own = { type: 'button', onClick: dismiss, 'aria-label': language.text.bannerDismiss } as const
  return (
    <Part as="button" name="banner-dismiss" state={state} own={own} given={given}>
      <Icon shape={closeIcon} />
    </Part>
  )
}
