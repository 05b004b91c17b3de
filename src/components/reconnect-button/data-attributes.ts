// The data attributes of the button: what a style sheet may rely on.
import type { BannerKind } from '../../core/banner.ts'

export type DisabledReason = 'connected' | 'offline' | 'auth'

/** On the words in it, `[data-rs="button-label"]`: both labels, which hold its width. Absent with content of your own. */
export interface ButtonLabelData {
  readonly 'data-reserve': string | undefined
}

/** On `[data-rs="reconnect"]`. */
export interface ReconnectButtonData {
  readonly 'data-status': BannerKind | 'connected' | 'idle'
  /** Present while an attempt is in flight. */
  readonly 'data-pending': boolean
  /** Present for a moment after a failed press, which is then ignored. */
  readonly 'data-cooldown': boolean
  /** Why a press would do nothing. */
  readonly 'data-disabled-reason': DisabledReason | null
}
