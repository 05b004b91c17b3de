// Tries to connect at once.
'use client'
import type { ReactElement } from 'react'
import { ReconnectButtonView, type ReconnectButtonState } from '../reconnect-button/reconnect-button-view.tsx'
import type { PartProps } from '../shared/part.tsx'
import type { BannerStrings } from '../strings/en-parts/banner.ts'
import type { BannerStatus } from './banner-machine.ts'
import { type BannerContextValue, useBanner } from './context.ts'

export function BannerRetryButton(given: PartProps<'button', ReconnectButtonState>): ReactElement | null {
  const banner = useBanner('RetryButton')
  if (banner.onReconnect === undefined || !offersRetry(banner)) return null
  const { text } = banner.language
  return (
    <ReconnectButtonView
      {...given}
      name="banner-retry"
      status={banner.connection}
      strings={banner.strings}
      onReconnect={banner.onReconnect}
      announce="failure"
    >
      {given.children ?? retryLabel(banner.state.status, text)}
    </ReconnectButtonView>
  )
}

/** A focused button stays, though it has nothing to do: taking it away would throw the focus to the top of the page. */
function offersRetry({ state, hasFocus }: BannerContextValue): boolean {
  switch (state.status) {
    case 'connecting':
    case 'waiting':
    case 'blocked':
    case 'unreachable':
    case 'replaced':
      return true
    case 'signed-out':
      return false
    case 'offline':
    case 'catching-up':
    case 'restored':
      return hasFocus
  }
}

function retryLabel(status: BannerStatus, text: BannerStrings): string {
  if (status === 'replaced') return text.bannerUseHere
  return status === 'unreachable' ? text.bannerTryAgain : text.bannerTryNow
}
