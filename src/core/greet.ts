// The handshake: hello with what is known, and unsettled commands close behind when the user is stated (AUTH1).
import type { Hello, Welcome } from '../protocol/frames.ts'
import type { Moment } from './events.ts'
import * as BOUNDS from './limits.ts'
import { type Outbox, passed, settledWhere, withoutMarks } from './outbox.ts'
import { heard } from './pulse.ts'
import { forgotten } from './reset.ts'
import { handshaken } from './round-trip.ts'
import { settle } from './settled.ts'
import { andThen, type In, type MachineState, type Past, type Step, stay } from './state.ts'
import * as TIMES from './times.ts'

/** The socket is open: say hello, and send what may ride along. */
export function greet(state: MachineState, dial: number, moment: Moment): Step {
  return andThen(greetOnly(state, dial, moment), next =>
    typeof state.settings.identity === 'string' ? stay(next) : riding(next, dial, moment),
  )
}

/** Hello, and nothing behind it: of a candidate nobody knows whether it will be needed (HEDGE1). */
export function greetOnly(state: MachineState, dial: number, { now }: Moment): Step {
  const phase = { name: 'greeting' as const, dial, by: now + TIMES.welcomeMs, helloAt: now, bye: null }
  return [{ ...state, phase }, [{ type: 'hello', dial, hello: helloOf(state) }]]
}

function riding(state: MachineState, dial: number, { now }: Moment): Step {
  const passing = { dial, now, inFlight: BOUNDS.inFlight, welcomed: false, epoch: state.cursor?.epoch ?? null }
  const [outbox, commands] = passed(state.outbox, passing)
  return [{ ...state, outbox }, commands.map(message => ({ type: 'send', dial, message }))]
}

/** Whom the page says it belongs to, or whose state it holds: a cursor means nothing in another user's log. */
export function expectedUser({ settings, user }: MachineState): string | null {
  return typeof settings.identity === 'string' ? user : settings.identity.user
}

function helloOf(state: MachineState): Hello {
  const { settings, cursor, gap } = state
  const expected = expectedUser(state)
  const user = expected === null ? {} : { user: expected }
  // A second gap at the same cursor: ask for everything anew (GAP2).
  const isStuck = cursor !== null && gap !== null && gap.times >= 2 && gap.offset === cursor.offset
  return { type: 'hello', v: 1, client: settings.client, ...user, ...(cursor !== null && !isStuck && { cursor }) }
}

/** Welcomed: the socket becomes a link. What belongs to another user is settled before anything is sent. */
export function welcomed(state: In<'greeting'>, welcome: Welcome, { now }: Moment): Step {
  const { dial, helloAt } = state.phase
  // A page may say from now on that it is somebody else's than its state.
  const isOther = state.user !== null && state.user !== welcome.user
  return andThen(isOther ? forgotten(state) : [state, []], kept => {
    const isOtherHistory = kept.cursor !== null && kept.cursor.epoch !== welcome.epoch
    const waiting = isOtherHistory ? withoutMarks(kept.outbox, 'all') : kept.outbox
    const [outbox, settlements] = ownedBy(waiting, welcome.user)
    const link = {
      dial,
      welcome,
      epoch: welcome.epoch,
      forecast: welcome.outcome === 'snapshot' ? (welcome.reason ?? null) : null,
      staging: null,
      caughtUpAt: null,
      stableAt: now + TIMES.stableMs,
      pulse: heard(null, now),
      unacked: { frames: 0, bytes: 0, since: null },
      awaited: [],
      bye: null,
    }
    const past = pastWelcome(kept.past, welcome, { now, helloAt })
    return [{ ...kept, user: welcome.user, outbox, past, phase: { name: 'live', link, candidate: null } }, settlements.map(settle)]
  })
}

/** Every outbox record carries its user and is written only under it (AUTH1). */
function ownedBy(outbox: Outbox, user: string): ReturnType<typeof settledWhere> {
  const entries = outbox.entries.map(entry => (entry.user === null ? { ...entry, user } : entry))
  return settledWhere({ ...outbox, entries }, entry =>
    entry.user === user ? null : { outcome: entry.passage.at === 'queued' ? 'cancelled' : 'unconfirmed' },
  )
}

function pastWelcome(past: Past, welcome: Welcome, { now, helloAt }: { readonly now: number; readonly helloAt: number }): Past {
  return {
    ...past,
    welcomed: true,
    error: null,
    tokenRefused: false,
    notBefore: 0,
    tokenUntil: welcome.tokenExpiresInMs === undefined ? null : now + welcome.tokenExpiresInMs,
    spreadMs: welcome.reconnectSpreadMs,
    roundTrip: handshaken(now - helloAt),
    heardAt: now,
    recovery: welcome.outcome === 'replayed' ? 'replayed' : past.recovery,
  }
}
