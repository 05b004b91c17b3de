// The end of all faults, after which everything must become calm by itself.
import { CHANNEL_MS } from './browser.ts'
import type { Simulation } from './simulation.ts'

/** The end of all faults. What they left behind, such as a socket that is half open, is for the product to find out. */
export function heal(simulation: Simulation): void {
  const { fleet, pages, outside, setting } = simulation
  Object.assign(fleet.weather, { latencyMs: 3, failing: 0, deaf: 0 })
  fleet.weather.stalled.clear()
  Object.assign(fleet.auth, { failing: 0, delayMs: 10 })
  for (let index = 0; index < fleet.size(); index += 1) {
    fleet.process(index).host.wake()
    fleet.start(index)
  }
  outside.host.wake()
  if (simulation.browser !== null) simulation.browser.weather.delayMs = CHANNEL_MS
  for (const page of pages) if (page.end() !== null) simulation.reopen(page)
  for (const page of pages) {
    const { line } = page.network
    for (const way of [line.up, line.down]) Object.assign(way, { latencyMs: setting.latencyMs, bytesPerSecond: 50_000_000 })
    line.dialing = { type: 'reach' }
    line.trails = false
    line.repeats = false
    line.dropping = 0
    line.ambushes.clear()
    page.network.release()
    page.session.tokens = 'fine'
    page.client.throttle(1)
    page.record.throttled(false)
    simulation.browser?.doze(page.host, false)
    page.host.wake()
    // Who is signed in is asked at a dial only.
    if (page.record.user() !== page.session.user) page.network.cut({ page: 0, node: 0 })
    page.client.hint('online')
    page.client.hint('visible')
    page.client.hint('pageshow')
    if (page.phase() === 'idle') page.socket.connect()
    if (page.phase() === 'halted') page.socket.reconnect()
  }
}
