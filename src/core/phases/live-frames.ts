// What each frame does on a live link.
import type { EventsFrame, SnapshotFrame } from '../../protocol/frames.ts'
import type { Effect, Emission } from '../effects.ts'
import type { LinkEvent, Moment } from '../events.ts'
import { flush } from '../flush.ts'
import { adopt, stage, takeEvents } from '../inbox.ts'
import * as BOUNDS from '../limits.ts'
import { measured } from '../pulse.ts'
import { takeReceipt } from '../receipts.ts'
import { andThen, type In, isIn, type Link, type MachineState, type Staging, type Step, stay, withPast } from '../state.ts'
import { drained } from './live-candidate.ts'
import { ack, gap, proven, withLink } from './live-link.ts'

type FrameEvent = Extract<LinkEvent, { type: 'frame' }>

/** Any frame is life; then each has its own meaning. What it makes room for is written at once. */
export function takeFrame(before: In<'live'>, event: FrameEvent, moment: Moment): Step {
  const measuredOnly = event.message.type === 'pong' ? ponged(before, event.message.id, moment.now) : before
  const heard = event.proof === 'none' ? stay(measuredOnly) : proven(measuredOnly, moment.now)
  return andThen(
    andThen(heard, state => (isIn(state, 'live') ? dispatch(state, event, moment) : stay(state))),
    next => flush(next, moment.now),
  )
}

const ponged = (state: In<'live'>, id: number, now: number): In<'live'> => withPast(state, { roundTrip: measured(state, id, now) })

function dispatch(state: In<'live'>, { message, bytes }: FrameEvent, moment: Moment): Step {
  const { link } = state.phase
  switch (message.type) {
    case 'events':
      return events(counted(state, bytes, moment.now), message, moment)
    case 'snapshot':
      return snapshot(counted(state, bytes, moment.now), message, moment)
    case 'receipt':
      return takeReceipt(state, message, moment.now)
    case 'ping':
      return [state, [{ type: 'send', dial: link.dial, message: { type: 'pong', id: message.id } }]]
    case 'bye':
      return stay(drained(state, message, moment))
    case 'auth-required':
      // Without a token to get, the session is renewed by the dial that follows 4004.
      return state.settings.hasToken
        ? [state, [{ type: 'get-token', use: 'auth', dial: link.dial, fresh: true, refused: false }]]
        : stay(state)
    case 'authenticated': {
      const tokenUntil = message.expiresInMs === undefined ? null : moment.now + message.expiresInMs
      return stay(withPast(state, { tokenUntil }))
    }
    case 'pong':
    case 'welcome':
      return stay(state)
  }
}

function counted(state: In<'live'>, bytes: number, now: number): In<'live'> {
  const { unacked } = state.phase.link
  const next = { frames: unacked.frames + 1, bytes: unacked.bytes + bytes, since: unacked.since ?? now }
  return withLink(state, { unacked: next })
}

function events(state: In<'live'>, frame: EventsFrame, moment: Moment): Step {
  const taken = takeEvents(state, frame, state.phase.link.epoch)
  if (taken.outcome === 'gap') return gap(state, moment)
  // Frames of an epoch that the state does not hold yet, or amid a snapshot, prove nothing about the state.
  const isOfState = state.cursor?.epoch === state.phase.link.epoch && state.phase.link.staging === null
  const current = reached(taken.state, frame.live === true && isOfState, moment.now)
  return acked([current, taken.emissions.map(emit)])
}

const emit = (emission: Emission): Effect => ({ type: 'emit', emission })

/** The cursor moved: receipts it reached are met, and `live` ends catching up (GAP3, GAP4). */
function reached(state: MachineState, isLive: boolean, now: number): MachineState {
  if (state.phase.name !== 'live') return state
  const { link } = state.phase
  if (link.awaited.length === 0 && (link.caughtUpAt !== null || !isLive)) return state
  const awaited = link.awaited.filter(({ epoch, offset }) => epoch !== state.cursor?.epoch || offset > state.cursor.offset)
  const caughtUpAt = link.caughtUpAt ?? (isLive ? now : null)
  return { ...state, phase: { ...state.phase, link: { ...link, awaited, caughtUpAt } } }
}

/** Acknowledges every 64 kB or 32 frames; the clock does the rest (SLOW1). */
function acked(step: Step): Step {
  return andThen(step, state => {
    if (!isIn(state, 'live')) return stay(state)
    const { frames, bytes } = state.phase.link.unacked
    return frames >= BOUNDS.ackFrames || bytes >= BOUNDS.ackBytes ? ack(state) : stay(state)
  })
}

function snapshot(state: In<'live'>, frame: SnapshotFrame, moment: Moment): Step {
  const staged = stage(state.phase.link, frame)
  if (staged.outcome === 'gap') return gap(state, moment)
  const sent: Effect = {
    type: 'send',
    dial: state.phase.link.dial,
    message: { type: 'ack', offset: frame.cursor.offset, part: frame.part },
  }
  if (staged.outcome === 'staged') return [withLink(state, staged.link), [sent]]
  return andThen([state, [sent]], () => whole(state, staged.staging, moment))
}

/** The last part came: its state is the truth, and a reader of app events may have missed some (SNAP4). */
function whole(state: In<'live'>, staging: Staging, moment: Moment): Step {
  const { link } = state.phase
  const isFirst = state.cursor === null
  const [adopted, emissions] = adopt(state, staging)
  const { cursor } = adopted
  const didMove = cursor?.epoch !== state.cursor?.epoch || cursor?.offset !== state.cursor?.offset
  const settledLink: Link = {
    ...link,
    staging: null,
    forecast: null,
    epoch: staging.cursor.epoch,
    caughtUpAt: null,
    awaited: link.awaited.filter(({ epoch }) => epoch === staging.cursor.epoch),
  }
  const recovered = withPast(adopted, { recovery: isFirst ? 'new' : 'snapshot' })
  const next = reached({ ...recovered, phase: { ...state.phase, link: settledLink } }, false, moment.now)
  const reset: readonly Emission[] = didMove && !isFirst ? [{ type: 'reset', reason: link.forecast ?? 'snapshot' }] : []
  return [next, [...reset, ...emissions].map(emit)]
}
