// Bounds of the task list, by name.

/** Newest tasks shown when `limit` is not given; the client itself keeps at most 500. */
export const TASKS_SHOWN = 20
