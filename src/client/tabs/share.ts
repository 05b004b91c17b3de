// One socket for all tabs of one user: the tab that leads dials and relays, the others speak protocol v1 to it over lines (TAB1).
import type { MachineState } from '../../core/state.ts'
import { SUBPROTOCOL } from '../../protocol/frames.ts'
import type { Alarms } from '../alarms.ts'
import type { Share, ShareParts } from '../sharing.ts'
import { browserTabs } from './browser-tabs-world.ts'
import { createBus } from './bus.ts'
import { createDials } from './dials.ts'
import { createElection, type Role } from './election.ts'
import type { Leadership } from './leadership.ts'
import type { BusMessage } from './messages.ts'
import { createMirror } from './mirror.ts'
import { createRollCall } from './roll-call.ts'
import { beaten, forwarded, lead, liner, openOwn, type Room, settle, type Surroundings } from './room.ts'

/** null where tabs cannot share: the platform lacks what it takes, or nobody says whose the page is. */
export function share(parts: ShareParts): Share | null {
  const { world, url, alarms, rearm, state, dispatch, log } = parts.page
  const tabs = world.tabs === undefined ? browserTabs() : world.tabs
  const { identity } = parts.options.current
  if (tabs === null || typeof identity !== 'string') {
    log({ level: 'warn', event: 'tabs-not-shared', why: tabs === null ? 'no Web Locks or BroadcastChannel' : 'no identity' })
    return null
  }
  // Whose it is stands in the name: what one user's tabs say, another's never hear.
  const name = JSON.stringify([SUBPROTOCOL, world.resolve(url), identity])
  const set: Alarms['set'] = (instant, ring) => {
    const cancel = alarms.set(instant, ring)
    rearm()
    return cancel
  }
  return shareOver({ ...parts, tabs, name, world, alarms: { set }, now: () => world.now(), state, dispatch, log })
}

function shareOver(around: Surroundings): Share {
  const { now, state, tabs, name } = around
  const mirror = createMirror(now)
  const bus = createBus(tabs, name, message => heard(message))
  const room: Room = { ...around, mirror, bus }
  const rollCall = createRollCall()
  let leadership: Leadership | null = null

  const changed = (role: Role): void => {
    leadership?.end()
    leadership = role.name === 'leading' ? lead(room, role, () => election.secede()) : null
    mirror.clear()
    entered(room, role)
    dials.follow(role)
    rollCall.answer(role)
    settle(room, role)
  }

  const heard = (message: BusMessage): void => {
    if (message.type === 'each') return election.secede()
    leadership?.heard(message)
    if (message.type === 'beat' && election.heard(message)) beaten(room, message, dials)
  }

  const election = createElection({
    ...room,
    lock: name,
    isVisible: () => state().around.visible,
    ask: () => bus.post({ type: 'ask' }),
    changed,
  })
  const dials = createDials({
    role: election.role,
    socket: request => openOwn(room, leadership, request),
    line: liner(room, election),
  })
  const joined = () => {
    if (election.role().name === 'out') bus.open()
    election.join()
    return election.role()
  }
  return {
    openSocket(url, protocol, listener) {
      joined()
      return dials.open({ url, protocol, listener })
    },
    follows: async () => (isOut(state()) ? new Promise(() => {}) : rollCall.ask(joined())),
    shown: mirror.shown,
    role: () => election.role().name,
    moved(before, after, event) {
      const role = election.role()
      if (event.type === 'hint' && event.hint === 'visible') election.look()
      if (event.type === 'settings') settle(room, role)
      if (event.type === 'reconnect') forwarded(bus, role)
      if (isOut(after)) election.leave()
      leadership?.moved(before.status !== after.status)
    },
  }
}

/** Who follows has no use for a token, and who shares no more hears nobody. */
function entered({ keyring, bus, log }: Room, { name }: Role): void {
  if (name === 'following') keyring.forget()
  if (name === 'out' || name === 'alone') bus.close()
  if (name === 'alone') log({ level: 'warn', event: 'tabs-apart', why: 'lines failed, or the browser gave no lock' })
}

// Who left must not enter the room: nothing might ever lead it out again.
const isOut = ({ phase }: MachineState): boolean => phase.name === 'idle' || phase.name === 'halted'
