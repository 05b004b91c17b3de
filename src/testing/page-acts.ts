// What users, pages and their browsers do: sends of every kind at any instant, hints, sleep, clocks, tokens, another user.
import type { Hint } from '../client/world.ts'
import type { Sent } from '../core/model.ts'
import type { Act, Stage } from './acts.ts'
import { chosen } from './chance.ts'
import type { Page, TokenWeather } from './page.ts'
import { KINDS } from './process.ts'

const act = (weight: number, ms: number, play: Act['play']): Act => ({ weight, ms, strikes: 'none', play: awake(play) })
const fault = (weight: number, ms: number, play: Act['play']): Act => ({ weight, ms, strikes: 'page', play })

/** A page that sleeps has no user at it. */
const awake =
  (play: Act['play']): Act['play'] =>
  stage =>
    stage.page.host.state() === 'up' ? play(stage) : undefined

const OPS: readonly string[] = ['note', 'note', 'note', 'dawdle', 'refuse']
const TTLS: readonly number[] = [2_000, 15_000, 300_000, 300_000]
const WEATHERS: readonly TokenWeather[] = ['failing', 'hanging', 'slow', 'none', 'stale']

export const pageActs: Readonly<Record<string, Act>> = {
  submit: act(9, 0, stage => submit(stage, chosen(KINDS, stage.action.roll) ?? 'talk')),
  send: act(10, 0, stage => send(stage, chosen(OPS, stage.action.roll) ?? 'note')),
  burst: act(2, 0, stage => {
    for (let index = 0; index < stage.action.size * 4; index += 1) send(stage, 'note')
  }),
  'cancel-send': act(4, 0, ({ page, action, simulation }) => {
    simulation.coverage.met(page.phase(), 'cancel')
    const open = [...page.record.sends.values()].filter(({ outcome }) => outcome === null)
    const one = chosen(open, action.roll)
    if (one?.cancel() === true) page.record.cancelled(one.id)
  }),
  'cancel-task': act(3, 0, stage => {
    const task = chosen(stage.page.socket.store.tasks(), stage.action.roll)
    if (task !== undefined) note(stage, stage.page.socket.cancelTask(task.key), { op: 'task.cancel', ttlMs: 300_000 })
  }),
  answer: act(5, 0, stage => answerAll(stage)),
  seen: act(2, 0, ({ page }) => page.socket.markSeen()),
  ask: act(1, 0, ({ page, action }) => page.socket.askTask(`unknown-${action.size}`)),
  reconnect: act(1, 0, ({ page }) => {
    page.record.disturb()
    page.record.returned()
    page.socket.reconnect()
  }),
  'close-page': act(2, 20_000, ({ page, later }) => {
    page.socket.close()
    later(() => page.socket.connect())
  }),
  hide: fault(2, 40_000, stage => hinted(stage, ['hidden', 'visible'])),
  offline: fault(2, 20_000, stage => {
    stage.page.network.lose('both')
    hinted(stage, ['offline', 'online'])
  }),
  'page-cache': fault(1, 20_000, stage => hinted(stage, ['pagehide', 'pageshow'])),
  resume: fault(1, 0, stage => hinted(stage, ['resume', 'resume'])),
  throttle: fault(1, 60_000, ({ page, later, action }) => {
    unsettle(page)
    page.record.throttled(true)
    page.client.throttle(chosen([1_000, 60_000], action.roll) ?? 1_000)
    later(() => {
      page.client.throttle(1)
      page.record.throttled(false)
      unsettle(page)
    })
  }),
  sleep: fault(3, 90_000, ({ page, action, later }) => {
    page.host.sleep(action.ms)
    unsettle(page)
    later(() => {
      unsettle(page)
      if (action.roll < 0.5) hint(page, action.roll < 0.3 ? 'visible' : 'online')
    })
  }),
  'clock-forward': fault(1, 0, ({ page, action }) => {
    unsettle(page)
    page.client.shiftClock(action.size * 60_000)
  }),
  'clock-back': fault(1, 0, ({ page, action }) => {
    unsettle(page)
    page.client.shiftClock(-action.size * 400_000)
  }),
  token: fault(3, 30_000, ({ page, action, later }) => {
    page.session.tokens = chosen(WEATHERS, action.roll) ?? 'failing'
    page.network.cut({ page: 0, node: 0 })
    later(() => {
      page.session.tokens = 'fine'
    })
  }),
  /** Somebody else signs in, in another tab: this page learns of it at its next dial. */
  'switch-user': fault(2, 0, ({ page, action, simulation }) => {
    if (page.statedUser !== null) return
    simulation.fleet.auth.ended.add(page.session.id)
    page.session.id = `${page.name}-${action.at}-${action.size}`
    page.session.user = page.session.user === 'ann' ? 'ben' : 'ann'
    if (action.roll < 0.5) page.network.cut({ page: 0, node: 0 })
  }),
}

function hinted({ page, later }: Stage, [first, last]: readonly [Hint, Hint]): void {
  hint(page, first)
  later(() => hint(page, last))
}

const RETURNS: ReadonlySet<Hint> = new Set<Hint>(['online', 'visible', 'pageshow', 'resume'])

/** When the page is awake to hear it. */
function hint(page: Page, what: Hint): void {
  page.record.disturb()
  page.host.run(() => {
    page.client.hint(what)
    if (RETURNS.has(what)) page.record.returned()
  })
}

/** Sleep, clocks and throttled timers: until they are over, no promise of time holds. */
function unsettle(page: Page): void {
  page.record.disturb()
  page.record.trouble()
}

interface Noted {
  readonly op: string
  readonly ttlMs: number
}

export function note({ page, simulation }: Stage, sent: Sent, { op, ttlMs }: Noted): void {
  simulation.coverage.met(page.phase(), 'send')
  page.record.sent(sent, { op, ttlMs })
}

function send(stage: Stage, op: string): void {
  const ttlMs = chosen(TTLS, (stage.action.roll * 17.7) % 1) ?? 300_000
  note(stage, stage.page.socket.send(op, { size: stage.action.size }, { ttlMs }), { op: `app.${op}`, ttlMs })
}

function submit(stage: Stage, kind: string): void {
  const ttlMs = chosen(TTLS, (stage.action.roll * 13.3) % 1) ?? 300_000
  note(stage, stage.page.socket.submit(kind, { size: stage.action.size }, { ttlMs }), { op: 'task.submit', ttlMs })
}

/** A user who answers whatever is asked. */
export function answerAll(stage: Stage): void {
  const { page } = stage
  for (const task of page.socket.store.tasks()) {
    if (task.status === 'input-required') note(stage, page.socket.answerTask(task.key, { yes: true }), { op: 'task.input', ttlMs: 300_000 })
  }
}
