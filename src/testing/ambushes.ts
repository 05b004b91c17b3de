// Faults that wait for their instant: between two parts of a snapshot, amid a replay, between a command and its receipt.
import type { Act, Stage } from './acts.ts'
import type { Ambush, Wire } from './wire.ts'

const fault = (weight: number, play: Act['play']): Act => ({ weight, ms: 20_000, strikes: 'page', play })

/** It waits no longer than its action lasts. */
function ambush({ page, later }: Stage, set: Ambush): void {
  const { ambushes } = page.network.line
  ambushes.add(set)
  later(() => ambushes.delete(set))
}

const isAmid = (text: string): boolean => /^\{"type":"snapshot".*"part":1,"parts":(?!1,)/.test(text)
const isReplay = (text: string): boolean => text.startsWith('{"type":"events"') && !text.endsWith('"live":true}')
const isOp = (text: string): boolean => text.startsWith('{"type":"command"') && text.includes('"op":"app.')
const isAsk = (text: string): boolean => text.startsWith('{"type":"command"') && text.includes('"op":"task.get"')

export const ambushes: Readonly<Record<string, Act>> = {
  /** The socket dies between two parts of a snapshot (SNAP2). */
  'cut-parts': fault(2, stage => {
    ambush(stage, { way: 'down', matches: isAmid, spring: wire => wire.cut(soon(stage)) })
    renewed(stage)
  }),
  /** The log is trimmed while it is replayed (LOG3). */
  'trim-replay': fault(2, stage => {
    const { simulation, page, action } = stage
    const spring = () => simulation.kept.trim(page.session.user, action.size >> 2)
    ambush(stage, { way: 'down', matches: isReplay, spring })
    page.network.cut(soon(stage))
    for (let index = 0; index < 40 * action.size; index += 1) {
      const id = `replayed-${action.at}-${action.page}-${index}`
      void simulation.kept.store.append(page.session.user, [{ type: 'app.noted', data: { id, pad: PAD } }]).catch(() => undefined)
    }
  }),
  /** A process dies between the claim of a command and its receipt (SEND5). */
  'kill-mid-op': fault(3, stage => {
    const { simulation, action } = stage
    const spring = (wire: Wire) => {
      const at = simulation.clock.now() + action.size * 3
      simulation.clock.at(at, () => killed(simulation, wire))
    }
    ambush(stage, { way: 'up', matches: isOp, spring })
  }),
  /** An ask, or its answer, dies with its socket (STR2). */
  'ask-dies': fault(2, stage => {
    ambush(stage, { way: 'up', matches: isAsk, spring: wire => wire.cut(soon(stage)) })
    withoutChunks(stage)
  }),
  /** The last chunks are trimmed between `task.get` and its receipt (STR2). */
  'trim-ask': fault(2, stage => {
    const { simulation, page } = stage
    const { clock, kept } = simulation
    const spring = () => {
      for (let ms = 0; ms < 40; ms += 2) clock.at(clock.now() + ms, () => kept.trimStreams(page.session.user))
    }
    ambush(stage, { way: 'up', matches: isAsk, spring })
    withoutChunks(stage)
  }),
}

/** The page comes back to a stream of which it missed a part that is trimmed. */
function withoutChunks(stage: Stage): void {
  const { simulation, page } = stage
  const { clock, kept } = simulation
  page.network.cut(soon(stage))
  for (let ms = 0; ms < 1_000; ms += 20) clock.at(clock.now() + ms, () => kept.trimStreams(page.session.user))
}

const PAD = 'replay '.repeat(60)

const soon = ({ action }: Stage): { readonly page: number | null; readonly node: number | null } => ({
  page: action.roll < 0.6 ? 0 : null,
  node: action.roll < 0.8 ? 10 : null,
})

/** So that a snapshot of several parts comes: the history is another one, and what stands in it is heavy. */
function renewed({ simulation, page }: Stage): void {
  if (simulation.kept.records().settled(page.session.user, MANY).length >= MANY) simulation.kept.stamp()
}

const MANY = 50

function killed({ fleet, clock }: Stage['simulation'], wire: Wire): void {
  for (let index = 0; index < fleet.size(); index += 1) {
    if (fleet.process(index).host !== wire.peer()) continue
    fleet.kill(index)
    clock.at(clock.now() + 1_000, () => fleet.start(index))
  }
}
