// The server side as a whole: processes over one store, which come and go, and the sessions that their users are signed in with.
import type { Limits } from '../server/types.ts'
import type { Chance } from './chance.ts'
import type { Clock } from './clock.ts'
import type { StoreWeather } from './gate.ts'
import { createProcess, type Process, type ProcessOptions } from './process.ts'
import type { RewindableStore } from './rewindable-store.ts'
import type { Truth } from './truth.ts'
import type { Peer } from './wire.ts'

export interface Fleet {
  readonly weather: StoreWeather
  readonly auth: AuthWeather
  process(index: number): Process
  /** All places, running or not. */
  size(): number
  isUp(index: number): boolean
  /** Who takes a dial from here; null: nobody listens. */
  readonly peer: (address: string) => Peer | null
  /** Dies at once: its sockets break, what it was about to do is never done. */
  kill(index: number): void
  start(index: number): void
  /** Everything that anyone dialed is broken with it. */
  onDeath(listen: (process: Process) => void): void
  /** Ends on its own terms, within `graceMs`. */
  drain(index: number, graceMs: number): void
}

/** How `authenticate` behaves. */
export interface AuthWeather {
  failing: number
  delayMs: number
  /** Sessions that were signed out: their tokens are refused. */
  readonly ended: Set<string>
}

export interface FleetOptions {
  readonly clock: Clock
  readonly chance: Chance
  readonly truth: Truth
  readonly kept: RewindableStore
  readonly size: number
  readonly limits: Partial<Limits>
}

export function createFleet({ clock, chance, truth, kept, size, limits }: FleetOptions): Fleet {
  const weather: StoreWeather = { latencyMs: 3, failing: 0, deaf: 0, stalled: new Map() }
  const auth: AuthWeather = { failing: 0, delayMs: 10, ended: new Set() }
  const mourners: ((process: Process) => void)[] = []
  const balance = chance.fork('balance')
  let started = 0

  const authenticate = authenticator(auth, chance.fork('auth'))
  const fresh = (index: number): Process => {
    started += 1
    const name = `process-${index}`
    const luck = chance.fork(`${name}/${started}`)
    return createProcess({ name, clock, chance: luck, store: kept.store, weather, truth, authenticate, limits, log: () => undefined })
  }
  const processes = Array.from({ length: size }, (_, index) => fresh(index))
  const process = (index: number): Process => {
    const found = processes[index % size]
    if (found === undefined) throw new Error('The fleet is empty. Give it at least one process.')
    return found
  }
  const isUp = (index: number) => process(index).host.state() !== 'dead'

  return {
    weather,
    auth,
    process,
    size: () => size,
    isUp,
    peer(address) {
      const up = processes.filter(each => each.host.state() !== 'dead')
      return up.length === 0 ? null : balance.pick(up).peer(address)
    },
    kill(index) {
      if (!isUp(index)) return
      process(index).host.kill()
      for (const mourn of mourners) mourn(process(index))
    },
    start(index) {
      if (!isUp(index)) processes[index % size] = fresh(index)
    },
    onDeath: listen => void mourners.push(listen),
    drain(index, graceMs) {
      const { node, workers, host } = process(index)
      host.run(() => {
        void workers.stop({ drainMs: graceMs })
        void node.drain(graceMs)
      })
    },
  }
}

function authenticator(auth: AuthWeather, luck: Chance): ProcessOptions['authenticate'] {
  return world =>
    async ({ token }) => {
      await new Promise<void>(resolve => void world.at(world.now() + luck.between(0, auth.delayMs), resolve))
      if (luck.happens(auth.failing)) throw new Error('simulated: the session service is down')
      return identityOf({ token, now: world.now(), ended: auth.ended })
    }
}

/** A token says whose it is, until when (`-` is for ever), and in which session it was given. */
export const tokenOf = (user: string, until: number | null, session: string): string => `${user}/${until ?? '-'}/${session}`

interface Presented {
  readonly token: string | null
  readonly now: number
  readonly ended: ReadonlySet<string>
}

function identityOf({ token, now, ended }: Presented): { readonly user: string; readonly expiresInMs?: number } | null {
  const [user, until, session] = token?.split('/') ?? []
  if (user === undefined || user === '' || until === undefined || session === undefined || ended.has(session)) return null
  if (until === '-') return { user }
  return Number(until) > now ? { user, expiresInMs: Number(until) - now } : null
}
