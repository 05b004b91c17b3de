// The log where no other is given: what an operator wants to see, at `warn` and above.
import type { Log } from './types.ts'

export const consoleLog: Log = ({ level, event, ...fields }) => {
  if (level === 'warn') console.warn(`[resilient-socket] ${event}`, fields)
  if (level === 'error') console.error(`[resilient-socket] ${event}`, fields)
}
