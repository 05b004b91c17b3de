// Frames that ask for no work: pings, answers, and what we cannot read. A page sends a few a minute; a flood of them is no page.
import { TIMES } from '../limits.ts'

export interface Chatter {
  readonly since: number
  readonly count: number
}

export const SILENCE: Chatter = { since: 0, count: 0 }

export function withOneMore({ since, count }: Chatter, now: number): Chatter {
  return now < since + TIMES.chatterMs ? { since, count: count + 1 } : { since: now, count: 1 }
}
