// Runs the machine in a world: feeds it events, does its effects, arms its one timer. It decides nothing.
import type { Effect } from '../core/effects.ts'
import type { LinkEvent, MachineEvent } from '../core/events.ts'
import { deadlineOf, transition } from '../core/machine.ts'
import type { Outcome } from '../core/model.ts'
import { soonest } from '../core/soonest.ts'
import type { MachineState } from '../core/state.ts'
import type { Alarms } from './alarms.ts'
import type { Prober } from './classify.ts'
import type { FlightRecorder } from './flight-recorder.ts'
import type { Keeper } from './keeper.ts'
import type { Keyring } from './keyring.ts'
import type { Sockets } from './sockets.ts'
import type { World } from './world.ts'

export interface Wiring {
  readonly world: World
  readonly sockets: Sockets
  readonly keyring: Keyring
  readonly prober: Prober
  readonly keeper: Keeper
  readonly alarms: Alarms
  readonly recorder: FlightRecorder
  readonly settle: (id: string, outcome: Outcome) => void
  readonly emit: (effect: Extract<Effect, { type: 'emit' }>) => void
  readonly log: (effect: Extract<Effect, { type: 'log' }>) => void
  /** The state after an event, and what was done about it. */
  readonly moved: (before: MachineState, after: MachineState, event: MachineEvent) => void
}

export interface Driver {
  readonly state: () => MachineState
  readonly dispatch: (event: MachineEvent) => void
  /** Arms the timer anew, for an alarm that was set outside a dispatch. */
  readonly rearm: () => void
  /** Runs now, or as soon as no event is being handled: whoever reads the state then finds all of it. */
  readonly whenStill: (act: () => void) => void
}

/** Events raised while one is handled wait their turn, so that a listener may send without tearing the state. */
export function createDriver(initial: MachineState, wiring: Wiring): Driver {
  let state = initial
  let isDraining = false
  let deadline = deadlineOf(initial)
  let armed: number | null = null
  const waiting: MachineEvent[] = []
  const later: (() => void)[] = []

  const dispatch = (event: MachineEvent): void => {
    waiting.push(event)
    if (isDraining) return
    isDraining = true
    try {
      drain()
    } finally {
      isDraining = false
      rearm()
    }
    for (let act = later.shift(); act !== undefined; act = later.shift()) act()
  }

  const drain = (): void => {
    for (let event = waiting.shift(); event !== undefined; event = waiting.shift()) {
      const before = state
      const { world } = wiring
      const moment = { now: world.now(), roll: world.roll() }
      const [after, effects] = transition(before, event, moment)
      state = after
      deadline = deadlineOf(after)
      wiring.recorder.note({ before, event, moment, after, deadline, effects })
      for (const effect of effects) wiring.keeper.pass(effect, () => run(effect, wiring, dispatch))
      wiring.moved(before, after, event)
    }
  }

  const rearm = (): void => {
    if (isDraining) return
    const next = soonest(deadline, wiring.alarms.next())
    // What is due already is armed anew: when the clock jumps ahead, the timer that stands is as late as the clock was.
    if (next === armed && (next ?? Infinity) > wiring.world.now()) return
    armed = next
    wiring.world.wakeAt(next, wake)
  }

  const wake = (): void => {
    armed = null
    wiring.alarms.ring(wiring.world.now())
    dispatch({ type: 'tick' })
  }

  const whenStill = (act: () => void): void => {
    if (isDraining) later.push(act)
    else act()
  }

  return { state: () => state, dispatch, rearm, whenStill }
}

type Report = (event: LinkEvent) => void

function run(effect: Effect, { sockets, keyring, prober, settle, emit, log }: Wiring, report: Report): void {
  switch (effect.type) {
    case 'get-token':
      return keyring.get(effect, result => report({ type: 'token', dial: effect.dial, result }))
    case 'dial':
      return sockets.open(effect.dial, report)
    case 'hello':
      return sockets.send(effect.dial, withToken(effect.hello, keyring.token()))
    case 'send':
      return sockets.send(effect.dial, effect.message)
    case 'send-token': {
      const token = keyring.token()
      return token === null ? undefined : sockets.send(effect.dial, { type: 'auth', token })
    }
    case 'hang-up':
      return sockets.hangUp(effect.dial, effect.code, effect.reason)
    case 'probe':
      return prober.ask(effect.probe, keyring.token(), report)
    case 'drop-probe':
      return prober.drop()
    case 'settle':
      return settle(effect.id, effect.outcome)
    case 'emit':
      return emit(effect)
    case 'log':
      return log(effect)
  }
}

const withToken = <H extends object>(hello: H, token: string | null): H | (H & { readonly token: string }) =>
  token === null ? hello : { ...hello, token }
