// Leads to where the user signs in, for which the page knows the way.
'use client'
import type { ReactElement } from 'react'
import { Part, type PartProps } from '../shared/part.tsx'
import { type BannerState, useBanner } from './context.ts'

export function BannerSignInButton(given: PartProps<'button', BannerState>): ReactElement | null {
  const { state, language, onSignIn } = useBanner('SignInButton')
  if (state.status !== 'signed-out' || onSignIn === undefined) return null
  return (
    <Part as="button" name="banner-sign-in" state={state} own={{ type: 'button', onClick: onSignIn }} given={given}>
      <span data-rs="button-label">{language.text.bannerSignIn}</span>
    </Part>
  )
}
