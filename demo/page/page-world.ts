// The page's only door to the browser: its clock, its storage, and the control API of the supervisor that served it.
import type { DemoState } from '../supervisor/demo-state.ts'

export const now = (): number => Date.now()

const TOKEN_KEY = 'resilient-socket-demo-token'

export function storedToken(): string | null {
  // A browser that forbids storage makes each visit a first one.
  try {
    return localStorage.getItem(TOKEN_KEY)
  } catch {
    return null
  }
}

export function storeToken(token: string): void {
  try {
    localStorage.setItem(TOKEN_KEY, token)
  } catch {}
}

/** `POST /api/<name>`: straight to the supervisor, never through the faulty link. */
export async function ask(name: string, body: unknown): Promise<unknown> {
  const options = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
  const response = await fetch(`/api/${name}`, options)
  if (!response.ok) throw new Error(`The demo's control API answered ${response.status} to ${name}.`)
  return response.json()
}

/** The supervisor's state, now and after each change; null while it cannot be heard. The browser dials again by itself. */
export function watchDemo(hear: (state: DemoState | null) => void): () => void {
  const source = new EventSource('/api/events')
  source.addEventListener('message', ({ data }: MessageEvent<string>) => hear(JSON.parse(data)))
  source.addEventListener('error', () => hear(null))
  return () => source.close()
}

/** The socket goes through the fault proxy, on the page's host at a port of its own. */
export const socketUrlAt = (port: number): string => `ws://${location.hostname}:${port}/rs`

export const reloadPage = (): void => location.reload()
