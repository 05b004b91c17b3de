// The banner's headline.
'use client'
import type { ReactElement } from 'react'
import { Part, type PartProps } from '../shared/part.tsx'
import { headlineOf } from './banner-text.ts'
import { type BannerState, useBanner } from './context.ts'

export function BannerMessage(given: PartProps<'span', BannerState>): ReactElement {
  const { state, language } = useBanner('Message')
  return (
    <Part as="span" name="banner-message" state={state} given={given}>
      {headlineOf(state, language.text)}
    </Part>
  )
}
