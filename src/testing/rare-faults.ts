// Faults that only a few stories have: each needs something else to have come first, and strikes when it has.
import type { Act, Stage } from './acts.ts'
import { crashFaults } from './crash-faults.ts'
import { giveBack, revoke } from './life-acts.ts'
import type { Ambush } from './wire.ts'

/** They strike later than they are set, and in one phase only, so that no phase is counted for them. */
const fault = (play: Act['play']): Act => ({ weight: 0, ms: SLOW_TOKEN_MS, strikes: 'server', play })

/** As long as a slow token takes. */
const SLOW_TOKEN_MS = 20_000
/** As long as it takes at least to ask for one. */
const ASKED_MS = 100

const BOTH_DELIVER = 40

const GREETS = '{"type":"hello"'
const RENEWS = '{"type":"auth-required"'

export const RARE: Readonly<Record<string, Act>> = {
  ...crashFaults,
  /** A link is suspect, and its candidate dies without a word as well (HEDGE1). */
  'both-die': fault(({ page: { network } }) => {
    network.lose('down')
    network.line.ambushes.add({
      way: 'up',
      matches: text => text.startsWith(GREETS) && network.held().length > 1,
      spring: () => network.lose('both'),
    })
  }),
  /** A suspect speaks after all when its candidate has said hello, and both deliver what is appended, each merged in its own way (GAP1). */
  'both-deliver': fault(stage => {
    const { network, session, record, socket, host } = stage.page
    const { clock, kept } = stage.simulation
    const append = (index: number) =>
      void kept.store
        .append(session.user, [{ type: 'app.noted', data: { id: `both-${stage.action.at}-${stage.action.page}-${index}` } }])
        .catch(() => undefined)
    network.line.ambushes.add({
      way: 'up',
      matches: text => text.startsWith(GREETS) && network.held().length > 1,
      spring: () => {
        network.release()
        for (let index = 0; index < BOTH_DELIVER; index += 1) clock.at(clock.now() + 2 * index, () => append(index))
      },
    })
    record.trouble()
    record.disturb()
    network.hold('down')
    host.run(() => socket.reconnect())
    stage.later(() => {
      network.release()
      record.trouble()
    })
  }),
  /** Access is taken away while a new token is on its way: it comes to a page that has halted (AUTH3). */
  'revoke-renewal': fault(stage => {
    const { simulation, page, action } = stage
    amidRenewal(stage, () => {
      const { user } = page.session
      revoke({ ...stage, action: { ...action, ms: SLOW_TOKEN_MS } })
      // It may strike when the story is over, and other pages of this user were brought back already.
      simulation.clock.at(simulation.clock.now() + SLOW_TOKEN_MS, () => giveBack(simulation, user))
    })
  }),
  /** The link dies while a new token is on its way, and nobody answers the next hellos: it comes to a page that greets (AUTH3). */
  'cut-renewal': fault(stage => {
    const { network } = stage.page
    const { clock } = stage.simulation
    const { ambushes } = network.line
    const deaf: Ambush = {
      way: 'up',
      matches: text => text.startsWith(GREETS),
      spring: wire => {
        wire.hold('down')
        clock.at(clock.now() + 1, () => ambushes.add(deaf))
      },
    }
    amidRenewal(stage, () => {
      ambushes.add(deaf)
      network.cut({ page: 0, node: 0 })
      clock.at(clock.now() + SLOW_TOKEN_MS, () => {
        ambushes.delete(deaf)
        network.release()
      })
    })
  }),
}

/** The token that is asked for next on a live link takes its time; those after it come at once. */
function amidRenewal({ page, simulation: { clock } }: Stage, strike: () => void): void {
  page.network.line.ambushes.add({
    way: 'down',
    matches: text => text.startsWith(RENEWS),
    spring: () => {
      page.session.tokens = 'slow'
      clock.at(clock.now() + ASKED_MS, () => {
        page.session.tokens = 'fine'
        strike()
      })
    },
  })
}
