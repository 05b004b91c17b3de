// What the fault panel may ask for by name: sign in, a fault of the link, the end or a restart of the server's process.
import type { Clock } from '../clock.ts'
import { readFault } from '../proxy/faults.ts'
import type { FaultProxy } from '../proxy/proxy.ts'
import { newUser, renewableUser, signToken } from '../token.ts'
import type { DemoState } from './demo-state.ts'
import { BadRequest, type ControlApi } from './http.ts'
import type { ServerProcess } from './server-process.ts'

export interface ControlOptions {
  readonly proxy: FaultProxy
  readonly server: ServerProcess
  readonly secret: string
  readonly clock: Clock
  readonly watch: ControlApi['watch']
}

export function createControl({ proxy, server, secret, clock, watch }: ControlOptions): ControlApi {
  const state = (): DemoState => ({ link: proxy.state(), server: server.info() })
  const actions = new Map<string, (body: unknown) => Promise<unknown>>([
    ['sign-in', async body => ({ ...signIn(secret, body, clock.now()), socketPort: proxy.port })],
    ['fault', body => proxy.apply(faultOf(body)).then(state)],
    ['kill', () => server.kill().then(state)],
    [
      'restart',
      () =>
        server
          .stop()
          .then(() => server.start())
          .then(state),
    ],
  ])
  return { state, watch, act: name => actions.get(name) ?? null }
}

function faultOf(body: unknown) {
  const fault = readFault(body)
  if (fault !== null) return fault
  throw new BadRequest(
    'That is no fault. Send {"mode": "pass" | "cut" | "reset" | "blackhole" | "refuse"} or {"mode": "delay", "delayMs": 1000}.',
  )
}

/** A visitor who shows an old token stays who they are; anybody else is somebody new. */
function signIn(secret: string, body: unknown, now: number) {
  const shown = typeof body === 'object' && body !== null && 'token' in body && typeof body.token === 'string' ? body.token : ''
  const user = renewableUser(secret, shown, now) ?? newUser()
  return { user, token: signToken(secret, user, now) }
}
