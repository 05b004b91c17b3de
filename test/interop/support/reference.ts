// The Python reference of examples/fastapi, started on each of the servers that people run such an app on, over a file that outlives it.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Flavour } from './flavours.ts'
import { freePort, type Program, start } from './processes.ts'
import { PYTHON } from './tools.ts'

const folderOf = (path: string): string => fileURLToPath(new URL(path, import.meta.url))
export const EXAMPLES: string = folderOf('../../../examples/fastapi')

export interface Reference extends AsyncDisposable {
  readonly port: number
  readonly url: string
  /** What it printed, of this process. */
  output(): string
  /** Resolves with how it ended, when it is gone. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | string>
  /** A new process at the same port, over the same file. */
  again(): Promise<void>
  /** The file is gone; only while no process runs. */
  lose(): Promise<void>
  /** Another process over the same file, at a port of its own. */
  second(): Promise<Program>
}

export async function startReference(flavour: Flavour): Promise<Reference> {
  const folder = await mkdtemp(join(tmpdir(), 'rs-fastapi-'))
  const port = await freePort()
  const run = (at: number): Promise<Program> =>
    start({ command: PYTHON, args: argsOf(flavour, at, 'tried:app'), env: envOf(folder), port: at })
  let program = await run(port)
  return {
    port,
    url: `ws://127.0.0.1:${port}/rs`,
    output: () => program.output(),
    async end(signal) {
      program.signal(signal)
      return program.ended
    },
    async again() {
      program = await run(port)
    },
    async lose() {
      for (const end of ['', '-wal', '-shm']) await rm(join(folder, `tasks.db${end}`), { force: true })
    },
    second: async () => run(await freePort()),
    async [Symbol.asyncDispose]() {
      program.signal('SIGKILL')
      await program.ended
      await rm(folder, { recursive: true, force: true })
    },
  }
}

const envOf = (folder: string): Readonly<Record<string, string>> => ({
  TASKS_DB: join(folder, 'tasks.db'),
  PYTHONPATH: `${EXAMPLES}:${folderOf('../reference')}`,
  PYTHONDONTWRITEBYTECODE: '1',
  PYTHONUNBUFFERED: '1',
})

/** How this server is started over an app. */
export function argsOf(flavour: Flavour, port: number, app: string): readonly string[] {
  if (flavour === 'hypercorn') return ['-m', 'hypercorn', '--graceful-timeout', '1', '--bind', `127.0.0.1:${port}`, app]
  const library = flavour === 'uvicorn + wsproto' ? 'wsproto' : 'websockets'
  return ['-m', 'uvicorn', '--ws', library, '--port', String(port), '--log-level', 'warning', app]
}
