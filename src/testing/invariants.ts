// What must hold after every step, for every page: each rule has a name, and says what broke it.
import { isBookkeeping } from '../core/outbox-room.ts'
import * as WIRE from '../protocol/limits.ts'
import { LIMITS } from '../server/limits.ts'
import { SIMULATED, SIMULATED_BOUNDS as BOUNDS } from './limits.ts'
import type { Page } from './page.ts'
import { unnoticed } from './silence.ts'
import type { Simulation } from './simulation.ts'
import { leaderOf } from './tab-acts.ts'
import { runOf } from './truth.ts'

export interface Violation {
  readonly rule: string
  /** ms after the beginning. */
  readonly at: number
  readonly what: string
}

/** Null: it holds. */
export type Rule = (page: Page, simulation: Simulation) => string | null

/** Looked at after every step of a page to which something happened. */
const stepRules: Readonly<Record<string, Rule>> = {
  /** A page holds one socket, and beside a live one at most another (HEDGE1). */
  'one-socket': page => {
    const held = page.network.held().length
    return held > 1 && held > (page.phase() === 'live' ? 2 : 1) ? `${held} sockets are held at once while ${page.phase()}` : null
  },
  /** Each phase but idle and halted has a deadline. */
  deadline: page => {
    if (page.client.wakesAt() !== null) return null
    const phase = page.phase()
    return phase === 'idle' || phase === 'halted' ? null : `nothing will ever wake ${phase}`
  },
  /** What is shown of a stream is a prefix of what that attempt wrote (STR1). */
  prefix: (page, { truth }) => {
    for (const task of page.record.takeShown()) {
      const items = task.streams['items']?.value ?? []
      if (typeof items !== 'string' && items.some((item, index) => item !== index + 1))
        return `${task.key} shows the items ${items.join(' ')}`
      const text = task.streams['text']
      if (text === undefined || text.kind !== 'text' || text.value === '') continue
      const run = runOf(truth, text.value)
      if (run === null) return `${task.key} shows "${text.value.slice(0, 40)}…", which no run wrote`
      if (run.key !== task.key || run.attempt !== task.attempt) return `${task.key}#${task.attempt} shows text of ${run.key}#${run.attempt}`
    }
    return null
  },
  /** No phase outlasts its deadline. */
  stuck: (page, simulation) => {
    const { clock } = simulation
    if (page.host.state() !== 'up') page.record.disturb()
    // A tab that follows shows its leader's phase.
    const phase = leaderOf(page, simulation) === page ? page.phase() : 'following'
    const stays = page.record.phaseFor(phase, clock.now())
    if (phase !== 'dialing' && phase !== 'greeting') return null
    const mostMs = phase === 'dialing' ? SIMULATED.dialingMs : SIMULATED.greetingMs
    return stays > mostMs && isUndisturbed(page, clock.now()) ? `${phase} for ${stays} ms` : null
  },
}

/** Looked at twice a second. */
const checkRules: Readonly<Record<string, Rule>> = {
  ...stepRules,
  /** Told once, whatever comes again (TASK4). */
  'told-once': page => {
    const twice = page.record.toldAgain()
    return twice === null ? null : `${twice} was told twice`
  },
  /** A reader that does not ack is not sent more than its window holds (SLOW1). */
  window: (page, { setting }) => {
    const bytes = page.record.aheadBytes()
    // Anything goes into an empty window, and frames are counted in characters here.
    const most = Math.max(setting.limits.unackedBytes ?? LIMITS.unackedBytes, WIRE.downTargetBytes + ENVELOPE_BYTES)
    return bytes > most ? `${bytes} bytes are ahead of the acks, of at most ${most}` : null
  },
  'in-flight': page => {
    const count = page.record.inFlight()
    return count > BOUNDS.inFlight ? `${count} commands are in flight` : null
  },
  bounds: (page, { setting }) => {
    const { status, outbox, tasks, notifications } = page.socket.store
    const most = setting.outbox.maxCount ?? 100
    const sends = outbox().filter(({ op, state }) => (state === 'queued' || state === 'written') && !isBookkeeping(op)).length
    if (sends > most) return `${sends} unsettled sends of at most ${most}`
    if (status().queued > most + BOUNDS.bookkeeping) return `${status().queued} unsettled sends and cancels`
    if (outbox().length > most + BOUNDS.bookkeeping + BOUNDS.ended) return `the outbox holds ${outbox().length}`
    if (tasks().length > BOUNDS.tasks + most) return `${tasks().length} tasks are held`
    return notifications().length > BOUNDS.notifications ? `${notifications().length} notifications are held` : null
  },
  /** At most 20 dials a minute by the page's own clock (BACK1). */
  dials: page => {
    const { dials } = page.record
    const last = dials.at(-1) ?? 0
    const recent = dials.filter(at => at > last - 60_000).length
    return recent > BOUNDS.dialsPerMinute ? `${recent} dials in a minute` : null
  },
  /** A page that is live shows what it was told that it did (GAP4). */
  'own-writes': (page, { rewound, troubledAt, truth }) => {
    const { status, tasks } = page.socket.store
    if (status().freshness !== 'live' || rewound.silently + rewound.stamped > 0) return null
    const own = [...page.record.sends.values()].filter(
      send => send.outcome?.outcome === 'accepted' && send.user === page.record.user() && send.sentAt >= page.record.userSince(),
    )
    if (own.length === 0) return null
    const keys = new Set(tasks().map(({ key }) => key))
    const heard = new Set(page.record.heard)
    // A send that an earlier page left may have run before this one's first load, which tells no events (SNAP4).
    const first = page.record.firstAt()?.offset ?? 0
    const isHeard = (id: string) => heard.has(id) || (truth.events.get(id)?.offset ?? Infinity) <= first
    const task = own.find(send => send.op === 'task.submit' && !keys.has(send.id))
    if (task !== undefined && tasks().length < BOUNDS.tasks) return `live without its own task ${task.id}`
    // A store in trouble cannot say where the log stands, and the receipt then carries no cursor.
    const event =
      page.record.resets() > 0
        ? undefined
        : own.find(send => send.op === 'app.note' && !isHeard(send.id) && send.sentAt > troubledAt + SIMULATED.undisturbedMs)
    return event === undefined ? null : `live without the event of its own ${event.id}`
  },
  /** A half-open link is noticed within the promised time (LIFE1, LIFE2). */
  silence: unnoticed,
  /** And soon after trouble too. */
  'half-open': (page, simulation) => {
    const [wire] = page.network.held()
    const now = simulation.clock.now()
    if (wire === undefined || page.phase() !== 'live' || !isUndisturbed(page, now)) return null
    const down = wire.lostSince('down')
    const up = wire.lostSince('up')
    if (down !== null && now - down > downBoundMs(page)) return `nothing came for ${now - down} ms and the socket is still held`
    // A server that slept, or whose store did, proves nothing by its silence: it counts anew from then on (LIFE3).
    const unheardMs = up === null ? 0 : now - Math.max(up, simulation.troubledAt)
    return up !== null && unheardMs > SIMULATED.halfOpenUpMs + page.network.line.down.latencyMs && wire.peer()?.state() === 'up'
      ? `nothing went up for ${now - up} ms and the socket is still held`
      : null
  },
}

export const STEP_RULES: readonly (readonly [string, Rule])[] = Object.entries(stepRules)
export const CHECK_RULES: readonly (readonly [string, Rule])[] = Object.entries(checkRules)

/** What a frame says around its list, beyond the target. */
const ENVELOPE_BYTES = 512

const isUndisturbed = (page: Page, now: number): boolean =>
  page.host.state() === 'up' && now - page.record.disturbedAt() > SIMULATED.undisturbedMs && !page.record.isThrottled()

function downBoundMs(page: Page): number {
  const isBusy = page.socket.store.tasks().some(({ id, status }) => id !== null && (status === 'running' || status === 'queued'))
  // A hedge in vain lengthens every deadline after it (HEDGE2): this bound grows by as much, and by no more.
  const { freshness } = page.socket.store.status()
  const answerMs = freshness === 'live' ? SIMULATED.pongMs : SIMULATED.catchUpPongMs
  const strainMs = page.patience.moreThanMs(answerMs, page.client.world.now())
  const boundMs = (isBusy ? SIMULATED.halfOpenBusyMs : SIMULATED.halfOpenIdleMs) + strainMs
  // A suspect is held until its candidate, which may meet a node that answers nobody, has had its time (HEDGE1).
  const hedgeMs = freshness === 'stale' ? SIMULATED.hedgeMs : 0
  return freshness === 'live' ? boundMs : boundMs + SIMULATED.catchUpMs + hedgeMs
}
