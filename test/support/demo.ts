// The demo as `npm start` runs it, on free ports and a database of its own, for tests that drive it from outside.
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { answerFrom } from '../../demo/agent/answer.ts'
import { readDocuments } from '../../demo/agent/documents.ts'
import { passagesOf } from '../../demo/agent/passages.ts'
import { rank } from '../../demo/agent/ranking.ts'
import type { Fault } from '../../demo/proxy/faults.ts'
import type { DemoState } from '../../demo/supervisor/demo-state.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const GRACE_MS = 10_000

export interface StartedDemo {
  readonly pageUrl: string
  /** Through the fault proxy. */
  readonly socketUrl: string
  readonly control: DemoControl
  /** Ends every process it started, and removes the database it made. */
  readonly stop: () => Promise<void>
}

export interface DemoControl {
  readonly fault: (fault: Fault) => Promise<DemoState>
  /** SIGKILL. Resolves when the process is gone. */
  readonly killServer: () => Promise<DemoState>
  /** Stops it politely if it runs, then starts it. Resolves when it listens. */
  readonly restartServer: () => Promise<DemoState>
  readonly state: () => Promise<DemoState>
  /** A visitor and their token, for a client that is not the page. */
  readonly signIn: () => Promise<{ readonly user: string; readonly token: string }>
}

export interface DemoWish {
  /** Milliseconds from word to word; 120 by default, 0 for all at once. */
  readonly pace?: number
  /** Kept by the caller; else a new one, removed at the end. */
  readonly db?: string
  /** False saves building the page. */
  readonly page?: boolean
  readonly env?: Readonly<Record<string, string>>
}

export async function startDemo({ pace = 120, db, page = true, env = {} }: DemoWish = {}): Promise<StartedDemo> {
  const folder = await mkdtemp(join(tmpdir(), 'resilient-demo-'))
  const args = [
    'demo/main.ts',
    '--json',
    '--port',
    '0',
    '--db',
    db ?? join(folder, 'demo.db'),
    '--pace',
    String(pace),
    ...(page ? [] : ['--no-page']),
  ]
  const child = spawn(process.execPath, args, {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_ENV: 'production', ...env },
  })
  const stop = async () => {
    await end(child)
    await rm(folder, { recursive: true, force: true })
  }
  try {
    const { pageUrl, socketUrl } = await ready(child)
    return { pageUrl, socketUrl, control: controlAt(pageUrl), stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** What the demo's agent answers, character for character. */
export const expectedAnswer = (question: string): string => answerFrom(rank(passagesOf(readDocuments(ROOT))), question)

async function ready(child: ChildProcess): Promise<{ readonly pageUrl: string; readonly socketUrl: string }> {
  if (child.stdout === null) throw new Error('The demo was started without an output to read.')
  for await (const line of createInterface(child.stdout)) {
    const said: unknown = JSON.parse(line)
    if (isReady(said)) return said
  }
  throw new Error('The demo ended before it was ready. What it wrote to stderr says why.')
}

function isReady(said: unknown): said is { readonly pageUrl: string; readonly socketUrl: string } {
  return typeof said === 'object' && said !== null && 'type' in said && said.type === 'ready' && 'pageUrl' in said && 'socketUrl' in said
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.kill('SIGKILL'), GRACE_MS)
  await gone
  clearTimeout(timer)
}

function controlAt(pageUrl: string): DemoControl {
  const ask = async (name: string, body: unknown = {}) => {
    const options = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
    const response = await fetch(new URL(`/api/${name}`, pageUrl), options)
    if (!response.ok) throw new Error(`The control API answered ${response.status} to ${name}: ${await response.text()}`)
    return response.json()
  }
  return {
    fault: fault => ask('fault', fault),
    killServer: () => ask('kill'),
    restartServer: () => ask('restart'),
    state: async () => (await fetch(new URL('/api/state', pageUrl))).json(),
    signIn: () => ask('sign-in'),
  }
}
