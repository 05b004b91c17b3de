// On a server tasks are read beforehand and rendered; the page takes them over without a mismatch, and no token travels with them.
import { dehydrate, HydrationBoundary, QueryClient, QueryClientProvider, type DehydratedState } from '@tanstack/react-query'
import { act } from '@testing-library/react'
import { hydrateRoot } from 'react-dom/client'
import { renderToString } from 'react-dom/server'
import { afterEach, expect, test, vi } from 'vitest'
import { AgentProvider } from '../../src/query/agent-provider.tsx'
import type { Agent } from '../../src/query/agent.ts'
import { taskHistoryOptions, taskQueryOptions } from '../../src/query/query-options.ts'
import { useTaskHistory } from '../../src/query/use-task-history.ts'
import { useTaskQuery } from '../../src/query/use-task-query.ts'
import { ResilientSocketProvider } from '../../src/react/provider.tsx'
import { stand, wireTask } from '../support/agent-stand.ts'
import { fakeSocket, taskWith, type FakeSocket } from '../support/fake-resilient-socket.ts'

afterEach(() => {
  document.body.innerHTML = ''
})

const fetched = vi.fn<(url: string, init: RequestInit) => Promise<Response>>()
const running = { status: 'running', rev: 2 }

function agentOf(): Agent {
  fetched.mockImplementation(async url =>
    url.includes('/tasks/missing')
      ? Response.json({ code: 'forbidden', detail: 'SECRET is not for you.' }, { status: 403 })
      : url.includes('/tasks/')
        ? Response.json({ task: wireTask(running), pieces: [] })
        : Response.json({ tasks: [wireTask(running)], next: null }),
  )
  return stand({ fetch: fetched, getToken: () => 'SECRET', retry: false }).agent
}

function Tasks() {
  const task = useTaskQuery('k1')
  const list = useTaskHistory()
  return <p>{`${task.data?.status} ${task.data?.rev} of ${list.data?.length}`}</p>
}

interface Tree {
  readonly agent: Agent
  readonly client: QueryClient
  readonly state: DehydratedState
  readonly socket: FakeSocket
}

const tree = ({ agent, client, state, socket }: Tree) => (
  <QueryClientProvider client={client}>
    <ResilientSocketProvider socket={socket}>
      <AgentProvider agent={agent}>
        <HydrationBoundary state={state}>
          <Tasks />
        </HydrationBoundary>
      </AgentProvider>
    </ResilientSocketProvider>
  </QueryClientProvider>
)

async function onServer() {
  const client = new QueryClient()
  const agent = agentOf()
  await client.prefetchQuery(taskQueryOptions(agent, 'k1'))
  await client.prefetchInfiniteQuery(taskHistoryOptions(agent))
  await client.prefetchQuery(taskQueryOptions(agent, 'missing'))
  const everything = dehydrate(client, { shouldDehydrateQuery: () => true, shouldDehydrateMutation: () => true })
  const state = dehydrate(client)
  fetched.mockClear()
  const html = renderToString(tree({ agent, client, state, socket: fakeSocket() }))
  return { html, state, everything }
}

test('a server render shows what was read beforehand, and reads nothing itself', async () => {
  const { html } = await onServer()
  expect([html, fetched.mock.calls]).toEqual(['<p>running 2 of 1</p>', []])
})

test('[AUTH4] no token is in what travels to the page, nor in what could', async () => {
  const { state, everything } = await onServer()
  expect(state.queries).toHaveLength(2)
  expect(everything.queries).toHaveLength(3)
  expect(JSON.stringify([state, everything, everything.queries.map(({ state: { error } }) => String(error))])).not.toContain('SECRET')
})

test('the page takes it over without a mismatch, then shows what its socket knows, and asks nothing again while that is live', async () => {
  const { html, state } = await onServer()
  const complaints = vi.spyOn(console, 'error')
  const onRecoverableError = vi.fn<(error: unknown) => void>()
  const container = document.body.appendChild(document.createElement('div'))
  container.innerHTML = html
  const socket = fakeSocket({ tasks: [taskWith({ id: 't1', key: 'k1', rev: 3 })] })
  // As TanStack's guide to server rendering has it: what was just read there is not read again here.
  const client = new QueryClient({ defaultOptions: { queries: { staleTime: 60_000 } } })
  const travelled: DehydratedState = JSON.parse(JSON.stringify(state))
  const page = tree({ agent: agentOf(), client, state: travelled, socket })
  const root = await act(async () => hydrateRoot(container, page, { onRecoverableError }))
  expect([container.textContent, fetched.mock.calls]).toEqual(['running 3 of 1', []])
  expect([onRecoverableError.mock.calls, complaints.mock.calls]).toEqual([[], []])
  await act(async () => root.unmount())
  complaints.mockRestore()
})
