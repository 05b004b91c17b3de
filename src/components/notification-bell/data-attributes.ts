// The data attributes of the bell's parts: what a style sheet may rely on.

/** On `Root`, `[data-rs="bell"]`. */
export interface NotificationBellData {
  readonly 'data-open': boolean
  /** How many the user has not seen. */
  readonly 'data-unread': number
  readonly 'data-align': BellAlign
}

/** On `Item`, `[data-rs="bell-item"]`. */
export interface BellItemData {
  readonly 'data-kind': string
  /** Present when it was unseen as the panel opened, or came while it was open. */
  readonly 'data-new': boolean
}

/** Which edge of the button the panel keeps to. */
export type BellAlign = 'start' | 'end'
