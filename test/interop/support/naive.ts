// The naive server of `test/interop/naive`, started on each of the servers that people run such an app on.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Flavour } from './flavours.ts'
import { freePort, start, type Program } from './processes.ts'
import { PYTHON } from './tools.ts'

const FOLDER = fileURLToPath(new URL('../naive', import.meta.url))

/** A server that is asked to end may wait for its endpoints. */
const ENDS_WITHIN_MS = 3000
const REQUEST_MS = 5000
const AGAIN_MS = 300

/** What goes wrong at the server's end of a socket: see `naive/server.py`. */
export type Bug = 'pop' | 'return' | 'stuck' | 'crash' | 'polite' | 'inline'

export interface Task {
  readonly task_id: string
  readonly status: string
  readonly result: string | null
}

export interface Naive extends AsyncDisposable {
  readonly program: Program
  readonly port: number
  /** `through`: another port, as of a proxy. */
  url(user: string, options?: { readonly bug?: Bug; readonly after?: number; readonly through?: number }): string
  readonly submit: (task: {
    readonly user: string
    readonly text: string
    readonly ms?: number
    readonly task_id?: string
  }) => Promise<string>
  readonly read: (ids: readonly string[], signal?: AbortSignal) => Promise<readonly Task[]>
}

export interface NaiveOptions {
  /** A file that outlives the process; in memory without it. */
  readonly file?: string
  readonly port?: number
  readonly host?: string
  /** What runs the command, as `ip netns exec`. */
  readonly within?: readonly string[]
}

export async function startNaive(flavour: Flavour, options: NaiveOptions = {}): Promise<Naive> {
  const { file = ':memory:', host = '127.0.0.1', within = [], port = await freePort() } = options
  const [command = '', ...args] = [...within, PYTHON, ...commandOf(flavour, host, port)]
  const env = { TASKS_DB: file, PYTHONDONTWRITEBYTECODE: '1', PYTHONUNBUFFERED: '1' }
  const program = await start({ command, args, env, cwd: FOLDER, port, host })
  const http = `http://${host}:${port}/tasks`
  return {
    program,
    port,
    url(user, { bug = 'none', after = 1, through = port } = {}) {
      return `ws://${host}:${through}/ws/${user}?${new URLSearchParams({ bug, after: String(after) }).toString()}`
    },
    submit: task => submitted(http, { task_id: crypto.randomUUID(), ...task }),
    read: async (ids, signal) =>
      (await (await fetch(`${http}?ids=${ids.join(',')}`, { signal: signal ?? null })).json()) as readonly Task[],
    // How it ends when asked politely is tried by the tests that ask.
    async [Symbol.asyncDispose]() {
      program.signal('SIGKILL')
      await program.ended
    },
  }
}

/** Posts it until it is taken, as a server that knows the id again allows: servers end idle connections just when they are used. */
async function submitted(url: string, task: { readonly task_id: string }, left = 20): Promise<string> {
  const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(task) }
  try {
    await fetch(url, { ...init, signal: AbortSignal.timeout(REQUEST_MS) })
    return task.task_id
  } catch (error) {
    if (left === 0) throw error
    await new Promise(resolve => setTimeout(resolve, AGAIN_MS))
    return submitted(url, task, left - 1)
  }
}

function commandOf(flavour: Flavour, host: string, port: number): readonly string[] {
  switch (flavour) {
    case 'uvicorn + websockets':
    case 'uvicorn + wsproto': {
      const library = flavour === 'uvicorn + wsproto' ? 'wsproto' : 'websockets'
      return ['-m', 'uvicorn', '--ws', library, '--host', host, '--port', String(port), '--log-level', 'warning', 'server:app']
    }
    case 'hypercorn':
      return ['-m', 'hypercorn', '--graceful-timeout', '1', '--bind', `${host}:${port}`, 'server:app']
  }
}

export interface Restartable extends Omit<Naive, 'program'> {
  /** By the process that runs now. */
  printed(what: RegExp): Promise<void>
  /** Resolves when the process is gone: of itself after SIGTERM, or by force where it waits too long. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>
  /** A new process at the same port, over the same file. */
  again(): Promise<void>
}

/** A server whose tasks are in a file, so that another process takes them up. */
export async function restartable(flavour: Flavour): Promise<Restartable> {
  const folder = mkdtempSync(join(tmpdir(), 'interop-tasks-'))
  const file = join(folder, 'tasks.db')
  let now = await startNaive(flavour, { file })
  const { port } = now
  return {
    ...now,
    printed: what => now.program.printed(what),
    async end(signal) {
      now.program.signal(signal)
      const patience = setTimeout(() => now.program.signal('SIGKILL'), ENDS_WITHIN_MS)
      await now.program.ended
      clearTimeout(patience)
    },
    async again() {
      now = await startNaive(flavour, { file, port })
    },
    async [Symbol.asyncDispose]() {
      await now[Symbol.asyncDispose]()
      rmSync(folder, { recursive: true })
    },
  }
}
