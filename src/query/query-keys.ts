// The names under which an agent's tasks and lists stand in the query cache: never an address, never a token.
import type { TaskStatus } from '../protocol/values.ts'

/** Which tasks a list is of. */
export interface HistoryFilter {
  readonly conversation?: string | undefined
  readonly status?: readonly TaskStatus[] | undefined
}

export interface AgentKeys {
  /** Everything of the agent. */
  readonly all: readonly unknown[]
  readonly tasks: readonly unknown[]
  readonly histories: readonly unknown[]
  readonly task: (idOrKey: string | null) => readonly unknown[]
  readonly history: (filter: HistoryFilter & { readonly limit?: number | undefined }) => readonly unknown[]
}

export function keysOf(scope: string): AgentKeys {
  const all = ['resilient-socket', scope]
  const [tasks, histories] = [
    [...all, 'task'],
    [...all, 'history'],
  ]
  return { all, tasks, histories, task: idOrKey => [...tasks, idOrKey], history: filter => [...histories, filter] }
}

/** The filter in the key of a list, which may come from a cache that another version wrote. */
export function filterOf(queryKey: readonly unknown[]): HistoryFilter {
  const filter = queryKey.at(-1)
  return isFilter(filter) ? filter : {}
}

function isFilter(value: unknown): value is HistoryFilter {
  if (typeof value !== 'object' || value === null) return false
  const { conversation, status }: { conversation?: unknown; status?: unknown } = value
  return (conversation === undefined || typeof conversation === 'string') && (status === undefined || Array.isArray(status))
}
