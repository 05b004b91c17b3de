// Counts down to the next attempt, in silence: a screen reader would hear every second.
'use client'
import type { ReactElement } from 'react'
import { Part, type PartProps } from '../shared/part.tsx'
import { namesSeconds } from './banner-text.ts'
import { type BannerState, useBanner } from './context.ts'
import type { BannerCountdownData } from './data-attributes.ts'

export function BannerCountdown(given: PartProps<'span', BannerState>): ReactElement | null {
  const { state, language } = useBanner('Countdown')
  const { text, words } = language
  if (state.status !== 'waiting') return null
  const data: BannerCountdownData = { 'data-remaining': state.seconds }
  return (
    <Part as="span" name="banner-countdown" state={state} data={{ ...data }} own={{ role: 'timer', 'aria-live': 'off' }} given={given}>
      {namesSeconds(state.seconds) ? text.bannerRetryIn(state.seconds, words) : text.bannerRetrySoon}
    </Part>
  )
}
