// Runs the engine of one connection over any transport: feeds it events, does its effects, arms its one timer. It decides nothing.
import { decodeClient } from '../../protocol/codec.ts'
import { createAlarm } from './alarm.ts'
import type { Admission, EngineEvent } from './events.ts'
import type { Connection, ConnectionHost, Transport } from './host.ts'
import { createInbox } from './inbox.ts'
import { deadlineOf, frameBytes, step } from './machine.ts'
import { performer } from './perform.ts'
import { type Draining, initialState } from './state.ts'

export interface ConnectionOptions {
  readonly transport: Transport
  readonly admission: Admission
  /** The node is going away already. */
  readonly draining: Draining | null
  readonly host: ConnectionHost
}

export function createConnection({ transport, admission, draining, host }: ConnectionOptions): Connection {
  const id = host.world.id()
  const inbox = createInbox()
  const events: EngineEvent[] = []
  const alarm = createAlarm(host.world, () => dispatch({ type: 'tick' }))
  let state = initialState({ id, limits: host.limits, draining })
  let turn: 'free' | 'taken' = 'free'

  // Events raised while one is handled wait their turn, so that an effect may report back without tearing the state.
  function dispatch(event: EngineEvent): void {
    events.push(event)
    run()
  }

  function run(): void {
    if (turn === 'taken') return
    turn = 'taken'
    try {
      for (let event = next(); event !== null; event = next()) handle(event)
    } finally {
      turn = 'free'
      alarm.arm(deadlineOf(state))
    }
  }

  function next(): EngineEvent | null {
    const event = events.shift()
    if (event !== undefined) return event
    const text = inbox.next()
    return text === null ? null : { type: 'frame', message: decodeClient(text, frameBytes(state)) }
  }

  function handle(event: EngineEvent): void {
    const moment = { now: host.world.now(), bufferedBytes: transport.bufferedBytes(), reconnectSpreadMs: host.reconnectSpreadMs() }
    const [after, effects] = step(state, event, moment)
    state = after
    for (const effect of effects) perform(effect)
  }

  const connection: Connection = {
    id,
    received(text) {
      if (inbox.put(text)) run()
      else dispatch({ type: 'overrun' })
    },
    receivedBinary: () => dispatch({ type: 'binary' }),
    flushed: () => dispatch({ type: 'flushed' }),
    closed: () => dispatch({ type: 'closed' }),
    drain: how => dispatch({ type: 'drain', ...how }),
    leave: (code, reason) => dispatch({ type: 'leave', code, reason }),
  }
  const perform = performer({ connection, transport, host, inbox, dispatch })
  dispatch({ type: 'opened', admission })
  return connection
}
