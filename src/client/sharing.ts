// `tabs: 'share'`: loads the room where tabs share a socket when the first dial needs it, and stands in for it until then.
import type { MachineEvent } from '../core/events.ts'
import type { TabRole } from '../core/flight.ts'
import type { MachineState } from '../core/state.ts'
import type { KeptPage } from './keeper.ts'
import type { Keyring } from './keyring.ts'
import type * as Room from './tabs/share.ts'
import type { SocketOptions } from './types.ts'
import type { SocketHandle, World } from './world.ts'

export interface ShareParts {
  readonly page: KeptPage
  readonly options: { readonly current: SocketOptions }
  readonly keyring: Keyring
  readonly report: (error: unknown) => void
}

export interface Share {
  readonly openSocket: World['openSocket']
  /** Whether another tab leads, and so has the token. Never answered to a page that left meanwhile. */
  readonly follows: () => Promise<boolean>
  /** The state as it is shown: a follower's status is that of its leader's link. */
  readonly shown: (state: MachineState) => MachineState
  readonly moved: (before: MachineState, after: MachineState, event: MachineEvent) => void
  readonly role: () => TabRole
}

export interface Tabs extends Pick<Share, 'shown' | 'moved' | 'role'> {
  readonly world: Pick<World, 'openSocket' | 'resolve'>
  readonly keyring: Keyring
}

let module: Promise<typeof Room> | null = null

/** One load serves every socket of the page. One that failed is tried again by the next. */
export function loadRoom(): Promise<typeof Room> {
  module ??= import('./tabs/share.ts').catch((error: unknown) => {
    module = null
    throw error
  })
  return module
}

export function tabsOf(parts: ShareParts): Tabs {
  if (parts.options.current.tabs === 'share') return sharing(parts)
  const { keyring, page } = parts
  return { world: page.world, keyring, shown: state => state, moved: () => {}, role: () => 'each' }
}

function sharing(parts: ShareParts): Tabs {
  const { keyring, page, report } = parts
  const { world } = page
  let room: Share | null = null
  let unshared: TabRole = 'out'
  let loading: Promise<Share | null> | null = null
  // Where it cannot be loaded, or tabs cannot share, each has a socket of its own.
  const load = async () => {
    unshared = 'joining'
    const { share } = await loadRoom()
    room = share(parts)
    unshared = 'alone'
    return room
  }
  const loaded = () =>
    (loading ??= load().catch((error: unknown) => {
      unshared = 'alone'
      page.log({ level: 'warn', event: 'tabs-not-loaded', message: String(error) })
      return null
    }))

  const openSocket: World['openSocket'] = (url, protocol, listener) => {
    let handle: SocketHandle | null = null
    let isWanted = true
    void loaded()
      .then(share => isWanted && (handle = (share ?? world).openSocket(url, protocol, listener)))
      .catch((error: unknown) => (report(error), listener.closed(1006, '')))
    return {
      send: text => handle?.send(text),
      abandon(code, reason) {
        isWanted = false
        handle?.abandon(code, reason)
      },
      bufferedBytes: () => handle?.bufferedBytes() ?? 0,
    }
  }

  return {
    world: { openSocket, resolve: url => world.resolve(url) },
    shown: state => room?.shown(state) ?? state,
    moved: (before, after, event) => room?.moved(before, after, event),
    role: () => room?.role() ?? unshared,
    keyring: {
      ...keyring,
      get: (asking, answer) =>
        void loaded()
          .then(share => share?.follows())
          .then(follows => (follows === true ? answer('ready') : keyring.get(asking, answer))),
    },
  }
}
