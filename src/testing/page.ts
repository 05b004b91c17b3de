// One page of one user: the real client in a simulated world, with everything it said and did on record.
import { createResilientSocket, type LogEntry, type ResilientSocket, type SocketOptions } from '../client/index.ts'
import { recordStorage } from '../client/storage/index.ts'
import type { Browser } from './browser.ts'
import type { Chance } from './chance.ts'
import type { Clock } from './clock.ts'
import type { Coverage } from './coverage.ts'
import type { Disk } from './disk.ts'
import type { PageRecord } from './evidence.ts'
import { tokenOf } from './fleet.ts'
import { createHost, type Host } from './host.ts'
import { tapped } from './line-tap.ts'
import { createPageNetwork, type PageNetwork } from './network.ts'
import { createPageRecord } from './page-record.ts'
import { createPatience, type Patience } from './patience.ts'
import { counted, createPhases, noticing, type PhaseWord } from './phases.ts'
import { type ClientWorld, createClientWorld } from './simulated-world.ts'
import type { Peer } from './wire.ts'

/** How `getToken` behaves. `none`: signed out. */
export type TokenWeather = 'fine' | 'failing' | 'hanging' | 'slow' | 'none' | 'stale'

/** Who is signed in. */
export interface Session {
  id: string
  user: string
  tokens: TokenWeather
  lifeMs: number | null
}

export interface Page {
  readonly name: string
  readonly host: Host
  readonly client: ClientWorld
  readonly network: PageNetwork
  readonly socket: ResilientSocket
  readonly record: PageRecord
  readonly patience: Patience
  /** The browser's: a page that is loaded again finds it as it was. */
  readonly session: Session
  readonly statedUser: string | null
  /** Where it keeps what it holds. */
  readonly disk: Disk | null
  phase(): PhaseWord
  /** How it ended; null while it is there. `closed`: the browser took it away with all that ran in it. */
  end(): 'disposed' | 'closed' | null
  /** It shared a socket with other tabs, and gave that up. */
  isApart(): boolean
  /** Somebody looks at it, as a mounted provider does. Returns what unmounting does. */
  mount(): () => void
  /** New callbacks, as every render brings them. */
  render(): void
  /** Something was done to it that is not its own doing. */
  touch(): void
  /** Whether anything ran here, or was done to it, since this was asked last. */
  wasTouched(): boolean
  dispose(): void
  /** The browser closes it; `noticedMs`: when its server hears, null: never. What it wrote arrives all the same for `trailMs`. */
  close(noticedMs: number | null, trailMs?: number): void
}

export interface PageOptions {
  readonly name: string
  readonly session: Session
  /** True: the page states its user, so that commands ride with hello (AUTH1). */
  readonly stated: boolean
  readonly outbox: NonNullable<SocketOptions['outbox']>
  /** null: it keeps nothing. */
  readonly disk: Disk | null
  /** null: it shares its socket with nobody. */
  readonly browser: Browser | null
  readonly clock: Clock
  readonly chance: Chance
  readonly coverage: Coverage
  readonly peer: (address: string) => Peer | null
}

export function createPage(options: PageOptions): Page {
  const { name, session, clock, chance } = options
  const touches = createTouches()
  const host = createHost({ name, clock, ran: touches.touch })
  const record = createPageRecord(clock)
  const patience = createPatience(clock.now)
  const network = createPageNetwork({
    clock,
    chance: chance.fork('network'),
    page: host,
    peer: () => options.peer(name),
    tap: () => patience.tap(record.tap('wire')),
  })
  const { client, socket, render, phase, isApart } = clientOf(options, { host, record, network, patience })
  let end: ReturnType<Page['end']> = null
  return {
    name,
    host,
    client,
    network,
    socket,
    record,
    patience,
    session,
    disk: options.disk,
    statedUser: options.stated ? session.user : null,
    phase,
    isApart,
    ...touches,
    end: () => end,
    mount: () => socket.retain(),
    render,
    dispose() {
      end ??= 'disposed'
      socket.dispose()
    },
    close(noticedMs, trailMs = 0) {
      end ??= 'closed'
      record.closes(socket)
      host.kill()
      options.browser?.gone(host)
      const cut = () => network.cut({ page: null, node: noticedMs })
      if (trailMs === 0) cut()
      else clock.at(clock.now() + trailMs, cut)
    },
  }
}

const URL = 'ws://app.test/rs'

type Client = Pick<Page, 'client' | 'socket' | 'render' | 'phase' | 'isApart'>

function clientOf(
  options: PageOptions,
  { host, record, network, patience }: Pick<Page, 'host' | 'record' | 'network' | 'patience'>,
): Client {
  const { session, clock, chance, coverage } = options
  const meet = (event: string): void => coverage.met(phase(), event)
  const phases = createPhases(meet)
  const phase = () => phases.phase(socket)
  const client = createClientWorld({
    clock,
    chance: chance.fork('world'),
    host,
    openSocket(url, protocol, listener) {
      record.dialed(client.world.now())
      if (phase() === 'live') patience.hedged(client.world.now())
      return phases.dial(followed => network.openSocket(url, protocol, followed), listener)
    },
  })
  const getToken = tokens({ session, host, clock, chance: chance.fork('token'), meet })
  let isApart = false
  const policies = () => ({
    outbox: options.outbox,
    log: ({ event }: LogEntry) => void (isApart ||= event === 'tabs-apart'),
    getToken: (...asked: Parameters<typeof getToken>) => getToken(...asked),
  })
  const identity = options.stated ? session.user : undefined
  const storage = options.disk === null ? undefined : recordStorage(options.disk.records(host))
  const shared = options.browser && { tabs: tapped(options.browser, host, record) }
  const world = noticing({ ...client.world, ...shared }, meet)
  const tabs = shared === null ? 'each' : 'share'
  const made = createResilientSocket({ url: URL, world, identity, storage, tabs, ...policies() })
  const socket = counted(made, meet)
  record.listen(socket)
  if (options.disk !== null) record.inherit(socket)
  return { client, socket, phase, render: () => socket.configure(policies()), isApart: () => isApart }
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

/** Longer than the page waits for it. */
const SLOW_MS = 20_000

interface TokenDesk {
  readonly session: Page['session']
  readonly host: Host
  readonly clock: Clock
  readonly chance: Chance
  readonly meet: (event: string) => void
}

type GetToken = NonNullable<SocketOptions['getToken']>

function tokens({ session, host, clock, chance, meet }: TokenDesk): GetToken {
  const answered = async (): Promise<string | null> => {
    await new Promise<void>(resolve => void host.at(clock.now() + chance.between(0, 60), resolve))
    if (session.tokens === 'slow') await new Promise<void>(resolve => void host.at(clock.now() + chance.between(0, SLOW_MS), resolve))
    switch (session.tokens) {
      case 'fine':
      case 'slow':
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
  // A newer question silences an older one.
  return async ({ signal }) => {
    try {
      return await answered()
    } finally {
      if (!signal.aborted) meet('token')
    }
  }
}
