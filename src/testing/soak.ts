// A long ordinary day: people work, networks blink, servers are deployed; and the sizes of things, looked at every hour.
import { type Action, ACTS } from './acts.ts'
import { createChance } from './chance.ts'
import { type Setting, settingOf } from './setting.ts'
import type { Simulation } from './simulation.ts'

const ACT_EVERY_MS = 90_000
/** What happens on a day when nothing is lost for good. */
const ORDINARY: readonly string[] = (
  'submit submit submit send send send notify server-event outside-task answer seen cancel-send cancel-task ' +
  'cut half-open stall spike refuse hide sleep offline kill drain pause hints-lost token page-cache'
).split(' ')

export function soakStory(seed: number, hours: number): readonly Action[] {
  const chance = createChance(seed).fork('soak')
  const count = Math.floor((hours * 3_600_000) / ACT_EVERY_MS)
  return Array.from({ length: count }, (_, index): Action => {
    const kind = chance.pick(ORDINARY)
    const ms = Math.floor((ACTS[kind]?.ms ?? 0) * chance.roll())
    return {
      at: index * ACT_EVERY_MS + chance.between(0, ACT_EVERY_MS),
      kind,
      page: chance.between(0, 2),
      ms,
      size: chance.between(1, 6),
      roll: chance.roll(),
    }
  })
}

/** Two pages of one user and one of another, over a store that keeps little, so that its end is met. */
export const soakSetting = (seed: number): Setting => ({
  ...settingOf(seed),
  pages: [
    { user: 'ann', stated: true },
    { user: 'ann', stated: false },
    { user: 'ben', stated: true },
  ],
  processes: 2,
  tokenLifeMs: 900_000,
  retention: { entries: 200, streamEntries: 200, notifications: 100, settledMs: 3_600_000, receiptsMs: 3_600_000 },
  checkMs: 10_000,
  rewinds: false,
})

/** What must not grow with time. */
export interface Sizes {
  /** Everything that is due some time, but for what the story still holds. */
  readonly timers: number
  /** The machine's whole state, as JSON. */
  readonly stateBytes: number
  readonly flight: number
  readonly handshakes: number
  /** Sockets that pages hold. */
  readonly sockets: number
  readonly tasks: number
  readonly notifications: number
  readonly outbox: number
  readonly connections: number
  readonly running: number
  readonly log: number
}

export function sizesOf({ clock, pages, fleet, kept, staged }: Simulation): Sizes {
  const most = (sizes: readonly number[]) => Math.max(0, ...sizes)
  const processes = Array.from({ length: fleet.size() }, (_, index) => fleet.process(index))
  const flights = pages.map(page => page.socket.flightRecorder({ payloads: true }))
  const entries = pages.map(page => [...kept.records().entriesAfter(page.session.user, 0)].length)
  return {
    timers: clock.pending() - staged.length,
    stateBytes: most(flights.map(({ start }) => JSON.stringify(start).length)),
    flight: most(flights.map(({ entries: steps }) => steps.length)),
    handshakes: processes.reduce((sum, { node }) => sum + node.stats().handshakes, 0),
    sockets: most(pages.map(page => page.network.held().length)),
    tasks: most(pages.map(page => page.socket.store.tasks().length)),
    notifications: most(pages.map(page => page.socket.store.notifications().length)),
    outbox: most(pages.map(page => page.socket.store.outbox().length)),
    connections: processes.reduce((sum, { node }) => sum + node.stats().connections, 0),
    running: processes.reduce((sum, { workers }) => sum + workers.running(), 0),
    log: most(entries),
  }
}
