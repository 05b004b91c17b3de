// The browser throws a page away in the middle of a step of its storage, and what stands there is all that the next page knows (SEND1, KEEP1).
import type { Sent } from '../core/model.ts'
import type { Act, Stage } from './acts.ts'
import { note } from './page-acts.ts'

const LONGEST_MS = 20_000
/** Shorter than the next page is kept from dialing. */
const TTL_MS = 10_000
const WAIT_MS = 500
const TRAIL_MS = 1_000
const GONE_MS = 1_500

const fault = (play: Act['play']): Act => ({ weight: 0, ms: LONGEST_MS, strikes: 'server', play })

export const crashFaults: Readonly<Record<string, Act>> = {
  /** Just after a command that had waited was written to the socket; the next page cannot send before its time is up. */
  'crash-mid-write': fault(stage => {
    const { network } = stage.page
    afterWait(stage, sent => {
      network.line.ambushes.add({
        way: 'out',
        matches: text => text.startsWith(`{"type":"command","id":"${sent.id}"`),
        spring: () => crash(stage, { trailMs: TRAIL_MS, dialing: 'refuse' }),
      })
      network.line.dialing = { type: 'reach' }
    })
  }),
  /** Just after a command that had waited was cancelled; the next page could send it at once. */
  'crash-mid-cancel': fault(stage => {
    const { page } = stage
    afterWait(stage, sent => {
      page.host.run(() => {
        if (sent.cancel()) page.record.cancelled(sent.id)
      })
      crash(stage, { trailMs: 0, dialing: 'reach' })
    })
  }),
}

/** Something is sent where nobody answers, and stands in the storage, if there is one. */
function afterWait(stage: Stage, strike: (sent: Sent) => void): void {
  const { page, simulation, later } = stage
  const { clock } = simulation
  const attended = (run: () => void) => () => (page.end() === null && page.host.state() === 'up' ? run() : undefined)
  page.network.line.dialing = { type: 'refuse' }
  page.network.cut({ page: 0, node: 0 })
  const send = attended(() => {
    const sent = page.socket.send('note', { size: stage.action.size }, { ttlMs: TTL_MS })
    note(stage, sent, { op: 'app.note', ttlMs: TTL_MS })
    clock.at(
      clock.now() + WAIT_MS,
      attended(() => strike(sent)),
    )
  })
  clock.at(clock.now() + WAIT_MS, send)
  later(() => {
    page.network.line.dialing = { type: 'reach' }
  })
}

interface Crash {
  readonly trailMs: number
  /** What the next page's dials meet. */
  readonly dialing: 'reach' | 'refuse'
}

/** At the end of the page's own step, before any of its storage. */
function crash({ page, simulation }: Stage, { trailMs, dialing }: Crash): void {
  const { clock, pages } = simulation
  const place = pages.indexOf(page)
  clock.at(clock.now(), () => page.close(20, trailMs))
  clock.at(clock.now() + GONE_MS, () => {
    simulation.reopen(page)
    const next = pages[place]
    if (next === undefined || next === page) return
    next.network.line.dialing = { type: dialing }
    clock.at(clock.now() + LONGEST_MS, () => {
      next.network.line.dialing = { type: 'reach' }
    })
  })
}
