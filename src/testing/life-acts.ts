// How pages come and go, and what their users do with sends that failed.
import type { Act, Stage } from './acts.ts'
import { chosen } from './chance.ts'
import { note } from './page-acts.ts'

const act = (weight: number, ms: number, play: Act['play']): Act => ({ weight, ms, strikes: 'none', play: attended(play) })
const fault = (weight: number, ms: number, play: Act['play']): Act => ({ weight, ms, strikes: 'page', play: attended(play) })

/** Somebody is at the page. */
const attended =
  (play: Act['play']): Act['play'] =>
  stage =>
    stage.page.host.state() === 'up' ? play(stage) : undefined

/** When the server hears that a page was closed: at once, late, or never. */
const NOTICED: readonly (number | null)[] = [20, 20, 20, 5_000, null]

export const lifeActs: Readonly<Record<string, Act>> = {
  /** The browser throws the page away and loads it again. */
  reload: fault(2, 2_000, ({ page, action, later, simulation }) => {
    page.close(chosen(NOTICED, action.roll) ?? null)
    later(() => simulation.reopen(page))
  }),
  /** The application ends its socket, and begins another one later. */
  dispose: fault(1, 20_000, ({ page, later, simulation }) => {
    page.dispose()
    later(() => simulation.reopen(page))
  }),
  /** Its component is unmounted and mounted again, as a route change does; whether within the linger or not. */
  remount: act(1, 5_000, ({ page, action, later }) => {
    const unmount = page.mount()
    unmount()
    if (action.roll < 0.5) page.socket.close()
    later(() => {
      if (page.end() !== null) return
      page.mount()
      if (action.roll < 0.5) page.socket.connect()
    })
  }),
  connect: act(1, 0, ({ page }) => page.socket.connect()),
  render: act(1, 0, ({ page }) => page.render()),
  retry: act(2, 0, stage => {
    const { page, action, simulation } = stage
    const failed = page.socket.store.outbox().filter(({ state }) => state !== 'queued' && state !== 'written')
    const one = chosen(failed, action.roll)
    if (one === undefined) return
    simulation.truth.retried(one.id)
    note(stage, page.socket.retrySend(one.id), { op: one.op, ttlMs: 300_000 })
  }),
  discard: act(1, 0, ({ page, action }) => {
    const one = chosen(page.socket.store.outbox(), action.roll)
    page.socket.discardSend(one?.id ?? 'none')
  }),
  dismiss: act(1, 0, ({ page }) => page.socket.dismiss('nothing')),
  /** Access is taken away, and given back later. */
  revoke: fault(1, 10_000, stage => revoke(stage)),
}

export function revoke({ simulation, page, action, later }: Stage): void {
  const { fleet, clock } = simulation
  const at = clock.now()
  const { user } = page.session
  for (let index = 0; index < fleet.size(); index += 1) {
    const { host, node } = fleet.process(index)
    host.run(() => {
      node.revoke(user)
      // A process that slept meanwhile takes access away when it has been given back already.
      if (clock.now() > at) clock.at(clock.now() + action.ms, () => giveBack(simulation, user))
    })
  }
  later(() => {
    if (page.end() !== null) return
    page.record.returned()
    page.socket.reconnect()
  })
}

export function giveBack({ pages }: Stage['simulation'], user: string): void {
  for (const page of pages) {
    if (page.end() !== null || page.session.user !== user || page.phase() !== 'halted') continue
    page.socket.reconnect()
    page.touch()
  }
}
