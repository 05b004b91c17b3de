// What the user can do about it, side by side.
'use client'
import type { ReactElement, ReactNode } from 'react'
import { Part, type PartProps } from '../shared/part.tsx'
import { type BannerState, useBanner } from './context.ts'

export function BannerActions(given: PartProps<'div', BannerState> & { readonly children?: ReactNode }): ReactElement {
  const { state } = useBanner('Actions')
  return <Part as="div" name="banner-actions" state={state} given={given} />
}
