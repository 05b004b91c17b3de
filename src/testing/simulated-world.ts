// The simulated worlds: client, server and store over one virtual clock, and the turn in which promises settle between two events.
import type { Hint, World } from '../client/world.ts'
import type { StoreWorld } from '../server/store.ts'
import type { ServerWorld } from '../server/world.ts'
import type { Chance } from './chance.ts'
import type { Clock } from './clock.ts'
import type { Host } from './host.ts'

/** Resolves when the promises at hand, and all those they lead to, have settled. */
export function turn(): Promise<void> {
  turns += 1
  // Now and then the host of the simulation breathes: its own timers, and whoever waits for it in another thread.
  return new Promise(turns % BREATH_TURNS === 0 ? breathe : settled)
}

const BREATH_TURNS = 10_000
let turns = 0

const breathe = typeof setImmediate === 'function' ? (run: () => void) => void setImmediate(run) : channelled()
// Node runs a tick that was asked for amid promises once none of them is left: a turn without a trip around the event loop.
const settled = typeof process === 'object' && typeof process.nextTick === 'function' ? (run: () => void) => process.nextTick(run) : breathe

function channelled(): (run: () => void) => void {
  const { port1, port2 } = new MessageChannel()
  const waiting: (() => void)[] = []
  port1.onmessage = () => waiting.shift()?.()
  return run => {
    waiting.push(run)
    port2.postMessage(null)
  }
}

export interface Minds {
  readonly clock: Clock
  readonly chance: Chance
  readonly host: Host
}

export function createServerWorld({ clock, chance, host }: Minds): ServerWorld {
  return { now: () => clock.now(), roll: chance.roll, id: chance.id, at: (instant, run) => host.at(instant, run) }
}

export function createStoreWorld({ clock, chance }: Omit<Minds, 'host'>): StoreWorld {
  return { now: () => clock.now(), id: chance.id }
}

export interface ClientWorldOptions extends Minds {
  readonly openSocket: World['openSocket']
}

/** A page's world, and what may happen to it. */
export interface ClientWorld {
  readonly world: World
  /** Sets the page's wall clock forward or back, as a user or NTP does; timers know nothing of it. */
  shiftClock(ms: number): void
  /** Timers run only at multiples of this, as in a hidden page; 1 is none. */
  throttle(ms: number): void
  /** Tells the page, as the browser would. */
  hint(hint: Hint): void
  around(): { readonly online: boolean; readonly visible: boolean }
  /** When the page next wakes by itself, true time; null: never. */
  wakesAt(): number | null
}

const PAINT_MS = 16

export function createClientWorld({ clock, chance, host, openSocket }: ClientWorldOptions): ClientWorld {
  const listeners = new Set<(hint: Hint) => void>()
  const steady = steadyOver(clock)
  let around = { online: true, visible: true }
  let stepMs = 1
  let armed: { readonly at: number; readonly cancel: () => void } | null = null
  let rearm = (): void => {}

  const arm = (due: number, wake: () => void): void => {
    armed?.cancel()
    const at = Math.ceil(Math.max(due, clock.now()) / stepMs) * stepMs
    const cancel = host.at(at, () => {
      armed = null
      wake()
    })
    armed = { at, cancel }
    rearm = () => arm(due, wake)
  }

  const world: World = {
    now: steady.now,
    roll: chance.roll,
    id: chance.id,
    wakeAt(instant, wake) {
      armed?.cancel()
      armed = null
      if (instant === null) return
      arm(clock.now() + Math.max(0, Math.ceil(instant - steady.now())), wake)
    },
    beforePaint: run => host.at(clock.now() + PAINT_MS, run),
    openSocket,
    resolve: url => url,
    hints(listen) {
      listeners.add(listen)
      return () => void listeners.delete(listen)
    },
    surroundings: () => around,
  }

  return {
    world,
    shiftClock: steady.shift,
    throttle(ms) {
      stepMs = ms
      if (armed !== null) rearm()
    },
    hint(hint) {
      if (hint === 'online' || hint === 'offline') around = { ...around, online: hint === 'online' }
      if (hint === 'visible' || hint === 'hidden') around = { ...around, visible: hint === 'visible' }
      for (const listen of listeners) listen(hint)
    },
    around: () => around,
    wakesAt: () => armed && armed.at,
  }
}

/** As the browser's world does it: the wall clock, but one that is set back goes on from where it was (LIFE3). */
function steadyOver(clock: Clock): { readonly now: () => number; readonly shift: (ms: number) => void } {
  let shiftMs = 0
  let ahead = 0
  let last = 0
  return {
    now() {
      const wall = clock.now() + shiftMs
      if (wall + ahead < last) ahead = last - wall
      last = wall + ahead
      return last
    },
    shift(ms) {
      shiftMs += ms
    },
  }
}
