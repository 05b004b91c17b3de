// The fault panel's words: what each button does, said as one would to a visitor.
import type { Fault } from '../proxy/faults.ts'
import type { DemoState } from '../supervisor/demo-state.ts'

export interface FaultButton {
  readonly label: string
  readonly detail: string
  readonly fault: Fault
}

export const FAULT_BUTTONS: readonly FaultButton[] = [
  { label: 'Cut', detail: 'ends every one', fault: { mode: 'cut' } },
  { label: 'Reset', detail: 'tears them down', fault: { mode: 'reset' } },
  { label: 'Blackhole', detail: 'nothing arrives', fault: { mode: 'blackhole' } },
  { label: 'Slow', detail: '1 s each way', fault: { mode: 'delay', delayMs: 1000 } },
  { label: 'Refuse', detail: 'nobody listens', fault: { mode: 'refuse' } },
]

export type LinkLook = 'whole' | 'slow' | 'broken'

export function linkWords(state: DemoState | null): { readonly look: LinkLook; readonly words: string } {
  if (state === null) return { look: 'broken', words: 'unknown' }
  const { mode, delayMs, connections } = state.link
  switch (mode) {
    case 'pass':
      return { look: 'whole', words: connections === 1 ? 'passing, 1 connection' : `passing, ${connections} connections` }
    case 'delay':
      return { look: 'slow', words: `${delayMs / 1000} s late each way` }
    case 'blackhole':
      return { look: 'broken', words: 'swallows everything' }
    case 'refuse':
      return { look: 'broken', words: 'refuses connections' }
  }
}

export function serverWords(state: DemoState | null): { readonly isUp: boolean; readonly words: string } {
  if (state === null) return { isUp: false, words: 'unknown' }
  const { state: life, pid } = state.server
  return { isUp: life === 'running', words: life === 'running' ? `running, process ${pid}` : life }
}
