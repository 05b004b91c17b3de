// Does what the engine wants done, and brings answers back as events.
import { BOUNDS } from '../limits.ts'
import type { Effect } from './effects.ts'
import type { EngineEvent } from './events.ts'
import type { Connection, ConnectionHost, Transport } from './host.ts'
import type { Inbox } from './inbox.ts'

export interface Hands {
  readonly connection: Connection
  readonly transport: Transport
  readonly host: ConnectionHost
  readonly inbox: Inbox
  readonly dispatch: (event: EngineEvent) => void
}

const READ = { count: BOUNDS.readCount, bytes: BOUNDS.readBytes }

export function performer({ connection, transport, host, inbox, dispatch }: Hands): (effect: Effect) => void {
  const { store } = host
  const failed = failureLog(connection, host)
  let unwatch = (): void => {}

  async function look(ask: () => Promise<EngineEvent>): Promise<void> {
    const failure = (error: unknown): EngineEvent => failed('store-failed', error, { type: 'store-failed' })
    dispatch(await ask().catch(failure))
  }

  async function execute({ user, command }: Extract<Effect, { type: 'execute' }>): Promise<void> {
    const { id } = command
    const { begun, receipt } = host.execute(user, command)
    // A failure to begin is the receipt's failure too, and is told there.
    begun.then(
      () => dispatch({ type: 'begun', id }),
      () => {},
    )
    const failure = (error: unknown): EngineEvent => failed('command-failed', error, { type: 'command-failed', id })
    dispatch(await receipt.then((answer): EngineEvent => ({ type: 'receipt', id, receipt: answer }), failure))
  }

  return effect => {
    switch (effect.type) {
      case 'send':
        return transport.send(effect.frame.text)
      case 'close':
        // Read on, or the peer's answer to our close would wait behind the pause.
        inbox.drop()
        transport.resume()
        return transport.close(effect.code, effect.reason)
      case 'terminate':
        return transport.terminate()
      case 'pause-reading':
        inbox.pause()
        return transport.pause()
      case 'resume-reading':
        inbox.resume()
        return transport.resume()
      case 'authenticate':
        return void host.authenticate(effect.token).then(answer => dispatch({ type: 'authenticated', answer }))
      case 'watch':
        unwatch = store.watch(effect.user, () => dispatch({ type: 'woken' }))
        return undefined
      case 'unwatch':
        return unwatch()
      case 'read-store':
        return void look(async () => ({ type: 'read', reading: await store.read(effect.user, effect.after, READ) }))
      case 'read-snapshot':
        return void look(async () => ({ type: 'snapshot', snapshot: await store.snapshot(effect.user) }))
      case 'execute':
        return void execute(effect)
      case 'welcomed':
        return host.welcomed(connection, effect)
      case 'released':
        return host.released(connection)
      case 'log':
        return host.log({ level: effect.level, event: effect.event, connection: connection.id, ...effect.fields })
    }
  }
}

type Told = (event: string, error: unknown, then: EngineEvent) => EngineEvent

/** One entry, naming the error and nothing that it was about. */
const failureLog =
  ({ id }: Connection, { log }: ConnectionHost): Told =>
  (event, error, then) => {
    log({ level: 'error', event, connection: id, error: error instanceof Error ? error.message : String(error) })
    return then
  }
