// What the fault panel is told: how the link is, and how the server's process is.
import type { LinkMode } from '../proxy/faults.ts'
import type { ServerState } from './server-process.ts'

export interface DemoState {
  readonly link: { readonly mode: LinkMode; readonly delayMs: number; readonly connections: number }
  readonly server: { readonly state: ServerState; readonly pid: number | null; readonly starts: number }
}
