// One page of one user: the real client in a simulated world, with everything it said and did on record.
import { createResilientSocket, type ResilientSocket, type SocketOptions } from '../client/index.ts'
import type { SocketListener } from '../client/world.ts'
import type { Chance } from './chance.ts'
import type { Clock } from './clock.ts'
import type { Coverage } from './coverage.ts'
import type { PageRecord } from './evidence.ts'
import { tokenOf } from './fleet.ts'
import { createHost, type Host } from './host.ts'
import { createPageNetwork, type PageNetwork } from './network.ts'
import { createPageRecord } from './page-record.ts'
import { type ClientWorld, createClientWorld } from './simulated-world.ts'
import type { Peer } from './wire.ts'

export type PhaseWord = 'idle' | 'dialing' | 'greeting' | 'live' | 'waiting' | 'halted'

/** How `getToken` behaves. `none`: signed out. */
export type TokenWeather = 'fine' | 'failing' | 'hanging' | 'none' | 'stale'

export interface Page {
  readonly name: string
  readonly host: Host
  readonly client: ClientWorld
  readonly network: PageNetwork
  readonly socket: ResilientSocket
  readonly record: PageRecord
  /** Who the browser's session belongs to. */
  session: { id: string; user: string; tokens: TokenWeather; lifeMs: number | null }
  readonly statedUser: string | null
  phase(): PhaseWord
  isGone(): boolean
  /** Something was done to it that is not its own doing. */
  touch(): void
  /** Whether anything ran here, or was done to it, since this was asked last. */
  wasTouched(): boolean
  dispose(): void
}

export interface PageOptions {
  readonly name: string
  readonly user: string
  /** True: the page states its user, so that commands ride with hello (AUTH1). */
  readonly stated: boolean
  readonly tokenLifeMs: number | null
  readonly outbox: NonNullable<SocketOptions['outbox']>
  readonly clock: Clock
  readonly chance: Chance
  readonly coverage: Coverage
  readonly peer: (address: string) => Peer | null
}

export function createPage(options: PageOptions): Page {
  const { name, clock, chance, coverage } = options
  const touches = createTouches()
  const host = createHost({ name, clock, ran: touches.touch })
  const record = createPageRecord(clock)
  const session: Page['session'] = { id: `${name}-1`, user: options.user, tokens: 'fine', lifeMs: options.tokenLifeMs }
  const network = createPageNetwork({
    clock,
    chance: chance.fork('network'),
    page: host,
    peer: () => options.peer(name),
    tap: wire => record.tap(wire),
  })
  const meet = (event: string): void => coverage.met(page.phase(), event)
  const client = createClientWorld({
    clock,
    chance: chance.fork('world'),
    host,
    openSocket(url, protocol, listener) {
      record.dialed(client.world.now())
      return network.openSocket(url, protocol, heard(listener, meet))
    },
  })
  const socket = createResilientSocket({
    url: 'ws://app.test/rs',
    world: noticing(client, meet),
    identity: options.stated ? options.user : undefined,
    outbox: options.outbox,
    log: () => undefined,
    getToken: tokens({ session, host, clock, chance: chance.fork('token') }),
  })
  let isGone = false
  const page: Page = {
    name,
    host,
    client,
    network,
    socket,
    record,
    session,
    statedUser: options.stated ? options.user : null,
    phase: () => phaseOf(socket, network),
    isGone: () => isGone,
    ...touches,
    dispose() {
      isGone = true
      socket.dispose()
    },
  }
  record.listen(socket)
  return page
}

function createTouches(): Pick<Page, 'touch' | 'wasTouched'> {
  let isTouched = true
  return {
    touch() {
      isTouched = true
    },
    wasTouched() {
      const was = isTouched
      isTouched = false
      return was
    },
  }
}

function phaseOf(socket: ResilientSocket, network: PageNetwork): PhaseWord {
  const { state, retryAt } = socket.store.status()
  switch (state) {
    case 'idle':
      return 'idle'
    case 'disconnected':
      return 'halted'
    case 'connected':
      return 'live'
    case 'connecting':
    case 'reconnecting':
      if (retryAt !== null) return 'waiting'
      return network.held().some(wire => wire.isOpen()) ? 'greeting' : 'dialing'
  }
}

type Meet = (event: string) => void

function heard(listener: SocketListener, meet: Meet): SocketListener {
  return {
    opened() {
      meet('opened')
      listener.opened()
    },
    frame(text) {
      meet(/^\{"type":"([\w-]+)"/.exec(text)?.[1] ?? 'noise')
      listener.frame(text)
    },
    unreadable() {
      meet('unreadable')
      listener.unreadable()
    },
    closed(code, reason) {
      meet('closed')
      listener.closed(code, reason)
    },
  }
}

function noticing({ world }: ClientWorld, meet: Meet): ClientWorld['world'] {
  return {
    ...world,
    wakeAt: (instant, wake) =>
      world.wakeAt(instant, () => {
        meet('tick')
        wake()
      }),
    hints: listen =>
      world.hints(hint => {
        meet(hint)
        listen(hint)
      }),
  }
}

interface TokenDesk {
  readonly session: Page['session']
  readonly host: Host
  readonly clock: Clock
  readonly chance: Chance
}

function tokens({ session, host, clock, chance }: TokenDesk): NonNullable<SocketOptions['getToken']> {
  return async () => {
    await new Promise<void>(resolve => void host.at(clock.now() + chance.between(0, 60), resolve))
    switch (session.tokens) {
      case 'fine':
        return tokenOf(session.user, session.lifeMs === null ? null : clock.now() + session.lifeMs, session.id)
      case 'failing':
        throw new Error('simulated: the token could not be fetched')
      case 'hanging':
        return new Promise<string>(() => undefined)
      case 'none':
        return null
      case 'stale':
        return tokenOf(session.user, clock.now() - 1, session.id)
    }
  }
}
