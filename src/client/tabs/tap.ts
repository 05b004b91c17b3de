// The leader's link as its followers need it: frames kept in a ring and handed on, receipts to whose they are, and its end told to all.
import type { MachineState } from '../../core/state.ts'
import { type CloseAction, closeRuleOf } from '../../protocol/close-codes.ts'
import type { ServerMessage } from '../../protocol/frames.ts'
import type { Cursor } from '../../protocol/values.ts'
import type { Followers } from './followers.ts'
import type { Owner } from './gate.ts'
import { framesAfter, type Ring, ringAt, withFrame } from './ring.ts'
import { openUpstream, type Upstream, type UpstreamParts } from './upstream.ts'

/** As a server says that it goes away, and that another is there. */
export const LEADER_GONE = 4000

// What ends the leader's connection for good ends it for the user: tabs that lead one after the other would only fight it.
const ENDS: ReadonlySet<CloseAction> = new Set<CloseAction>(['halt', 'wipe'])

export interface TapParts {
  readonly state: () => MachineState
  readonly followers: () => Followers
  readonly now: () => number
  readonly relaying: (since: number | null) => void
  /** The server closed over the size of a command, and nobody can say whose it was. */
  readonly undecidable: () => void
}

export interface Tap {
  readonly open: (parts: Pick<UpstreamParts, 'listener' | 'open'>) => Upstream
  /** The socket that was welcomed last; null once it ended. */
  readonly upstream: () => Upstream | null
  /** The frames after this cursor; null where only a snapshot will do. */
  readonly missedSince: (cursor: Cursor) => readonly string[] | null
}

export function createTap({ state, followers, undecidable, now, relaying }: TapParts): Tap {
  let upstream: Upstream | null = null
  let ring: Ring | null = null

  const welcomed = (own: Upstream): void => {
    if (upstream !== own) followers().dropOpen(() => LEADER_GONE, 'the leading tab has another link')
    upstream = own
    const { cursor } = state()
    if (ring === null || cursor === null || cursor.epoch !== ring.from.epoch) ring = cursor && ringAt(cursor)
  }

  const came = (own: Upstream, message: ServerMessage, text: string): void => {
    if (message.type === 'welcome') welcomed(own)
    if (upstream !== own) return
    const { cursor } = state()
    if (message.type === 'snapshot') ring = null
    if (message.type === 'events' && cursor !== null) ring = withFrame(ring, { frame: message, text, cursor })
    if (message.type === 'events' || message.type === 'snapshot') followers().forward(text)
  }

  const answered = (owners: readonly Owner[], text: string): void => {
    for (const owner of owners) {
      const follower = owner === null ? undefined : followers().of(owner)
      if (follower === undefined) continue
      follower.owed -= 1
      follower.channel.post({ type: 'frame', text })
    }
  }

  /** That a command was too large concerns the page that sent it, and nobody else (SEND7). */
  const over = (own: Upstream, code: number, owners: readonly Owner[]): number => {
    const [culprit, ...others] = code === 1009 ? owners : []
    const isKnown = culprit !== undefined && others.length === 0
    if (upstream === own) {
      upstream = null
      const isForAll = ENDS.has(closeRuleOf(code).action)
      const codeFor = (line: string) => (isForAll || (isKnown && line === culprit) ? code : LEADER_GONE)
      followers().dropOpen(codeFor, 'the leading tab lost its link')
    }
    if (others.length > 0) undecidable()
    return code === 1009 && !(isKnown && culprit === null) ? 1006 : code
  }

  return {
    open(parts) {
      const own: Upstream = openUpstream({
        ...parts,
        now,
        relaying,
        came: (message, text) => came(own, message, text),
        answered,
        over: (code, owners) => over(own, code, owners),
      })
      return own
    },
    upstream: () => upstream,
    missedSince: cursor => framesAfter(ring, cursor),
  }
}
