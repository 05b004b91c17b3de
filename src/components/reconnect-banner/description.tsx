// The banner's second sentence, where there is more to say.
'use client'
import type { ReactElement } from 'react'
import { Part, type PartProps } from '../shared/part.tsx'
import { detailOf } from './banner-text.ts'
import { type BannerState, useBanner } from './context.ts'

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
