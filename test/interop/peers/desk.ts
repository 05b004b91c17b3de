// What the servers in Node have in common: tasks by id, and a push to the one socket that is known of a user when a task ends.
export interface PeerTask {
  readonly task_id: string
  readonly user: string
  readonly status: 'processing' | 'completed'
  readonly result: string | null
}

export interface Desk {
  /** The user's socket from now on. */
  enter(user: string, send: (text: string) => void): void
  readonly submit: (task: { readonly user: string; readonly text: string; readonly ms?: number; readonly task_id?: string }) => string
  read(id: string): PeerTask | null
  /** The answer to a message of a page, or null. */
  answer(user: string, text: string): string | null
}

/** A server in Node that is tried as it is. */
export interface Peer extends AsyncDisposable {
  readonly port: number
  readonly desk: Desk
}

export function createDesk(): Desk {
  const tasks = new Map<string, PeerTask>()
  const sockets = new Map<string, (text: string) => void>()
  const submit: Desk['submit'] = ({ user, text, ms = 0, task_id = crypto.randomUUID() }) => {
    if (tasks.has(task_id)) return task_id
    tasks.set(task_id, { task_id, user, status: 'processing', result: null })
    setTimeout(() => {
      const done: PeerTask = { task_id, user, status: 'completed', result: text.toUpperCase() }
      tasks.set(task_id, done)
      sockets.get(user)?.(JSON.stringify({ type: 'task_notification', ...done }))
    }, ms)
    return task_id
  }
  return {
    enter: (user, send) => void sockets.set(user, send),
    submit,
    read: id => tasks.get(id) ?? null,
    answer(user, text) {
      const message = JSON.parse(text) as { readonly type: string; readonly text: string; readonly ms?: number; readonly task_id?: string }
      if (message.type === 'ping') return JSON.stringify({ type: 'pong' })
      if (message.type === 'task') submit({ ...message, user })
      return null
    },
  }
}
