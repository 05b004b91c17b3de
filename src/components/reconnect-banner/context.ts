// What the banner's root tells its parts.
'use client'
import { type Context, createContext } from 'react'
import type { ConnectionStatus } from '../../core/model.ts'
import { usePart } from '../shared/use-part.ts'
import type { BannerStrings } from '../strings/en-parts/banner.ts'
import type { Language, StringsProp } from '../strings/use-strings.ts'
import type { BannerView } from './banner-machine.ts'
import type { BannerFacts } from './banner-text.ts'

/** What `className`, `style` and `render` functions of every part are given. */
export type BannerState = BannerFacts & { readonly phase: BannerView['phase'] }

export interface BannerContextValue {
  readonly state: BannerState
  readonly connection: ConnectionStatus
  readonly hasFocus: boolean
  readonly isDismissible: boolean
  readonly language: Language<BannerStrings>
  readonly strings: StringsProp
  readonly onReconnect: (() => void) | undefined
  readonly onSignIn: (() => void) | undefined
  readonly dismiss: () => void
}

export const BannerContext: Context<BannerContextValue | null> = createContext<BannerContextValue | null>(null)

export function useBanner(part: string): BannerContextValue {
  return usePart(BannerContext, 'ReconnectBanner.Root', part)
}
