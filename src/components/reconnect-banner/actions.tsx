// What the user can do about it: try now, sign in, wave it away.
'use client'
import type { ReactElement, ReactNode } from 'react'
import { ReconnectButtonView, type ReconnectButtonState } from '../reconnect-button/reconnect-button-view.tsx'
import { closeIcon, Icon } from '../shared/icons.tsx'
import { Part, type PartProps } from '../shared/part.tsx'
import type { BannerStrings } from '../strings/en-parts/banner.ts'
import type { BannerStatus } from './banner-machine.ts'
import { type BannerContextValue, type BannerState, useBanner } from './context.ts'

export function BannerActions(given: PartProps<'div', BannerState> & { readonly children?: ReactNode }): ReactElement {
  const { state } = useBanner('Actions')
  return <Part as="div" name="banner-actions" state={state} given={given} />
}

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

export function BannerSignInButton(given: PartProps<'button', BannerState>): ReactElement | null {
  const { state, language, onSignIn } = useBanner('SignInButton')
  if (state.status !== 'signed-out' || onSignIn === undefined) return null
  return (
    <Part as="button" name="banner-sign-in" state={state} own={{ type: 'button', onClick: onSignIn }} given={given}>
      <span data-rs="button-label">{language.text.bannerSignIn}</span>
    </Part>
  )
}

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
