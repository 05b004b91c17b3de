// The heartbeat of one socket as the server sees it: any frame is life, silence is asked about, then ends it (LIFE1, LIFE3).
import { TIMES } from '../limits.ts'
import type { Limits } from '../types.ts'

export interface Pulse {
  /** null while we do not read: silence proves nothing then. */
  readonly heardAt: number | null
  /** A ping is out since the peer was last heard. */
  readonly pinged: boolean
  readonly pings: number
}

export const heard = (pulse: Pulse, now: number): Pulse => ({ ...pulse, heardAt: now, pinged: false })
export const deaf = (pulse: Pulse): Pulse => ({ ...pulse, heardAt: null })
export const pinged = (pulse: Pulse): Pulse => ({ ...pulse, pinged: true, pings: pulse.pings + 1 })

export type Verdict = 'alive' | 'ask' | 'dead'

/** A wake that comes far too late finds every peer silent, so it asks once more instead of judging. */
export function verdictOn({ heardAt, pinged: isAsked }: Pulse, now: number, limits: Limits): Verdict {
  if (heardAt === null) return 'alive'
  const reapAt = heardAt + limits.reapAfterMs
  if (now >= reapAt) return isAsked && now < reapAt + TIMES.lateWakeMs ? 'dead' : 'ask'
  return !isAsked && now >= heardAt + limits.pingAfterMs ? 'ask' : 'alive'
}

/** A ping that comes after the verdict was due gives the peer as long as a punctual one would. */
export function asking(pulse: Pulse, now: number, limits: Limits): Pulse {
  const heardAt = pulse.heardAt === null ? null : Math.max(pulse.heardAt, now - limits.pingAfterMs)
  return { ...pinged(pulse), heardAt }
}

export function pulseDeadline({ heardAt, pinged: isAsked }: Pulse, limits: Limits): number | null {
  return heardAt === null ? null : heardAt + (isAsked ? limits.reapAfterMs : limits.pingAfterMs)
}
