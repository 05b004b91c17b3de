// The leader's end of its followers' lines: who knocks, who is greeted, who has fallen silent or too far behind.
import { Refusal } from '../../protocol/check.ts'
import { encode } from '../../protocol/codec.ts'
import type { ServerMessage } from '../../protocol/frames.ts'
import * as TABS from './limits.ts'
import { lineMessage } from './messages.ts'
import type { Channel } from './tabs-world.ts'

export interface Follower {
  readonly line: string
  readonly channel: Channel
  readonly knockedAt: number
  stage: 'knocking' | 'opened' | 'greeted'
  heardAt: number
  pingedAt: number | null
  unacked: { readonly frames: number; readonly chars: number }
  /** Commands without a receipt. */
  owed: number
}

export interface FollowersParts {
  readonly now: () => number
  readonly channel: (line: string, heard: (message: unknown) => void) => Channel
  readonly took: (follower: Follower, text: string) => void
  readonly left: (line: string) => void
}

export interface Followers {
  readonly count: () => number
  readonly of: (line: string) => Follower | undefined
  /** Takes a line in, up to the bound. It may knock again. */
  readonly knocked: (line: string) => void
  readonly isKnockedAt: () => boolean
  /** Lets in those who knocked. */
  readonly letIn: () => void
  readonly drop: (line: string, code: number, reason: string) => void
  /** Ends every socket there is; who only knocked goes on waiting. */
  readonly dropOpen: (code: (line: string) => number, reason: string) => void
  readonly forward: (text: string) => void
  readonly sweep: () => void
  /** Ends every socket, and forgets who knocks: they will knock elsewhere. */
  readonly close: (code: number, reason: string) => void
}

const NOTHING: Follower['unacked'] = { frames: 0, chars: 0 }

export function say({ channel }: Follower, message: ServerMessage): void {
  channel.post({ type: 'frame', text: encode(message) })
}

export function acked(follower: Follower): void {
  follower.unacked = NOTHING
}

export function createFollowers({ now, channel, took, left }: FollowersParts): Followers {
  const followers = new Map<string, Follower>()

  const heard = (line: string, given: unknown): void => {
    const follower = followers.get(line)
    if (follower === undefined) return
    follower.heardAt = now()
    follower.pingedAt = null
    take(follower, given, { took, drop })
  }

  const drop = (line: string, code: number, reason: string): void => {
    const follower = followers.get(line)
    if (follower === undefined) return
    followers.delete(line)
    follower.channel.post({ type: 'closed', code, reason })
    follower.channel.close()
    left(line)
  }

  const dropOpen: Followers['dropOpen'] = (code, reason) => {
    for (const [line, { stage }] of followers) if (stage !== 'knocking') drop(line, code(line), reason)
  }

  return {
    count: () => followers.size,
    of: line => followers.get(line),
    knocked(line) {
      const known = followers.get(line)
      if (known !== undefined) known.heardAt = now()
      if (known !== undefined || followers.size >= TABS.lines) return
      const own = channel(line, given => heard(line, given))
      followers.set(line, newFollower(line, own, now()))
    },
    isKnockedAt: () => [...followers.values()].some(({ stage }) => stage === 'knocking'),
    letIn() {
      for (const follower of followers.values()) {
        if (follower.stage !== 'knocking') continue
        follower.stage = 'opened'
        follower.channel.post({ type: 'opened' })
      }
    },
    drop,
    dropOpen,
    forward(text) {
      for (const follower of followers.values()) if (follower.stage === 'greeted') forward(follower, text, drop)
    },
    close(code, reason) {
      dropOpen(() => code, reason)
      for (const follower of followers.values()) follower.channel.close()
      followers.clear()
    },
    sweep: () => followers.forEach(follower => swept(follower, now(), drop)),
  }
}

function take(follower: Follower, given: unknown, { took, drop }: Pick<FollowersParts, 'took'> & Pick<Followers, 'drop'>): void {
  const message = lineMessage(given)
  if (message instanceof Refusal) drop(follower.line, 1006, 'not a message of a line')
  else if (message.type === 'closed') drop(follower.line, 1000, '')
  else if (message.type === 'frame') took(follower, message.text)
}

const newFollower = (line: string, channel: Channel, knockedAt: number): Follower => ({
  line,
  channel,
  knockedAt,
  stage: 'knocking',
  heardAt: knockedAt,
  pingedAt: null,
  unacked: NOTHING,
  owed: 0,
})

/** A frozen page takes nothing: it must not grow in memory, and is told what it missed when it wakes. */
function forward(follower: Follower, text: string, drop: Followers['drop']): void {
  const { frames, chars } = follower.unacked
  if (frames >= TABS.unackedFrames || chars >= TABS.unackedChars) return drop(follower.line, 4002, 'too far behind')
  follower.unacked = { frames: frames + 1, chars: chars + text.length }
  follower.channel.post({ type: 'frame', text })
}

/** Hidden pages answer a ping although their timers sleep; who does not answer is gone. */
function swept(follower: Follower, now: number, drop: Followers['drop']): void {
  const { line, heardAt, pingedAt, stage } = follower
  if (pingedAt !== null && now - pingedAt >= TABS.reapAfterMs) return drop(line, 4001, 'no answer')
  if (pingedAt !== null || now - heardAt < TABS.pingAfterMs) return
  follower.pingedAt = now
  if (stage === 'greeted') say(follower, { type: 'ping', id: 0 })
}
