// Faults between page and server.
import type { Act, Stage } from './acts.ts'
import { chosen } from './chance.ts'
import type { Dialing } from './network.ts'
import type { Way } from './wire.ts'

const PRESSES = 60
const WAYS: readonly Way[] = ['up', 'down', 'both']
const CODES: readonly number[] = [1013, 4005, 1000, 1006, 1011, 4006, 1009, 4503, 4500, 4004]

const wayOf = ({ action }: Stage): Way => chosen(WAYS, action.roll) ?? 'both'

const fault = (weight: number, ms: number, play: Act['play']): Act => ({ weight, ms, strikes: 'page', play })

/** From its beginning to its end the page learns nothing true of its round trip. */
const slowing = (weight: number, ms: number, play: Act['play']): Act =>
  fault(weight, ms, stage => {
    stage.page.record.trouble()
    play(stage)
    stage.later(() => stage.page.record.trouble())
  })

export const networkFaults: Readonly<Record<string, Act>> = {
  /** Both ends hear at once, late by up to a minute, or never. */
  cut: fault(6, 60_000, ({ page, action }) => {
    const delays = [0, 10, action.ms, null]
    page.network.cut({ page: chosen(delays, action.roll) ?? null, node: chosen(delays, (action.roll * 7.3) % 1) ?? null })
  }),
  'half-open': fault(4, 0, stage => stage.page.network.lose(wayOf(stage))),
  /** What is on its way, and what is said meanwhile, arrives late: on old sockets too. */
  stall: slowing(6, 50_000, stage => {
    stage.page.network.hold(wayOf(stage))
    stage.later(() => stage.page.network.release())
  }),
  spike: slowing(3, 20_000, ({ page, action, later }) => {
    const { up, down } = page.network.line
    for (const line of [up, down]) line.latencyMs += action.size * 20
    later(() => {
      for (const line of [up, down]) line.latencyMs -= action.size * 20
    })
  }),
  slow: slowing(2, 30_000, ({ page, action, later }) => {
    const { down } = page.network.line
    const before = down.bytesPerSecond
    down.bytesPerSecond = 200 + action.size * 100
    later(() => {
      down.bytesPerSecond = Math.max(before, 50_000)
    })
  }),
  refuse: fault(3, 30_000, stage => dialing(stage, { type: 'refuse' })),
  hang: fault(3, 30_000, stage => dialing(stage, { type: 'hang' })),
  reject: fault(3, 20_000, stage => dialing(stage, { type: 'reject', code: chosen(CODES, stage.action.roll) ?? 1013 })),
  /** Nothing answers, and the user presses the button again and again (BACK1). */
  impatient: fault(1, 30_000, stage => {
    const { page, simulation, later } = stage
    const { clock } = simulation
    dialing(stage, { type: 'refuse' })
    let presses = 0
    const press = (): void => {
      presses += 1
      if (page.end() !== null || presses > PRESSES) return
      page.record.disturb()
      page.host.run(() => page.socket.reconnect())
      clock.at(clock.now() + 500, press)
    }
    press()
    later(() => {
      presses = PRESSES
    })
  }),
  /** A proxy says something of its own. */
  garble: fault(3, 0, ({ page, action }) => {
    for (const wire of page.network.held()) wire.inject(chosen(NONSENSE, action.roll) ?? null)
  }),
  /** Frames of events come twice. */
  repeat: fault(3, 20_000, ({ page, later }) => {
    page.network.line.repeats = true
    later(() => {
      page.network.line.repeats = false
    })
  }),
  /** What a socket that was hung up had to say still comes, and all it said before comes again. */
  trail: fault(4, 60_000, ({ page, later }) => {
    page.network.line.trails = true
    later(() => {
      page.network.line.trails = false
    })
  }),
}

const NONSENSE: readonly (string | null)[] = ['{"type":"news","of":"tomorrow"}', '{"type":"news"}', '<html>502 Bad Gateway</html>', null]

function dialing({ page, later, action }: Stage, how: Dialing): void {
  page.network.line.dialing = how
  // The dial is met by the fault only if the socket at hand ends.
  if (action.roll < 0.7) page.network.cut({ page: 0, node: 0 })
  later(() => {
    page.network.line.dialing = { type: 'reach' }
  })
}
