// What a simulation has met: client phases by event, faults by kind and by the phase they struck in; cells that stay empty are listed.
import type { PhaseWord } from './page.ts'

export interface Coverage {
  met(phase: PhaseWord, event: string): void
  fault(kind: string, phase: PhaseWord | null): void
  readonly cells: ReadonlyMap<string, number>
  readonly faults: ReadonlyMap<string, number>
  readonly struck: ReadonlyMap<string, number>
}

export interface CoverageCounts {
  readonly cells: Map<string, number>
  readonly faults: Map<string, number>
  readonly struck: Map<string, number>
}

export const noCounts = (): CoverageCounts => ({ cells: new Map(), faults: new Map(), struck: new Map() })

export function createCoverage(counts: CoverageCounts = noCounts()): Coverage {
  return {
    ...counts,
    met: (phase, event) => increase(counts.cells, `${phase} × ${event}`),
    fault(kind, phase) {
      increase(counts.faults, kind)
      if (phase !== null) increase(counts.struck, `${kind} × ${phase}`)
    },
  }
}

const increase = (counts: Map<string, number>, key: string): void => void counts.set(key, (counts.get(key) ?? 0) + 1)

const PHASES: readonly PhaseWord[] = ['idle', 'dialing', 'greeting', 'live', 'waiting', 'halted']
const EVENTS: readonly string[] = (
  'opened closed tick online offline visible hidden pageshow pagehide resume ' +
  'welcome events snapshot receipt ping pong bye auth-required authenticated ' +
  'send cancel connect reconnect close'
).split(' ')

/** Cells that cannot be met: a phase without a socket hears only of sockets that were left, and an idle page listens to no hints. */
const UNREACHABLE: ReadonlySet<string> = new Set([
  ...['online', 'offline', 'visible', 'hidden', 'resume', 'pagehide'].map(event => `idle × ${event}`),
  ...['idle', 'waiting', 'halted'].flatMap(phase => ['opened'].map(event => `${phase} × ${event}`)),
  ...['greeting', 'live'].map(phase => `${phase} × opened`),
  ...['auth-required', 'authenticated'].flatMap(event =>
    ['idle', 'dialing', 'greeting', 'waiting', 'halted'].map(phase => `${phase} × ${event}`),
  ),
  'halted × tick',
])

export const emptyCells = ({ cells }: CoverageCounts): readonly string[] =>
  PHASES.flatMap(phase => EVENTS.map(event => `${phase} × ${event}`)).filter(cell => !cells.has(cell) && !UNREACHABLE.has(cell))

export const emptyStrikes = ({ faults, struck }: CoverageCounts): readonly string[] =>
  [...faults.keys()].flatMap(kind =>
    [...struck.keys()].some(key => key.startsWith(`${kind} × `))
      ? PHASES.map(phase => `${kind} × ${phase}`).filter(key => !struck.has(key))
      : [],
  )
