// Commands of one connection: they begin one after the other in order of arrival, and no more than 32 are unanswered (SEND5, SEND7).
import type { Command } from '../../protocol/frames.ts'
import * as WIRE from '../../protocol/limits.ts'

export interface Commands {
  /** Read and not answered yet. */
  readonly unanswered: number
  /** Read and not begun. */
  readonly waiting: readonly Command[]
  /** The one that is beginning: the next waits until it has begun. */
  readonly beginning: string | null
  readonly reading: 'on' | 'paused'
}

export const NO_COMMANDS: Commands = { unanswered: 0, waiting: [], beginning: null, reading: 'on' }

/**
 * Whether the 33rd stops the reading. While the window is shut none begins, and what would open it is an ack that must be read:
 * then as many again may wait.
 */
export function isFull({ unanswered }: Commands, isWindowOpen: boolean): boolean {
  return unanswered > (isWindowOpen ? WIRE.inFlight : 2 * WIRE.inFlight)
}

export const arrived = (commands: Commands, command: Command): Commands => ({
  ...commands,
  unanswered: commands.unanswered + 1,
  waiting: [...commands.waiting, command],
})

export const begun = (commands: Commands, id: string): Commands => (commands.beginning === id ? { ...commands, beginning: null } : commands)

export const answered = (commands: Commands, id: string): Commands => ({ ...begun(commands, id), unanswered: commands.unanswered - 1 })

/** The command that may begin now, and the rest; null while one is beginning or none waits. */
export function nextOf(commands: Commands): readonly [Command, Commands] | null {
  const [command, ...waiting] = commands.waiting
  if (command === undefined || commands.beginning !== null) return null
  return [command, { ...commands, waiting, beginning: command.id }]
}
