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

export function performer(hands: Hands): (effect: Effect) => void {
  const { connection, transport, host, inbox, dispatch } = hands
  const { look, execute } = asker(hands)
  const { store } = host
  let unwatch = (): void => {}

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
        return void host.authenticate(effect.token, effect.client).then(answer => dispatch({ type: 'authenticated', answer }))
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

type Reading = Extract<EngineEvent, { type: 'read' | 'snapshot' }>

interface Asker {
  readonly look: (ask: () => Promise<Reading>) => Promise<void>
  readonly execute: (effect: Extract<Effect, { type: 'execute' }>) => Promise<void>
}

/** Asks the store and the application's ops; their answers, and their failures, come back as events. */
function asker({ connection, host, dispatch }: Hands): Asker {
  // One entry, naming the error and nothing that it was about.
  const failed = (event: string, error: unknown): void =>
    host.log({ level: 'error', event, connection: connection.id, error: error instanceof Error ? error.message : String(error) })

  return {
    async look(ask) {
      const failure = (error: unknown): EngineEvent => {
        failed('store-failed', error)
        return { type: 'store-failed' }
      }
      dispatch(await ask().catch(failure))
    },
    async execute({ user, command }) {
      const { id } = command
      const { begun, receipt } = host.execute(user, command)
      // A failure to begin is the receipt's failure too, and is told there.
      begun.then(
        () => dispatch({ type: 'begun', id }),
        () => {},
      )
      const failure = (error: unknown): EngineEvent => {
        failed('command-failed', error)
        return { type: 'command-failed', id }
      }
      dispatch(await receipt.then((answer): EngineEvent => ({ type: 'receipt', id, receipt: answer }), failure))
    },
  }
}
