// How soon a page must notice that its link is half open: the promised times, for round trips of at most 250 ms.
import { SIMULATED } from './limits.ts'
import type { Page } from './page.ts'
import type { Simulation } from './simulation.ts'
import type { Wire } from './wire.ts'

/** What is late, or null. A link is noticed when it is given up, or when its data is called stale. */
export function unnoticed(page: Page, { clock, troubledAt, setting }: Simulation): string | null {
  const [wire] = page.network.held()
  const now = clock.now()
  // A task that the server never named is nobody's work: its send ended, and only its place is shown.
  const isTask = page.socket.store.tasks().some(({ id, status }) => id !== null && ACTIVE.has(status))
  const isBusy = isTask || page.socket.store.status().queued > 0
  const busySince = page.record.busySince(isBusy)
  if (wire === undefined || setting.latencyMs > SIMULATED.promisedWayMs || page.phase() !== 'live') return null
  if (page.host.state() !== 'up' || page.record.isThrottled() || page.socket.store.status().freshness !== 'live') return null
  const silent = silentSince(wire)
  if (silent === null) return null
  const disturbed = Math.max(page.record.troubledAt(), troubledAt)
  const isCalm = disturbed < wire.dialedAt && page.patience.handshakeMs() <= SIMULATED.promisedHandshakeMs && strainMs(page) === 0
  const calm = isCalm ? promises({ page, wire, silent, busySince }) : []
  const late = [...calm, returned(page, silent, disturbed)].find(promise => promise !== null && now - promise.since > promise.ms)
  return late === undefined || late === null
    ? null
    : `nothing came for ${now - silent} ms, ${now - late.since} ms ${late.after}, and nobody noticed`
}

/** A hedge in vain has made the page wait longer than promised: that is HEDGE2, and no silence. */
const strainMs = ({ patience, client }: Page): number => patience.moreThanMs(SIMULATED.noticeReturnMs, client.world.now())

const ACTIVE: ReadonlySet<string> = new Set(['running', 'queued', 'input-required'])

interface Promised {
  readonly since: number
  readonly ms: number
  readonly after: string
}

interface Silence {
  readonly page: Page
  readonly wire: Wire
  readonly silent: number
  readonly busySince: number | null
}

function promises({ page, wire, silent, busySince }: Silence): readonly (Promised | null)[] {
  const spoke = wire.spokeAt()
  // A probe that the user asked for meanwhile has its own, longer deadline.
  const probed = page.record.returnedAt() + SIMULATED.noticeReturnMs - SIMULATED.noticeSendMs
  return [
    { since: silent, ms: SIMULATED.noticeIdleMs, after: 'in all' },
    busySince === null ? null : { since: Math.max(silent, busySince), ms: SIMULATED.noticeBusyMs, after: 'with something under way' },
    spoke === null || spoke < silent ? null : { since: Math.max(spoke, probed), ms: SIMULATED.noticeSendMs, after: 'after a send' },
  ]
}

/** The deadline of a probe is the same however slow the line was before; only hedges in vain lengthen it. */
function returned(page: Page, silent: number, disturbed: number): Promised | null {
  const at = page.record.returnedAt()
  // What was read from the line at the very return answers the probe as any frame does (LIFE1).
  return at <= silent || at < disturbed
    ? null
    : { since: at, ms: SIMULATED.noticeReturnMs + strainMs(page), after: "after the user's return" }
}

/** Since when nothing came down a line on which nothing comes back any more. */
function silentSince(wire: Wire): number | null {
  const lost = [wire.lostSince('up'), wire.lostSince('down')].filter(at => at !== null)
  return lost.length === 0 ? null : Math.max(Math.min(...lost), wire.heardAt() ?? 0)
}
