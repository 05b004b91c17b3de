// The server knows another user than the page states (AUTH1): whoever builds the page is told why it never connects, and its user to sign in.
import { type Effect, log } from './effects.ts'
import type { MachineState } from './state.ts'

type Told = Pick<MachineState, 'settings' | 'past'>

const OTHER_USER = 'closed-4508'

/** The last socket ended so, and nothing but a new token or a new `identity` mends it. */
export const isContradicted = ({ settings, past }: Told): boolean =>
  typeof settings.identity !== 'string' && past.error?.code === OTHER_USER

/** Once, not at each dial that ends the same. */
export const contradictions = (before: Told, after: Told): readonly Effect[] =>
  isContradicted(after) && !isContradicted(before) ? [log('error', 'other-user', { message: MESSAGE })] : []

const MESSAGE =
  'The server knows another user than the `identity` of this page, so nothing is sent or shown. State the id that `authenticate` returns as `user` for ' +
  'this token or cookie, or none.'
