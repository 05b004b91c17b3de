// The shape of the transition table: every phase answers every event of the link; a missing cell does not compile.
import type { LinkEvent, Moment } from '../events.ts'
import type { In, PhaseName, Step } from '../state.ts'

export type LinkEventOf<T extends LinkEvent['type']> = Extract<LinkEvent, { type: T }>

export type Cell<P extends PhaseName, T extends LinkEvent['type']> = (state: In<P>, event: LinkEventOf<T>, moment: Moment) => Step

export type Row<P extends PhaseName> = { readonly [T in LinkEvent['type']]: Cell<P, T> }

export interface Occasion {
  readonly event: LinkEvent
  readonly moment: Moment
}

/** The cell of this phase for this event. Spelled out, so that the compiler pairs each event with its cell. */
export function answer<P extends PhaseName>(row: Row<P>, state: In<P>, { event, moment }: Occasion): Step {
  switch (event.type) {
    case 'connect':
      return row.connect(state, event, moment)
    case 'reconnect':
      return row.reconnect(state, event, moment)
    case 'close':
      return row.close(state, event, moment)
    case 'token':
      return row.token(state, event, moment)
    case 'opened':
      return row.opened(state, event, moment)
    case 'frame':
      return row.frame(state, event, moment)
    case 'noise':
      return row.noise(state, event, moment)
    case 'invalid':
      return row.invalid(state, event, moment)
    case 'closed':
      return row.closed(state, event, moment)
    case 'probed':
      return row.probed(state, event, moment)
    case 'hint':
      return row.hint(state, event, moment)
    case 'tick':
      return row.tick(state, event, moment)
  }
}

/** Means nothing here. */
export const ignore = (state: In<PhaseName>): Step => [state, []]
