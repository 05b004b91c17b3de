// A page with a query client, an agent whose answers a test gives, and a socket in memory if it wants one.
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { vi } from 'vitest'
import type { ResilientSocket } from '../../src/client/types.ts'
import { AgentProvider, type AgentProviderProps } from '../../src/query/agent-provider.tsx'
import type { Agent, AgentOptions } from '../../src/query/agent.ts'
import { ResilientSocketProvider } from '../../src/react/provider.tsx'
import { stand } from './agent-stand.ts'

export interface Requested {
  readonly method: string
  readonly path: string
  readonly key: string | null
  readonly body: unknown
  readonly signal: AbortSignal
  readonly answer: (body: unknown, status?: number) => void
  readonly fail: () => void
}

export interface QueryPage {
  readonly client: QueryClient
  readonly agent: Agent
  /** Every request, oldest first; each waits for its answer. */
  readonly requests: readonly Requested[]
  readonly latest: () => Requested
  /** The next request, once it is made. */
  readonly request: (index: number) => Promise<Requested>
  readonly wrapper: (props: { readonly children: ReactNode }) => ReactNode
  readonly expire: () => void
  /** Attempts and waits of the agent. */
  readonly underWay: () => number
}

interface PageOptions extends Partial<AgentOptions>, Pick<AgentProviderProps, 'mapping'> {
  readonly socket?: ResilientSocket
  /** Waits between attempts do not pass. */
  readonly isHeld?: boolean
}

export function queryPage({ socket, mapping, ...options }: PageOptions = {}): QueryPage {
  const requests: Requested[] = []
  const client = new QueryClient()
  const fetch = (url: string, { method = 'GET', headers, body, signal }: RequestInit) =>
    new Promise<Response>((resolve, reject) => {
      const path = new URL(url).pathname.replace('/rs', '') + new URL(url).search
      requests.push({
        method,
        path,
        key: new Headers(headers).get('idempotency-key'),
        body: typeof body === 'string' ? JSON.parse(body) : null,
        signal: signal ?? new AbortController().signal,
        answer: (answer, status = 200) => resolve(Response.json(answer, { status })),
        fail: () => reject(new TypeError('fetch failed')),
      })
    })
  const { agent, expire, underWay } = stand({ fetch, retry: false, ...options })
  const inner = (children: ReactNode) => (
    <AgentProvider agent={agent} mapping={mapping}>
      {children}
    </AgentProvider>
  )
  const latest = () => requests[requests.length - 1] ?? missing()
  return {
    client,
    agent,
    requests,
    latest,
    expire,
    underWay,
    request: index => vi.waitFor(() => requests[index] ?? missing(), { timeout: 15_000 }),
    wrapper: ({ children }) => (
      <QueryClientProvider client={client}>
        {socket === undefined ? inner(children) : <ResilientSocketProvider socket={socket}>{inner(children)}</ResilientSocketProvider>}
      </QueryClientProvider>
    ),
  }
}

function missing(): never {
  throw new Error('Nothing was asked.')
}
