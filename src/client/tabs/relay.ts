// A small v1 server over the leader's state, for its followers. It keeps no command and no session: a follower's socket ends with
// the leader's link, and what was unanswered on it is sent again over the next (SEND2).
import type { MachineState } from '../../core/state.ts'
import { decodeClient } from '../../protocol/codec.ts'
import type { ClientMessage, Hello, Welcome } from '../../protocol/frames.ts'
import * as WIRE from '../../protocol/limits.ts'
import type { Cursor } from '../../protocol/values.ts'
import { acked, createFollowers, type Follower, type Followers, say } from './followers.ts'
import * as TABS from './limits.ts'
import type { Channel } from './tabs-world.ts'
import { createTap, LEADER_GONE, type Tap } from './tap.ts'
import { isWhole, snapshotOf } from './whole.ts'

export interface RelayParts {
  readonly now: () => number
  readonly state: () => MachineState
  /** This page's timers run, so that its link can be believed. */
  readonly isAwake: () => boolean
  /** What comes on lines from before this instant is not passed on. */
  readonly believedFrom: () => number
  readonly channel: (line: string, heard: (message: unknown) => void) => Channel
  /** Since when a follower has awaited a receipt over this page's link; null: none does. */
  readonly relaying: (since: number | null) => void
  /** The server closed over the size of a command, and nobody can say whose it was. */
  readonly undecidable: () => void
}

export interface Relay extends Pick<Followers, 'count' | 'sweep' | 'close'>, Pick<Tap, 'open'> {
  readonly knocked: (line: string) => void
  /** The leader's state moved: who waits for it may be let in. */
  readonly look: () => void
}

export function createRelay({ now, state, isAwake, believedFrom, channel, relaying, undecidable }: RelayParts): Relay {
  const look = (): void => {
    if (followers.isKnockedAt() && tap.upstream() !== null && sourceOf(state()) !== null) followers.letIn()
  }

  const took = (follower: Follower, text: string): void => {
    const message = decodeClient(text)
    if (message.type === 'protocol-error') return followers.drop(follower.line, message.closeCode, message.code)
    if (message.type === 'hello') return greet(follower, message)
    if (follower.stage === 'greeted' && message.type !== 'unknown') answer(follower, message, text)
  }

  const greet = (follower: Follower, { user, cursor }: Hello): void => {
    const source = tap.upstream() && sourceOf(state())
    if (source === null) return followers.drop(follower.line, LEADER_GONE, 'the leading tab has no link')
    if (user !== source.user) return followers.drop(follower.line, 4508, 'another user')
    const missed = cursor === undefined ? null : tap.missedSince(cursor)
    follower.stage = 'greeted'
    say(follower, welcomeOf(source, follower.line, missed === null ? 'snapshot' : 'replayed'))
    for (const text of missed ?? []) follower.channel.post({ type: 'frame', text })
    for (const part of missed === null ? snapshotOf(state(), source.cursor, state().asks) : []) say(follower, part)
    const { offset, mark } = source.cursor
    say(follower, { type: 'events', prev: offset, offset, mark, list: [], live: true })
  }

  const answer = (follower: Follower, message: Exclude<ClientMessage, Hello>, text: string): void => {
    switch (message.type) {
      case 'ping':
        return isAwake() ? say(follower, { type: 'pong', id: message.id }) : undefined
      case 'ack':
        return acked(follower)
      case 'command':
        // On its next line it asks again, if it follows still: to be passed on twice, by two leaders, not every server forgives (PLAIN1).
        if (follower.knockedAt < believedFrom()) return followers.drop(follower.line, LEADER_GONE, 'the leading tab stood still')
        follower.owed += 1
        if (follower.owed > WIRE.inFlight) return followers.drop(follower.line, 4503, 'too many commands')
        return tap.upstream()?.pass({ id: message.id, owner: follower.line, text })
      case 'auth':
      case 'pong':
        return
    }
  }

  const tap = createTap({ state, followers: () => followers, now, relaying, undecidable })
  const followers = createFollowers({ now, channel, took, left: line => tap.upstream()?.dropHeld(line) })
  return {
    open: tap.open,
    knocked(line) {
      followers.knocked(line)
      look()
    },
    look,
    count: followers.count,
    sweep: followers.sweep,
    close: followers.close,
  }
}

interface Source {
  readonly user: string
  readonly welcome: Welcome
  readonly cursor: Cursor
}

/** What the leader can tell, while all it holds is whole and current; null before. */
function sourceOf(state: MachineState): Source | null {
  const { phase, cursor, user } = state
  if (phase.name !== 'live' || cursor === null || user === null) return null
  const { welcome, caughtUpAt, staging, epoch } = phase.link
  return caughtUpAt === null || staging !== null || epoch !== cursor.epoch || !isWhole(state) ? null : { user, welcome, cursor }
}

/** No hedge: a second line leads to the same leader. The token is the leader's concern. */
function welcomeOf({ welcome, cursor, user }: Source, line: string, outcome: Welcome['outcome']): Welcome {
  const { tokenExpiresInMs: _, reason: __, ...rest } = welcome
  return {
    ...rest,
    connection: line,
    user,
    epoch: cursor.epoch,
    head: cursor.offset,
    outcome,
    limits: { ...welcome.limits, hedge: false },
    reconnectSpreadMs: TABS.spreadMs,
  }
}
