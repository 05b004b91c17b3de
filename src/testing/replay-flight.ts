// Runs a flight record again: the same machine, told the same events at the same moments, must take the same way.
import type { MachineEvent } from '../core/events.ts'
import type { Flight, FlightEntry, FlightStart } from '../core/flight.ts'
import { deadlineOf, transition } from '../core/machine.ts'
import { restored } from '../core/restore.ts'
import type { MachineState } from '../core/state.ts'

/** What of a transition is compared. */
export type FlightOutcome = Pick<FlightEntry, 'before' | 'after' | 'deadline' | 'effects'>

export type Replay =
  /** `state`: where the flight ends. */
  | { readonly outcome: 'same'; readonly steps: number; readonly state: MachineState }
  /** `step`: the index of the first entry that came out otherwise. */
  | {
      readonly outcome: 'different'
      readonly step: number
      readonly entry: FlightEntry
      readonly recorded: FlightOutcome
      readonly replayed: FlightOutcome
    }

/** `flight`: what `flightRecorder` returned, or its JSON text. */
export function replayFlight(flight: Flight | string): Replay {
  const { start, entries } = typeof flight === 'string' ? parsed(flight) : flight
  let state = stateOf(start)
  for (const [step, entry] of entries.entries()) {
    const [after, effects] = transition(state, eventOf(entry), { now: entry.at, roll: entry.roll })
    const replayed = {
      before: state.phase.name,
      after: after.phase.name,
      deadline: deadlineOf(after),
      effects: effects.map(({ type }) => type),
    }
    const recorded = { before: entry.before, after: entry.after, deadline: entry.deadline, effects: entry.effects }
    if (JSON.stringify(replayed) !== JSON.stringify(recorded)) return { outcome: 'different', step, entry, recorded, replayed }
    state = after
  }
  return { outcome: 'same', steps: entries.length, state }
}

/** JSON holds no functions. */
const eventOf = ({ event }: FlightEntry): MachineEvent => (event.type === 'restore' ? { ...event, take: restored } : event)

const stateOf = ({ tasks, asks, ...rest }: FlightStart): MachineState => ({
  ...rest,
  tasks: new Map(tasks),
  asks: { ...asks, open: new Map(asks.open), absent: new Set(asks.absent) },
})

function parsed(text: string): Flight {
  const value: unknown = JSON.parse(text)
  if (isFlight(value)) return value
  throw new Error('This is not a flight record of version 1, so it cannot be replayed. Pass what `socket.flightRecorder()` returned.')
}

const isFlight = (value: unknown): value is Flight =>
  typeof value === 'object' && value !== null && 'version' in value && value.version === 1 && 'start' in value && 'entries' in value
