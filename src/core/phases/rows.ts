// The shape of the transition table: every phase answers every event of the link; a missing cell does not compile.
import type { LinkEvent, Moment } from '../events.ts'
import type { In, PhaseName, Step } from '../state.ts'

type LinkEventType = LinkEvent['type']
type LinkEvents = { readonly [E in LinkEvent as E['type']]: E }

export type LinkEventOf<T extends LinkEventType> = { readonly [K in T]: LinkEvents[K] & { readonly type: K } }[T]

export type Row<P extends PhaseName> = {
  readonly [T in LinkEventType]: (state: In<P>, event: LinkEventOf<T>, moment: Moment) => Step
}

export interface Occasion {
  readonly event: LinkEvent
  readonly moment: Moment
}

/** The cell of this phase for this event. `T` pairs the two: each kind of event has a cell of its own. */
export const answer = <P extends PhaseName, T extends LinkEventType>(
  row: Row<P>,
  state: In<P>,
  { event, moment }: { readonly event: LinkEventOf<T>; readonly moment: Moment },
): Step => row[event.type](state, event, moment)

/** Means nothing here. */
export const ignore = (state: In<PhaseName>): Step => [state, []]
