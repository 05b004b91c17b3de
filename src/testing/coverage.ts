// What a simulation has met: client phases by event, faults by kind and by the phase they struck in; cells that stay empty are listed.
import { FRAMES, type PhaseWord } from './phases.ts'

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

const increase = (counts: Map<string, number>, key: string, by = 1): void => void counts.set(key, (counts.get(key) ?? 0) + by)

/** Adds what another run met, as of a worker. */
export function merge(counts: CoverageCounts, more: CoverageCounts): void {
  for (const name of ['cells', 'faults', 'struck'] as const) for (const [key, by] of more[name]) increase(counts[name], key, by)
}

const PHASES: readonly PhaseWord[] = ['idle', 'dialing', 'greeting', 'live', 'waiting', 'halted']
const EVENTS: readonly string[] = [
  ...'opened closed tick token noise invalid online offline visible hidden pageshow pagehide resume'.split(' '),
  ...FRAMES,
  ...'connect reconnect close release settings dispose send cancel retry discard ask see dismiss'.split(' '),
]

export const emptyCells = ({ cells }: CoverageCounts): readonly string[] =>
  PHASES.flatMap(phase => EVENTS.map(event => `${phase} × ${event}`)).filter(cell => !cells.has(cell))

export const emptyStrikes = ({ faults, struck }: CoverageCounts): readonly string[] =>
  [...faults.keys()].flatMap(kind =>
    [...struck.keys()].some(key => key.startsWith(`${kind} × `))
      ? PHASES.map(phase => `${kind} × ${phase}`).filter(key => !struck.has(key))
      : [],
  )
