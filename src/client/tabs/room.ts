// What a page does in the room that tabs share: as the leader, as a follower, and between the two.
import type { Alarms } from '../alarms.ts'
import type { KeptPage } from '../keeper.ts'
import type { ShareParts } from '../sharing.ts'
import type { SocketHandle, SocketListener } from '../world.ts'
import type { Bus } from './bus.ts'
import type { DialRequest, Dials, DialsParts } from './dials.ts'
import type { Election, Role } from './election.ts'
import { beginLeading, type Leadership } from './leadership.ts'
import * as TABS from './limits.ts'
import { openLine } from './line.ts'
import type { Beat } from './messages.ts'
import type { Mirror } from './mirror.ts'
import { createRelay } from './relay.ts'
import type { TabsWorld } from './tabs-world.ts'

export interface Surroundings
  extends Pick<ShareParts, 'options' | 'keyring' | 'report'>, Pick<KeptPage, 'world' | 'state' | 'dispatch' | 'log'> {
  readonly tabs: TabsWorld
  readonly name: string
  readonly alarms: Pick<Alarms, 'set'>
  readonly now: () => number
}

export interface Room extends Surroundings {
  readonly mirror: Mirror
  readonly bus: Bus
}

/** The leader told how its link stands: who waits for it need not, and what is shown follows. */
export function beaten({ mirror, state, dispatch }: Room, { status }: Beat, dials: Dials): void {
  const before = mirror.shown(state())
  mirror.heard(status)
  dials.knock()
  if (mirror.isLeaderLive() && state().phase.name === 'waiting') dispatch({ type: 'hint', hint: 'resume' })
  if (mirror.shown(state()) !== before) dispatch({ type: 'tick' })
}

/** Only the leader has anything to dial. */
export function forwarded(bus: Bus, role: Role): void {
  if (role.name === 'following' && role.leader !== null) bus.post({ type: 'reconnect', leader: role.leader })
}

type Leading = Extract<Role, { readonly name: 'leading' }>

export function lead({ tabs, name, bus, now, state, dispatch, alarms }: Room, { leader, term }: Leading, secede: () => void): Leadership {
  const relay = createRelay({
    now,
    state,
    isAwake: () => leadership.isAwake(),
    believedFrom: () => leadership.believedFrom(),
    channel: (line, heard) => tabs.channel(lineName(name, line), heard),
    relaying: since => (since === state().relayingSince ? undefined : dispatch({ type: 'relaying', since })),
    undecidable() {
      bus.post({ type: 'each' })
      secede()
    },
  })
  const reconnect = () => dispatch({ type: 'reconnect' })
  const leadership = beginLeading({ leader, term, relay, now, alarms, status: () => state().status, post: bus.post, reconnect })
  return leadership
}

const lineName = (name: string, line: string): string => `${name}/${line}`

const NO_SOCKET: SocketHandle = { send: () => {}, abandon: () => {}, bufferedBytes: () => 0 }

export function openOwn({ world, report }: Room, leadership: Leadership | null, { url, protocol, listener }: DialRequest): SocketHandle {
  const open = (ears: SocketListener) => {
    try {
      return world.openSocket(url, protocol, ears)
    } catch (error) {
      report(error)
      // Later, for nobody holds it yet.
      void Promise.resolve().then(() => ears.closed(1006, 'the socket could not be made'))
      return NO_SOCKET
    }
  }
  return leadership?.relay.open({ listener, open }) ?? open(listener)
}

/** A page dials for itself once lines fail it though its leader is live. */
export function liner({ tabs, name, bus, world, mirror, state }: Room, { secede }: Election): DialsParts['line'] {
  let failures = 0
  return (listener, leader) => {
    const line = world.id()
    return openLine({
      listener,
      channel: heard => tabs.channel(lineName(name, line), heard),
      isBehind({ epoch, head }) {
        const { cursor } = state()
        return cursor !== null && cursor.epoch === epoch && head < cursor.offset
      },
      knock: () => bus.post({ type: 'knock', leader, line }),
      over(how) {
        if (how === 'closed') failures = 0
        if (how === 'failed' && mirror.isLeaderLive()) failures += 1
        if (how === 'unreadable' || failures >= TABS.failures) secede()
      },
    })
  }
}

/** What the role asks of the machine: a follower never gives up, for only the leader's dials are attempts; who waits for a leader waits no more. */
export function settle({ state, dispatch, options }: Room, role: Role): void {
  const { settings, phase } = state()
  const most = role.name === 'following' ? null : (options.current.maxAttempts ?? null)
  if (settings.maxAttempts !== most) dispatch({ type: 'settings', settings: { ...settings, maxAttempts: most } })
  if (phase.name === 'waiting' && role.name !== 'following') dispatch({ type: 'hint', hint: 'resume' })
}
