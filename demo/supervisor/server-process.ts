// The life of the server's process: started, asked to stop, killed, started again; and what became of it, in a word.
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { wait, type Clock } from '../clock.ts'
import { SUPERVISOR } from '../limits.ts'

export type ServerState = 'starting' | 'running' | 'stopping' | 'stopped' | 'killed' | 'crashed'

/** What the end of the process makes of each state: nobody asked for a crash. */
const AFTER: Readonly<Record<ServerState, ServerState>> = {
  starting: 'crashed',
  running: 'crashed',
  stopping: 'stopped',
  stopped: 'stopped',
  killed: 'killed',
  crashed: 'crashed',
}

export interface ServerInfo {
  readonly state: ServerState
  readonly pid: number | null
  /** How often it was started. */
  readonly starts: number
}

export interface ServerProcess {
  info(): ServerInfo
  /** Where it listens, while it does. */
  port(): number | null
  start(): Promise<void>
  /** SIGTERM, then SIGKILL after a grace. */
  stop(): Promise<void>
  /** SIGKILL: it gets no chance to say or save anything. */
  kill(): Promise<void>
}

export interface ServerProcessOptions {
  /** A program that says `{port}` over its IPC channel once it listens. */
  readonly program: string
  /** Asked at each start. */
  readonly args: () => readonly string[]
  readonly clock: Clock
  /** Where the process writes: `err` keeps the supervisor's own output clean for machines. */
  readonly output: 'out' | 'err'
  readonly onChange: () => void
}

export function createServerProcess({ program, args, clock, output, onChange }: ServerProcessOptions): ServerProcess {
  let child: ChildProcess | null = null
  let state: ServerState = 'stopped'
  let port: number | null = null
  let starts = 0

  function become(next: ServerState): void {
    state = next
    if (next !== 'running') port = null
    onChange()
  }

  async function start(): Promise<void> {
    if (child !== null) return
    const out = output === 'err' ? 2 : 1
    const own = spawn(process.execPath, [program, ...args()], { stdio: ['ignore', out, 2, 'ipc'] })
    child = own
    starts += 1
    become('starting')
    own.on('exit', () => {
      child = null
      become(AFTER[state])
    })
    const heard = await listening(own, clock)
    if (child !== own) return
    port = heard
    become('running')
  }

  async function end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    const own = child
    if (own === null) return
    become(signal === 'SIGKILL' ? 'killed' : 'stopping')
    const gone = once(own, 'exit')
    own.kill(signal)
    const cancel = clock.later(SUPERVISOR.graceMs, () => own.kill('SIGKILL'))
    await gone
    cancel()
  }

  return {
    info: () => ({ state, pid: child?.pid ?? null, starts }),
    port: () => port,
    start,
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
  }
}

/** The port that the process names once it listens. Rejects when it ends first or never says. */
async function listening(child: ChildProcess, clock: Clock): Promise<number> {
  const done = new AbortController()
  const late = wait(clock, SUPERVISOR.startMs, done.signal).then(() =>
    Promise.reject(new Error(`The server's process did not listen within ${SUPERVISOR.startMs / 1000} s. Its output says why.`)),
  )
  const gone = once(child, 'exit', { signal: done.signal }).then(() =>
    Promise.reject(new Error("The server's process ended before it listened. Its output says why.")),
  )
  try {
    return await Promise.race([said(child, done.signal), late, gone])
  } finally {
    // What lost the race must not be reported as unhandled.
    late.catch(() => {})
    gone.catch(() => {})
    done.abort()
  }
}

async function said(child: ChildProcess, signal: AbortSignal): Promise<number> {
  const [message]: unknown[] = await once(child, 'message', { signal })
  if (typeof message === 'object' && message !== null && 'port' in message && typeof message.port === 'number') return message.port
  throw new Error("The server's process said something else than where it listens. demo/server.ts and its supervisor disagree.")
}
