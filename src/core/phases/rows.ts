// The shape of the transition table: every phase answers every event of the link; a missing cell does not compile.
import type { LinkEvent, Moment } from '../events.ts'
import type { In, PhaseName, Step } from '../state.ts'

export type LinkEventOf<T extends LinkEvent['type']> = Extract<LinkEvent, { type: T }>

export type Cell<P extends PhaseName, T extends LinkEvent['type']> = (state: In<P>, event: LinkEventOf<T>, moment: Moment) => Step

export type Row<P extends PhaseName> = { readonly [T in LinkEvent['type']]: Cell<P, T> }

export type Table = { readonly [P in PhaseName]: Row<P> }

/** Means nothing here. */
export const ignore = (state: In<PhaseName>): Step => [state, []]
