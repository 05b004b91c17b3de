// The provider of the agent bridges its socket once, whatever renders, and leaves nothing behind.
import { onlineManager, QueryClientProvider, useSuspenseQuery } from '@tanstack/react-query'
import { act, render, waitFor } from '@testing-library/react'
import { type ReactNode, StrictMode, Suspense } from 'react'
import { afterEach, expect, test, vi } from 'vitest'
import { AgentProvider } from '../../src/query/agent-provider.tsx'
import type { BridgeMapping } from '../../src/query/bridge.ts'
import { taskQueryOptions } from '../../src/query/query-options.ts'
import { useTaskQuery } from '../../src/query/use-task-query.ts'
import { ResilientSocketProvider } from '../../src/react/provider.tsx'
import { wireTask } from '../support/agent-stand.ts'
import { fakeSocket, noticeWith, statusWith } from '../support/fake-resilient-socket.ts'
import { queryPage } from '../support/query-page.tsx'

afterEach(() => onlineManager.setOnline(true))

function stage() {
  const socket = fakeSocket()
  const { client, agent } = queryPage()
  const on = vi.spyOn(socket, 'on')
  const Page = ({ mapping, children }: { readonly mapping: Omit<BridgeMapping, 'agent'>; readonly children?: ReactNode }) => (
    <StrictMode>
      <QueryClientProvider client={client}>
        <ResilientSocketProvider socket={socket}>
          <AgentProvider agent={agent} mapping={mapping}>
            {children}
          </AgentProvider>
        </ResilientSocketProvider>
      </QueryClientProvider>
    </StrictMode>
  )
  return { socket, on, Page }
}

test('a mapping made in each render is the latest, bridges nothing anew, and each event is handed on once, in StrictMode too', () => {
  const { socket, on, Page } = stage()
  const heard: string[] = []
  const hearing = (who: string) => ({ notification: () => void heard.push(who) })
  const { rerender, unmount } = render(<Page mapping={hearing('first')} />)
  const bridged = on.mock.calls.length
  for (let count = 0; count < 5; count += 1) rerender(<Page mapping={hearing(`render ${count}`)} />)
  act(() => socket.tell('notification', noticeWith({})))
  expect([on.mock.calls.length, heard]).toEqual([bridged, ['render 4']])
  unmount()
  expect([socket.listening(), socket.subscribed()]).toEqual([0, 0])
})

test('TanStack Query is online again as soon as the page no longer asks it to follow the connection', () => {
  const { socket, Page } = stage()
  const { rerender } = render(<Page mapping={{ followConnection: true }} />)
  act(() => socket.tell('status', statusWith({ state: 'reconnecting', freshness: 'stale', reason: 'offline' })))
  expect(onlineManager.isOnline()).toBe(false)
  rerender(<Page mapping={{}} />)
  expect(onlineManager.isOnline()).toBe(true)
})

test('a hundred renders of a task that runs make one request and one subscription', async () => {
  const { wrapper, request, requests, client, agent } = queryPage({ socket: fakeSocket() })
  const Shown = () => <output>{useTaskQuery('t1').data?.status}</output>
  const { container, rerender, unmount } = render(<Shown />, { wrapper })
  ;(await request(0)).answer({ task: wireTask({ status: 'running', rev: 2 }), pieces: [] })
  await waitFor(() => expect(container.textContent).toBe('running'))
  for (let count = 0; count < 100; count += 1) rerender(<Shown />)
  const query = client.getQueryCache().find({ queryKey: agent.keys.task('t1') })
  expect([requests.length, query?.getObserversCount()]).toEqual([1, 1])
  unmount()
  expect(query?.getObserversCount()).toBe(0)
})

test('the options of a task suspend as well', async () => {
  const { wrapper, request, agent } = queryPage()
  const Shown = () => <output>{useSuspenseQuery(taskQueryOptions(agent, 't1')).data?.status}</output>
  const { container } = render(
    <Suspense fallback="asking">
      <Shown />
    </Suspense>,
    { wrapper },
  )
  expect(container.textContent).toBe('asking')
  ;(await request(0)).answer({ task: wireTask({ status: 'running', rev: 2 }), pieces: [] })
  await waitFor(() => expect(container.textContent).toBe('running'))
})
