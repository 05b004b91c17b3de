// The data attributes of the indicator: what a style sheet may rely on.
import type { BannerKind } from '../../core/banner.ts'
import type { Freshness } from '../../core/model.ts'

export type IndicatorStatus = BannerKind | 'live' | 'stale' | 'idle'

/** On `Root`, `[data-rs="indicator"]`. */
export interface ConnectionIndicatorData {
  readonly 'data-status': IndicatorStatus
  /** How far what the page shows can be trusted. */
  readonly 'data-freshness': Freshness
  /** Present while sends wait for their answer. */
  readonly 'data-queued': boolean
}
