// What must hold among the tabs of one user: a leader comes, one alone has a socket, no two share a term, and nobody is fresher than it (TAB1).
import { busMessage, type Beat } from '../client/tabs/messages.ts'
import { Refusal } from '../protocol/check.ts'
import { SIMULATED } from './limits.ts'
import { isLine } from './line-tap.ts'
import type { Page } from './page.ts'
import type { Simulation } from './simulation.ts'

export interface Wrong {
  readonly rule: string
  readonly what: string
}

type Seen = Pick<Simulation, 'pages' | 'browser' | 'clock' | 'setting'>

/** Looks twice a second; what is wrong for a moment only, as while a lock changes hands, is not wrong. */
export class TabWatch {
  readonly #seen: Seen
  /** Since when something is so, by what and who. */
  readonly #since = new Map<string, number>()
  /** Who beat first for a term, of those who do still, and when. */
  readonly #terms = new Map<string, { readonly leader: string; readonly at: number }>()
  #wrongs: Wrong[] = []

  constructor(seen: Seen) {
    this.#seen = seen
    seen.browser?.listen((channel, message) => this.#heard(channel, message))
  }

  takeWrongs(): readonly Wrong[] {
    const { pages, browser } = this.#seen
    if (browser === null) return []
    const there = pages.filter(page => page.end() === null)
    for (const user of new Set(there.map(page => page.session.user)))
      this.#look(
        user,
        there.filter(page => page.session.user === user && !page.isApart()),
      )
    return this.#wrongs.splice(0)
  }

  #look(user: string, tabs: readonly Page[]): void {
    const leader = tabs.find(page => this.#leads(page))
    const waiting = tabs.filter(page => this.#lasts(`waits ${page.name}`, isWaiting(page)) > SIMULATED.leaderMs)
    const leaderless = this.#lasts(`leaderless ${user}`, leader === undefined && waiting.length > 0)
    if (leaderless > SIMULATED.leaderMs) this.#wrong('leader', `${waiting[0]?.name} has waited ${leaderless} ms for a leader`)
    for (const page of tabs) {
      const name = page.name
      // What was said late, or to a page that slept, is still on its way.
      const isCalm = this.#seen.clock.now() - page.record.disturbedAt() > SIMULATED.lateMs
      const isStray = isCalm && page !== leader && page.host.state() === 'up' && page.network.held().length > 0
      const strays = this.#lasts(`strays ${name}`, isStray)
      if (strays > SIMULATED.handoverMs) this.#wrong('one-leader', `${name} does not lead, and has held a socket for ${strays} ms`)
      const isFresher = isCalm && leader !== undefined && page !== leader && isFresherThan(page, leader)
      const fresher = this.#lasts(`fresher ${name}`, isFresher)
      if (fresher > SIMULATED.handoverMs) this.#wrong('fresher', `${name} was live for ${fresher} ms while ${leader?.name} was not`)
    }
  }

  #leads(page: Page): boolean {
    return page.host.state() === 'up' && this.#seen.browser?.holds(page.host) === true
  }

  #lasts(what: string, isSo: boolean): number {
    const now = this.#seen.clock.now()
    if (!isSo) this.#since.delete(what)
    const since = isSo ? (this.#since.get(what) ?? now) : now
    if (isSo) this.#since.set(what, since)
    return now - since
  }

  #heard(channel: string, given: unknown): void {
    if (isLine(channel)) return
    const message = busMessage(given)
    if (!(message instanceof Refusal) && message.type === 'beat') this.#beaten(channel, message)
  }

  #beaten(channel: string, { term, leader }: Beat): void {
    const key = `${channel} ${term}`
    const at = this.#seen.clock.now()
    const first = this.#terms.get(key)
    if (first?.leader === leader) return
    // Tabs that wake at once may be given the lock and lose it again in one moment, all of them for that moment's term.
    if (first !== undefined && at - first.at > SIMULATED.handoverMs)
      this.#wrong('one-term', `${leader} and ${first.leader} lead for ${term}`)
    this.#terms.set(key, { leader, at })
  }

  #wrong(rule: string, what: string): void {
    this.#wrongs.push({ rule, what })
  }
}

/** Awake, looked at, and wants to be connected. */
function isWaiting(page: Page): boolean {
  const { state } = page.socket.store.status()
  const isWanted = state !== 'idle' && state !== 'disconnected'
  return isWanted && page.host.state() === 'up' && page.client.around().visible && !page.record.isThrottled()
}

const isFresherThan = (page: Page, leader: Page): boolean =>
  page.host.state() === 'up' && page.socket.store.status().freshness === 'live' && leader.socket.store.status().freshness === 'stale'
