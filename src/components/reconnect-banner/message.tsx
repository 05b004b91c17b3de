// The banner's headline and its second sentence.
'use client'
import type { ReactElement } from 'react'
import { Part, type PartProps } from '../shared/part.tsx'
import { detailOf, headlineOf } from './banner-text.ts'
import { type BannerState, useBanner } from './context.ts'

export function BannerMessage(given: PartProps<'span', BannerState>): ReactElement {
  const { state, language } = useBanner('Message')
  return (
    <Part as="span" name="banner-message" state={state} given={given}>
      {headlineOf(state, language.text)}
    </Part>
  )
}

export function BannerDescription(given: PartProps<'span', BannerState>): ReactElement | null {
  const { state, language } = useBanner('Description')
  const detail = detailOf(state.status, language.text)
  if (detail === null && given.children === undefined) return null
  return (
    <Part as="span" name="banner-description" state={state} given={given}>
      {detail}
    </Part>
  )
}
