// The store as one process sees it: each call takes its time, in order; it may fail, its answer may be lost, and hints may never come.
import type { Store } from '../server/store.ts'
import type { Chance } from './chance.ts'
import type { Clock } from './clock.ts'
import type { Host } from './host.ts'

/** How the store behaves towards every process. */
export interface StoreWeather {
  latencyMs: number
  /** Share of calls that fail: half of them before, half of them after they were carried out. */
  failing: number
  /** Share of hints that never come (LOG5). */
  deaf: number
  /** Until when what these say is on its way, true time: it arrives then, however old. */
  readonly stalled: Map<Host, number>
}

export interface GateOptions {
  readonly store: Store
  readonly clock: Clock
  readonly chance: Chance
  /** The process. Once it is dead nothing reaches the store from it, and no answer reaches it. */
  readonly host: Host
  readonly weather: StoreWeather
}

export function createGate({ store, clock, chance, host, weather }: GateOptions): Store {
  let lastCallAt = 0
  let lastAnswerAt = 0

  const wayMs = () => chance.between(0, weather.latencyMs)
  const hinted = (wake: () => void) => hinting({ clock, chance, host, weather, wake })

  function call<T>(work: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const fate = chance.happens(weather.failing) ? chance.pick(['before', 'after'] as const) : 'fine'
      const answer = (say: () => void) => {
        lastAnswerAt = Math.max(lastAnswerAt, clock.now() + wayMs())
        host.at(lastAnswerAt, say)
      }
      lastCallAt = Math.max(lastCallAt, clock.now() + wayMs(), weather.stalled.get(host) ?? 0)
      const carryOut = () => {
        if (fate === 'before') return answer(() => reject(new Error('simulated: the store is out of reach')))
        work().then(
          value => answer(() => (fate === 'after' ? reject(new Error('simulated: the answer of the store was lost')) : resolve(value))),
          error => answer(() => reject(error)),
        )
      }
      // A call that left the process is carried out though the process dies meanwhile.
      if (host.state() !== 'dead') clock.at(lastCallAt, carryOut)
    })
  }

  return {
    head: user => call(() => store.head(user)),
    read: (user, after, limit) => call(() => store.read(user, after, limit)),
    snapshot: user => call(() => store.snapshot(user)),
    get: (user, ref) => call(() => store.get(user, ref)),
    list: (user, page) => call(() => store.list(user, page)),
    submit: (user, submission) => call(() => store.submit(user, submission)),
    cancel: (user, ref) => call(() => store.cancel(user, ref)),
    answer: (user, answer) => call(() => store.answer(user, answer)),
    see: (user, offset) => call(() => store.see(user, offset)),
    begin: (user, id, claimMs) => call(() => store.begin(user, id, claimMs)),
    finish: (user, id, receipt) => call(() => store.finish(user, id, receipt)),
    notify: (user, notice) => call(() => store.notify(user, notice)),
    append: (user, events) => call(() => store.append(user, events)),
    claim: (kinds, leaseMs) => call(() => store.claim(kinds, leaseMs)),
    open: (user, opening, leaseMs) => call(() => store.open(user, opening, leaseMs)),
    renew: (lease, leaseMs) => call(() => store.renew(lease, leaseMs)),
    write: (lease, write) => call(() => store.write(lease, write)),
    expire: policy => call(() => store.expire(policy)),
    watch: (user, wake) => store.watch(user, hinted(wake)),
    watchWork: wake => store.watchWork(hinted(wake)),
    close: async () => {},
  }
}

/** A hint takes its way, or never comes. A second one adds nothing to one that is on its way. */
function hinting({ clock, chance, host, weather, wake }: Omit<GateOptions, 'store'> & { readonly wake: () => void }): () => void {
  let isOnItsWay = false
  return () => {
    if (isOnItsWay || chance.happens(weather.deaf)) return
    isOnItsWay = true
    host.at(clock.now() + chance.between(0, weather.latencyMs), () => {
      isOnItsWay = false
      wake()
    })
  }
}
