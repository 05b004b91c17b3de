// The data attributes of the banner's parts: what a style sheet may rely on.
import type { BannerStatus } from './banner-machine.ts'

/** On `Root`, `[data-rs="banner"]`. */
export interface BannerRootData {
  readonly 'data-status': BannerStatus
  /** Present from the moment it appears until it starts to leave. */
  readonly 'data-visible': boolean
  /** Present for the first frame: the style to come from. */
  readonly 'data-starting-style': boolean
  /** Present while it leaves: the style to go to. */
  readonly 'data-ending-style': boolean
  /** Consecutive failures so far. */
  readonly 'data-attempt': number
  readonly 'data-position': BannerPosition
  /** Present while it leaves because the user waved it away. */
  readonly 'data-dismissed': boolean
}

/** On `Countdown`, `[data-rs="banner-countdown"]`: whole seconds to the next attempt; absent while that is not known. */
export interface BannerCountdownData {
  readonly 'data-remaining': number | null
}

export type BannerPosition = 'inline' | 'top' | 'bottom'

/** Custom properties that the root sets: the part of the wait that is over (0..1), and its height while it floats (on the document's root). */
export const PROGRESS_PROPERTY = '--rs-banner-progress'
export const BLOCK_SIZE_PROPERTY = '--rs-banner-block-size'
