// Programs of other people, started for a test and ended by it: each by its own process id, its output kept for the error message.
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { connect, createServer, type Server } from 'node:net'

export interface Program extends AsyncDisposable {
  readonly pid: number
  /** What it printed so far, both streams. */
  output(): string
  /** Resolves when it printed something that fits. */
  printed(what: RegExp): Promise<void>
  signal(name: NodeJS.Signals): void
  /** Its exit code, or the signal that ended it. */
  readonly ended: Promise<number | string>
}

export interface Start {
  readonly command: string
  readonly args: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  readonly cwd?: string
  /** Started when this port accepts. */
  readonly port?: number
  /** Whose port; this machine's by default. */
  readonly host?: string
}

const STARTS_WITHIN_MS = 30_000
/** Servers may wait for background tasks when asked to end: then they are ended. */
const ENDS_WITHIN_MS = 5_000
const KEPT_CHARS = 200_000

export async function start({ command, args, env = {}, cwd, port, host = '127.0.0.1' }: Start): Promise<Program> {
  const child = spawn(command, [...args], { env: { ...process.env, ...env }, cwd, stdio: ['ignore', 'pipe', 'pipe'] })
  const ended = new Promise<number | string>(resolve => child.once('close', (code, signal) => resolve(code ?? signal ?? 'unknown')))
  const failed = once(child, 'error').then(([error]) => Promise.reject(error as Error))
  const program = programOf(child, ended)
  const early = ended.then(how => Promise.reject(new Error(`${command} ended with ${how} before it was ready.\n${program.output()}`)))
  await Promise.race([port === undefined ? once(child, 'spawn') : accepts({ port, host }, program), failed, early])
  early.catch(() => {})
  failed.catch(() => {})
  return program
}

function programOf(child: ChildProcess, ended: Program['ended']): Program {
  let output = ''
  const watchers = new Set<() => void>()
  const take = (bytes: Buffer): void => {
    output = (output + bytes.toString()).slice(-KEPT_CHARS)
    for (const look of watchers) look()
  }
  child.stdout?.on('data', take)
  child.stderr?.on('data', take)
  const signal = (name: NodeJS.Signals): void => void (child.exitCode === null && child.signalCode === null && child.kill(name))
  return {
    pid: child.pid ?? 0,
    output: () => output,
    printed: what =>
      new Promise(resolve => {
        const look = (): void => {
          if (!what.test(output)) return
          watchers.delete(look)
          resolve()
        }
        watchers.add(look)
        look()
      }),
    signal,
    ended,
    async [Symbol.asyncDispose]() {
      signal('SIGTERM')
      const patience = setTimeout(() => signal('SIGKILL'), ENDS_WITHIN_MS)
      await ended
      clearTimeout(patience)
    },
  }
}

interface Address {
  readonly port: number
  readonly host: string
}

async function accepts(address: Address, program: Pick<Program, 'output'>): Promise<void> {
  const until = Date.now() + STARTS_WITHIN_MS
  while (Date.now() < until) {
    if (await canConnect(address)) return
    await new Promise(resolve => setTimeout(resolve, 50))
  }
  throw new Error(`Nothing listens on port ${address.port} of ${address.host} after ${STARTS_WITHIN_MS} ms.\n${program.output()}`)
}

const canConnect = (address: Address): Promise<boolean> =>
  new Promise(resolve => {
    const socket = connect(address)
    const answer = (can: boolean) => {
      socket.destroy()
      resolve(can)
    }
    socket.once('connect', () => answer(true))
    socket.once('error', () => answer(false))
  })

/** A port of loopback that was free a moment ago, for programs that cannot choose one themselves. */
export async function freePort(): Promise<number> {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const port = portOf(server)
  server.close()
  await once(server, 'close')
  return port
}

export function portOf(server: Server): number {
  const address = server.address()
  if (typeof address !== 'object' || address === null)
    throw new Error('A server that does not listen on TCP has no port. Await its `listening` first.')
  return address.port
}
