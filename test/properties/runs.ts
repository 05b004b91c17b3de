// How the properties run: bounded, and with every counterexample told beside its seed. RUNS_FACTOR=20 looks longer.
import type { Parameters } from 'fast-check'

const factor = Number(process.env['RUNS_FACTOR'] ?? 1)

export const runs = <T>(numRuns: number): Parameters<T> => ({ numRuns: numRuns * factor, verbose: true })
