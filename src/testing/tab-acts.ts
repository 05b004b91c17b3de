// What happens to tabs that share a socket: the one that leads is closed, crashes, freezes; others come, go, hide, and hear late.
import { type Act, ACTS, type Stage } from './acts.ts'
import { ambushes } from './ambushes.ts'
import { CHANNEL_MS } from './browser.ts'
import { chosen } from './chance.ts'
import { networkFaults } from './network-faults.ts'
import type { Page } from './page.ts'
import type { Simulation } from './simulation.ts'

const fault = (weight: number, ms: number, play: Act['play']): Act => ({ weight, ms, strikes: 'page', play })
const act = (weight: number, ms: number, play: Act['play']): Act => ({ weight, ms, strikes: 'none', play })

/** The tab that leads this page's user; the page itself where none does. */
export function leaderOf(page: Page, { pages, browser }: Pick<Simulation, 'pages' | 'browser'>): Page {
  const leads = (other: Page) => other.end() === null && other.session.user === page.session.user && browser?.holds(other.host) === true
  return pages.find(leads) ?? page
}

/** Strikes whoever leads, for only that tab has anything to strike. */
const onLeader = (struck: Act): Act => ({
  ...struck,
  play: stage => struck.play({ ...stage, page: leaderOf(stage.page, stage.simulation) }),
})

/** Strikes the machine, and so all of its tabs. */
const onAll = (struck: Act): Act => ({
  ...struck,
  play(stage) {
    for (const page of stage.simulation.pages) {
      if (page.end() !== null) continue
      struck.play({ ...stage, page })
      page.touch()
    }
  },
})

const tabFaults: Readonly<Record<string, Act>> = {
  /** Closed by its user, as the browser tells it. */
  'leader-closes': onLeader(fault(5, 20_000, stage => left(stage, 20))),
  /** Without a word to anyone. */
  'leader-crashes': onLeader(fault(5, 20_000, stage => gone(stage))),
  /** Timers, messages and socket stand still; some wake before and some long after another has taken the lead. */
  'leader-freezes': onLeader(fault(6, 60_000, stage => frozen(stage))),
  /** As the last, and it is told things all the while. */
  'leader-dozes': onLeader(fault(4, 60_000, stage => dozes(stage))),
  freeze: fault(3, 60_000, stage => frozen(stage)),
  /** The browser needs the memory of a tab that nobody looks at; whoever looks finds it loaded anew. */
  discard: fault(3, 30_000, stage => {
    stage.page.client.hint('hidden')
    gone(stage)
  }),
  /** It is left, kept for a way back, and thrown out of the cache. */
  'thrown-out': fault(3, 10_000, stage => {
    stage.page.record.disturb()
    stage.page.client.hint('pagehide')
    stage.later(() => gone({ ...stage, later: undo => undo() }))
  }),
  /** A tab less, for a while, and then one that was not there. */
  'tab-opens': act(4, 30_000, stage => left(stage, 20)),
  /** One window: whoever is in front hides the others. */
  front: act(4, 0, ({ page, simulation: { pages } }) => {
    for (const other of pages) {
      if (other.end() !== null || other.host.state() !== 'up') continue
      other.record.disturb()
      other.client.hint(other === page ? 'visible' : 'hidden')
    }
  }),
  /** The browser is busy: what tabs say to each other comes late. */
  'channel-slow': fault(4, 15_000, ({ simulation: { browser, pages }, action, later }) => {
    if (browser === null) return
    const disturb = () => pages.forEach(page => page.record.disturb())
    browser.weather.delayMs = chosen([50, 500, 3_000], action.roll) ?? 50
    disturb()
    later(() => {
      browser.weather.delayMs = CHANNEL_MS
      disturb()
    })
  }),
  /** Who is signed in changes in all tabs: each page is loaded anew. */
  'sign-in': fault(2, 1_000, stage => signIn(stage)),
}

/** Everything that befalls pages, its target chosen so that it strikes something. */
export const TAB_ACTS: Readonly<Record<string, Act>> = {
  ...ACTS,
  ...mapped(networkFaults, onLeader),
  ...mapped(ambushes, onLeader),
  ...mapped(picked(['drop-frame']), onLeader),
  ...mapped(picked(['offline', 'clock-forward', 'clock-back', 'sleep']), onAll),
  ...tabFaults,
}

function mapped(acts: Readonly<Record<string, Act>>, change: (act: Act) => Act): Readonly<Record<string, Act>> {
  return Object.fromEntries(Object.entries(acts).map(([name, each]) => [name, change(each)]))
}

function picked(names: readonly string[]): Readonly<Record<string, Act>> {
  return Object.fromEntries(Object.entries(ACTS).filter(([name]) => names.includes(name)))
}

/** When the server hears that a socket's page is gone. */
const NOTICED: readonly (number | null)[] = [20, 20, 5_000, null]

function gone({ page, action, later, simulation }: Stage, noticedMs: number | null = chosen(NOTICED, action.roll) ?? null): void {
  if (page.end() !== null) return
  page.close(noticedMs)
  later(() => simulation.reopen(page))
}

/** The browser says so first, and the page hangs up. */
function left(stage: Stage, noticedMs: number): void {
  if (stage.page.host.state() === 'up') stage.page.client.hint('pagehide')
  gone(stage, noticedMs)
}

function frozen({ page, action, later }: Stage): void {
  const wakes = () => {
    page.record.disturb()
    page.record.trouble()
  }
  wakes()
  page.host.sleep(action.ms)
  later(() => {
    wakes()
    if (page.end() === null) page.host.run(() => page.client.hint(action.roll < 0.5 ? 'resume' : 'visible'))
  })
}

function dozes(stage: Stage): void {
  const { page, later, simulation } = stage
  simulation.browser?.doze(page.host, true)
  later(() => simulation.browser?.doze(page.host, false))
  frozen(stage)
}

/** Not where pages keep what they hold: what the first user left there, nobody would ever find. */
function signIn({ simulation, page, action, later }: Stage): void {
  const { fleet, pages, setting } = simulation
  const { user } = page.session
  if (setting.storage !== 'none') return
  const next = user === 'ann' ? 'ben' : 'ann'
  const own = pages.filter(other => other.session.user === user)
  for (const other of own) {
    fleet.auth.ended.add(other.session.id)
    other.session.id = `${other.name}-${action.at}-${action.size}`
    other.session.user = next
    if (other.end() === null && other.host.state() === 'up') other.dispose()
    else if (other.end() === null) other.close(null)
  }
  later(() => own.forEach(other => simulation.reopen(other)))
}
