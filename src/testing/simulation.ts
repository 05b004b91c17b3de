// All that a story plays upon: clock, store, processes, pages, and the truth about them.
import { createTaskWriter } from '../server/tasks/index.ts'
import type { TaskWriter } from '../server/types.ts'
import type { Action } from './acts.ts'
import { type Browser, createBrowser } from './browser.ts'
import { type Chance, createChance } from './chance.ts'
import { type Clock, createClock } from './clock.ts'
import type { Coverage } from './coverage.ts'
import { createDisk, type Disk } from './disk.ts'
import { createFleet, type Fleet } from './fleet.ts'
import { createGate } from './gate.ts'
import { createHost, type Host } from './host.ts'
import { type LeaseWatch, watchLeases } from './lease-watch.ts'
import { SIMULATED } from './limits.ts'
import { createPage, type Page, type PageOptions, type Session } from './page.ts'
import { createRewindableStore, type RewindableStore } from './rewindable-store.ts'
import type { Setting } from './setting.ts'
import { createServerWorld, createStoreWorld } from './simulated-world.ts'
import { createTruth, type Truth } from './truth.ts'

export interface Simulation {
  readonly setting: Setting
  readonly clock: Clock
  /** For what the story leaves open, such as which of several tasks is meant. */
  readonly chance: Chance
  readonly truth: Truth
  readonly kept: RewindableStore
  readonly leases: LeaseWatch
  readonly fleet: Fleet
  /** Whose tabs the pages are, where they share; null where they do not. */
  readonly browser: Browser | null
  /** One for each place. */
  readonly pages: readonly Page[]
  /** Pages that were there before. */
  readonly gone: readonly Page[]
  /** Another process of the application, which writes tasks and notices and may be paused. */
  readonly outside: { readonly host: Host; readonly writer: TaskWriter }
  readonly coverage: Coverage
  page(index: number): Page
  /** Loads the page of this place anew, if it is gone. */
  reopen(page: Page): void
  /** Shows each page, now and as it is loaded. */
  loaded(look: (page: Page) => void): void
  /** How often history was lost. */
  rewound: { silently: number; stamped: number }
  /** What the story still holds. */
  staged: readonly Action[]
  /** The last instant at which the store or the sessions were in trouble. */
  troubledAt: number
}

export function createSimulation(setting: Setting, coverage: Coverage): Simulation {
  const chance = createChance(setting.seed)
  const clock = createClock(SIMULATED.startAt)
  const truth = createTruth({ chance: chance.fork('truth'), now: clock.now })
  const world = createStoreWorld({ clock, chance: chance.fork('store') })
  const bare = createRewindableStore({ world, retention: setting.retention, rewinds: setting.rewinds, appended: truth.appended })
  const leases = watchLeases({ store: bare.store, now: clock.now, version: () => bare.version() })
  const kept: RewindableStore = { ...bare, store: leases.store }
  const fleet = createFleet({ clock, chance, truth, kept, size: setting.processes, limits: setting.limits })
  const gone: Page[] = []
  const looks: ((page: Page) => void)[] = []
  const browser = setting.tabs === 'share' ? createBrowser({ clock, chance: chance.fork('browser') }) : null
  const shared = { setting, disks: createDisks({ setting, clock, chance }), browser, clock, chance, coverage, fleet }
  const load = (name: string, session: Session, stated: boolean) => loadedPage(shared, { name, session, stated })
  const pages = setting.pages.map(({ user, stated }, index) =>
    load(`page-${index}`, { id: `page-${index}-1`, user, tokens: 'fine', lifeMs: setting.tokenLifeMs }, stated),
  )
  mourn(fleet, pages, chance.fork('death'))
  return {
    setting,
    clock,
    chance: chance.fork('story'),
    truth,
    kept,
    leases,
    fleet,
    browser,
    pages,
    gone,
    outside: outsideOf({ clock, chance, kept, fleet }),
    coverage,
    page(index) {
      const page = pages[index % pages.length]
      if (page === undefined) throw new Error('The simulation has no page. Give its setting at least one.')
      return page
    },
    reopen(page) {
      const place = pages.indexOf(page)
      if (place < 0 || page.end() === null) return
      gone.push(page)
      const next = load(`page-${place}.${gone.length}`, page.session, page.statedUser !== null)
      pages[place] = next
      for (const look of looks) look(next)
      next.mount()
    },
    loaded(look) {
      looks.push(look)
      for (const page of pages) look(page)
    },
    rewound: { silently: 0, stamped: 0 },
    staged: [],
    troubledAt: 0,
  }
}

interface Loading extends Pick<Simulation, 'setting' | 'browser' | 'clock' | 'chance' | 'coverage' | 'fleet'> {
  readonly disks: (page: string) => Disk | null
}

function loadedPage(
  { setting, disks, fleet, chance, ...shared }: Loading,
  { name, session, stated }: Pick<PageOptions, 'name' | 'session' | 'stated'>,
): Page {
  const { outbox, latencyMs } = setting
  const page = createPage({ ...shared, name, session, stated, outbox, disk: disks(name), chance: chance.fork(name), peer: fleet.peer })
  page.network.line.up.latencyMs = latencyMs
  page.network.line.down.latencyMs = latencyMs
  return page
}

/** By the place of a page: whoever is loaded there finds what the one before left. */
function createDisks({ setting, clock, chance }: Pick<Simulation, 'setting' | 'clock' | 'chance'>): (page: string) => Disk | null {
  const disks = new Map<string, Disk>()
  return page => {
    if (setting.storage === 'none') return null
    const place = setting.storage === 'shared' ? '' : (page.split('.')[0] ?? '')
    const disk = disks.get(place) ?? createDisk({ clock, chance: chance.fork(`disk ${place}`), isBad: setting.isDiskBad })
    disks.set(place, disk)
    return disk
  }
}

function outsideOf({ clock, chance, kept, fleet }: Pick<Simulation, 'clock' | 'chance' | 'kept' | 'fleet'>): Simulation['outside'] {
  const host = createHost({ name: 'outside', clock })
  const world = createServerWorld({ clock, chance: chance.fork('outside'), host })
  const store = createGate({ store: kept.store, clock, chance: chance.fork('outside-gate'), host, weather: fleet.weather })
  return { host, writer: createTaskWriter({ store, world }) }
}

/** The sockets of a dead process: some pages hear at once, some late, some never. */
function mourn(fleet: Fleet, pages: readonly Page[], chance: Chance): void {
  fleet.onDeath(({ host }) => {
    for (const page of pages)
      for (const wire of page.network.wires()) {
        if (wire.peer() === host) wire.cut({ page: chance.pick([5, 5, 5, 2_000, null]), node: null })
      }
  })
}
