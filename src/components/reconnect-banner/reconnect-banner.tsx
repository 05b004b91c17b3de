// Tells the user about the connection, when there is something to tell, and what can be done about it.
'use client'
import type { FunctionComponent, ReactElement } from 'react'
import { BannerActions } from './actions.tsx'
import { BannerCountdown } from './countdown.tsx'
import { BannerDescription } from './description.tsx'
import { BannerDismissButton } from './dismiss-button.tsx'
import { BannerIcon } from './icon.tsx'
import { BannerMessage } from './message.tsx'
import { BannerRetryButton } from './retry-button.tsx'
import { BannerRoot, type BannerRootProps } from './root.tsx'
import { BannerSignInButton } from './sign-in-button.tsx'

export interface ReconnectBannerParts {
  readonly Root: typeof BannerRoot
  readonly Icon: typeof BannerIcon
  readonly Message: typeof BannerMessage
  readonly Description: typeof BannerDescription
  readonly Countdown: typeof BannerCountdown
  readonly Actions: typeof BannerActions
  readonly RetryButton: typeof BannerRetryButton
  readonly SignInButton: typeof BannerSignInButton
  readonly DismissButton: typeof BannerDismissButton
}

export type ReconnectBannerProps = BannerRootProps

/** Complete by itself; with children, or through its parts, composed at will. */
export const ReconnectBanner: FunctionComponent<ReconnectBannerProps> & ReconnectBannerParts = /* @__PURE__ */ Object.assign(Banner, {
  Root: BannerRoot,
  Icon: BannerIcon,
  Message: BannerMessage,
  Description: BannerDescription,
  Countdown: BannerCountdown,
  Actions: BannerActions,
  RetryButton: BannerRetryButton,
  SignInButton: BannerSignInButton,
  DismissButton: BannerDismissButton,
})

function Banner({ children, ...props }: ReconnectBannerProps): ReactElement {
  return <BannerRoot {...props}>{children ?? <BannerContent />}</BannerRoot>
}

function BannerContent(): ReactElement {
  return (
    <>
      <BannerIcon />
      <span data-rs="banner-text">
        <BannerMessage /> <BannerDescription />
        <BannerCountdown />
      </span>
      <BannerActions>
        <BannerRetryButton />
        <BannerSignInButton />
        <BannerDismissButton />
      </BannerActions>
    </>
  )
}
