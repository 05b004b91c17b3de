// The flight recorder: the last transitions, kept as they are and redacted only when somebody asks.
import type { Effect } from '../core/effects.ts'
import type { MachineEvent, Moment } from '../core/events.ts'
import { type Flight, type FlightEntry, flightOf, type FlightOptions } from '../core/flight.ts'
import * as BOUNDS from '../core/limits.ts'
import type { MachineState } from '../core/state.ts'

export interface Transition {
  readonly before: MachineState
  readonly event: MachineEvent
  readonly moment: Moment
  readonly after: MachineState
  readonly deadline: number | null
  readonly effects: readonly Effect[]
}

export interface FlightRecorder {
  readonly note: (transition: Transition) => void
  readonly flight: (options?: FlightOptions) => Flight
}

/** Half of what is kept, with the state it starts from: when the newer half is full, the older one goes. */
interface Half {
  readonly start: MachineState
  readonly entries: FlightEntry[]
  bytes: number
}

const halfAt = (start: MachineState): Half => ({ start, entries: [], bytes: 0 })

export function createFlightRecorder(initial: MachineState): FlightRecorder {
  let newer = halfAt(initial)
  let older = newer
  return {
    note(transition) {
      // What was a user's is gone from memory too, once the machine has forgotten them (AUTH1).
      if (transition.effects.some(isForgetting)) {
        newer = older = halfAt(transition.after)
        return
      }
      const bytes = bytesOf(transition.event)
      if (newer.entries.length >= BOUNDS.flightEntries / 2 || newer.bytes + bytes > BOUNDS.flightBytes / 2) {
        older = newer
        newer = halfAt(transition.before)
      }
      newer.entries.push(entryOf(transition))
      newer.bytes += bytes
    },
    flight: (options = {}) => {
      const entries = older === newer ? newer.entries : [...older.entries, ...newer.entries]
      return flightOf({ start: older.start, entries }, options)
    },
  }
}

const isForgetting = (effect: Effect): boolean =>
  effect.type === 'emit' && effect.emission.type === 'reset' && effect.emission.reason === 'user'

/** What is heavy in a frame or a command is its text; an event beside them is a few words. */
function bytesOf(event: MachineEvent): number {
  if (event.type === 'frame') return event.bytes
  if (event.type === 'learn') return JSON.stringify(event.frame).length
  return event.type === 'send' ? event.command.bytes : 0
}

/** Names stand for states and effects, for those would keep alive whatever they hold. */
const entryOf = ({ before, event, moment, after, deadline, effects }: Transition): FlightEntry => ({
  at: moment.now,
  roll: moment.roll,
  event,
  before: before.phase.name,
  after: after.phase.name,
  deadline,
  effects: effects.map(({ type }) => type),
})
