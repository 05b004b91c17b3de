// What the fault panel is told: how the link is, and how the server's process is.
import type { ProxyState } from '../proxy/proxy.ts'
import type { ServerInfo } from './server-process.ts'

export interface DemoState {
  readonly link: ProxyState
  readonly server: ServerInfo
}
