// What can be done to the link, as the fault panel says it and the proxy obeys it.
import { PROXY } from '../limits.ts'

/**
 * - `pass`: heals; what a blackhole held back goes on, in order
 * - `cut`: a FIN to both sides of every connection; new ones pass
 * - `reset`: a RST to both sides of every connection; new ones pass
 * - `blackhole`: connections stay open and nothing moves; new ones are accepted and never reach the server (half-open)
 * - `delay`: every byte waits, in order, each way
 * - `refuse`: nobody listens any more, and connections are reset, as on a host whose process died
 */
export type Fault =
  | { readonly mode: 'pass' | 'cut' | 'reset' | 'blackhole' | 'refuse' }
  | { readonly mode: 'delay'; readonly delayMs: number }

export type FaultMode = Fault['mode']

/** What lasts. `cut` and `reset` happen once and leave a passing link. */
export type LinkMode = Exclude<FaultMode, 'cut' | 'reset'>

const FAULT_MODES: readonly FaultMode[] = ['pass', 'cut', 'reset', 'blackhole', 'delay', 'refuse']

export const lastingMode = ({ mode }: Fault): LinkMode => (mode === 'cut' || mode === 'reset' ? 'pass' : mode)

/** The fault that a request names, or null. */
export function readFault(value: unknown): Fault | null {
  if (typeof value !== 'object' || value === null || !('mode' in value)) return null
  const mode = FAULT_MODES.find(known => known === value.mode)
  if (mode === undefined) return null
  if (mode !== 'delay') return { mode }
  const delayMs = 'delayMs' in value ? value.delayMs : undefined
  if (typeof delayMs !== 'number' || !(delayMs >= 0 && delayMs <= PROXY.maxDelayMs)) return null
  return { mode, delayMs }
}
