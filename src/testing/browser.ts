// What the tabs of one browser share: locks that are freed when their holder is gone, and channels whose messages take their time.
import type { Channel, Claim, TabsWorld } from '../client/tabs/tabs-world.ts'
import type { Chance } from './chance.ts'
import type { Clock } from './clock.ts'
import type { Host } from './host.ts'

export interface Browser {
  /** As the page of this host sees it. */
  readonly tabs: (host: Host) => TabsWorld
  readonly weather: ChannelWeather
  /** Whether a lock is this page's: it leads. */
  readonly holds: (host: Host) => boolean
  /** Timers and socket of this page stand still, and it is told all the same: Chromium freezes pages so. */
  readonly doze: (host: Host, isDozing: boolean) => void
  /** The page is gone, and says nothing. */
  readonly gone: (host: Host) => void
  /** Hears whatever is said on any channel. */
  readonly listen: (hear: (channel: string, message: unknown) => void) => void
  readonly isOpen: (channel: string) => boolean
}

export interface ChannelWeather {
  /** The longest that a message takes. */
  delayMs: number
}

export interface BrowserOptions {
  readonly clock: Clock
  readonly chance: Chance
}

export const CHANNEL_MS = 4
/** The same for all, for a page hears that it lost a lock after it was granted. */
const LOCK_MS = 2

/** Runs at the page when it can be told something. */
type Tell = (host: Host, run: () => void) => void

export function createBrowser({ clock, chance }: BrowserOptions): Browser {
  const weather: ChannelWeather = { delayMs: CHANNEL_MS }
  const dozing = new Set<Host>()
  const tell: Tell = (host, run) => (dozing.has(host) && host.state() === 'asleep' ? run() : host.run(run))
  const channels = createChannels({ clock, tell, delayMs: () => chance.between(0, weather.delayMs) })
  const locks = createLocks((host, run) => void clock.at(clock.now() + LOCK_MS, () => tell(host, run)))
  return {
    tabs: host => ({ claim: (name, how, claim) => locks.claim({ name, host, claim }, how), channel: channels.open(host) }),
    weather,
    holds: locks.holds,
    doze: (host, isDozing) => void (isDozing ? dozing.add(host) : dozing.delete(host)),
    gone(host) {
      channels.gone(host)
      locks.gone(host)
    },
    listen: channels.listen,
    isOpen: channels.isOpen,
  }
}

interface Hearer {
  readonly name: string
  readonly host: Host
  readonly heard: (message: unknown) => void
  /** What is said later comes later. */
  busyUntil: number
}

interface ChannelParts {
  readonly clock: Clock
  readonly tell: Tell
  readonly delayMs: () => number
}

function createChannels({ clock, tell, delayMs }: ChannelParts) {
  const hearers = new Set<Hearer>()
  const listeners: ((channel: string, message: unknown) => void)[] = []

  const post = (from: Hearer, message: unknown): void => {
    if (!hearers.has(from)) return
    for (const hear of listeners) hear(from.name, message)
    const copy: unknown = structuredClone(message)
    for (const hearer of hearers) {
      if (hearer.name !== from.name || hearer === from) continue
      hearer.busyUntil = Math.max(hearer.busyUntil, clock.now() + delayMs())
      clock.at(hearer.busyUntil, () => tell(hearer.host, () => (hearers.has(hearer) ? hearer.heard(copy) : undefined)))
    }
  }

  return {
    open:
      (host: Host) =>
      (name: string, heard: (message: unknown) => void): Channel => {
        const own: Hearer = { name, host, heard, busyUntil: 0 }
        hearers.add(own)
        return { post: message => post(own, message), close: () => void hearers.delete(own) }
      },
    isOpen: (channel: string) => [...hearers].some(({ name }) => name === channel),
    listen: (hear: (channel: string, message: unknown) => void) => void listeners.push(hear),
    gone(host: Host): void {
      for (const hearer of hearers) if (hearer.host === host) hearers.delete(hearer)
    },
  }
}

interface Asking {
  readonly name: string
  readonly host: Host
  readonly claim: Claim
}

/** The first of a line holds the lock. */
function createLocks(later: Tell) {
  const lines = new Map<string, readonly Asking[]>()
  const lineOf = (name: string) => lines.get(name) ?? []

  const become = (name: string, line: readonly Asking[]): void => {
    const before = lineOf(name)[0]
    lines.set(name, line)
    const [first] = line
    if (first !== undefined && first !== before) later(first.host, first.claim.granted)
  }

  return {
    claim(asking: Asking, how: 'in-turn' | 'steal'): () => void {
      const { name } = asking
      let isGivenUp = false
      const own: Asking = { ...asking, claim: { granted: () => (isGivenUp ? undefined : asking.claim.granted()), lost: asking.claim.lost } }
      const [holder, ...others] = lineOf(name)
      if (how === 'steal' && holder !== undefined) later(holder.host, () => holder.claim.lost())
      become(name, how === 'steal' ? [own, ...others] : [...lineOf(name), own])
      return () => {
        isGivenUp = true
        become(
          name,
          lineOf(name).filter(each => each !== own),
        )
      }
    },
    holds: (host: Host) => [...lines.values()].some(([first]) => first?.host === host),
    gone(host: Host): void {
      for (const [name, line] of lines)
        become(
          name,
          line.filter(each => each.host !== host),
        )
    },
  }
}
