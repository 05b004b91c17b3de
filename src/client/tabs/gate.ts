// Which commands are on the leader's socket, and which wait: those of all tabs share the limit that the server set for one (SEND7).
import * as WIRE from '../../protocol/limits.ts'

/** Whose a command is: a follower's line, or null for the leader's own page. */
export type Owner = string | null

export interface Written {
  readonly id: string
  readonly owner: Owner
  readonly text: string
}

interface Passed extends Written {
  readonly at: number
}

export interface Gate {
  readonly pass: (command: Written) => void
  /** Makes room. Returns whose it was: of several, if a tab sent again what its last line had sent. */
  readonly receipted: (id: string) => readonly Owner[]
  /** How many the server takes at once. */
  readonly limit: (most: number) => void
  /** Whose commands are unanswered. */
  readonly owners: () => readonly Owner[]
  /** Since when the oldest command of another tab has been unanswered. */
  readonly relayingSince: () => number | null
  /** Nobody waits any more for what was not written yet. */
  readonly dropHeld: (owner: Owner) => void
}

/** Holds at most what the tabs' own limits allow: 32 of each. */
export function createGate(now: () => number, write: (text: string) => void): Gate {
  let inFlight: readonly Passed[] = []
  let held: readonly Written[] = []
  let most: number = WIRE.inFlight

  const pump = (): void => {
    const going = held.slice(0, Math.max(0, most - inFlight.length))
    held = held.slice(going.length)
    inFlight = [...inFlight, ...going.map(command => ({ ...command, at: now() }))]
    for (const { text } of going) write(text)
  }

  return {
    pass(command) {
      held = [...held, command]
      pump()
    },
    receipted(id) {
      const answered = inFlight.findIndex(written => written.id === id)
      const owners = inFlight.filter(written => written.id === id).map(({ owner }) => owner)
      inFlight = inFlight.filter((_, index) => index !== answered)
      pump()
      return [...new Set(owners)]
    },
    limit(next) {
      most = Math.min(WIRE.inFlight, next)
    },
    relayingSince: () => inFlight.find(({ owner }) => owner !== null)?.at ?? null,
    owners: () => [...new Set(inFlight.map(({ owner }) => owner))],
    dropHeld(owner) {
      held = held.filter(written => written.owner !== owner)
    },
  }
}
