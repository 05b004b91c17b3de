// The door to what tabs of one origin share: locks that the browser frees when their holder dies, and channels between them.

export interface Claim {
  readonly granted: () => void
  /** Another took it, or, when nothing was granted before, the browser refuses. Never after the claim was given up. */
  readonly lost: () => void
}

export interface Channel {
  /** Reaches every other holder of a channel of this name, in order, later; never this one. */
  readonly post: (message: unknown) => void
  readonly close: () => void
}

export interface TabsWorld {
  /** Claims a lock: in turn, or by taking it from whoever holds it. Returns what frees it, or leaves the queue. */
  readonly claim: (name: string, how: 'in-turn' | 'steal', claim: Claim) => () => void
  readonly channel: (name: string, heard: (message: unknown) => void) => Channel
}
