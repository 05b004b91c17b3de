// The indicator: one word for the connection, the same kind the banner shows, and never aloud.
import { render, screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { ConnectionIndicator } from '../../src/components/index.ts'
import { ResilientSocketProvider } from '../../src/react/provider.tsx'
import { fakeSocket } from '../support/fake-resilient-socket.ts'
import * as status from './builders.ts'
import { stage } from './render.tsx'

const shown = (): readonly (string | null | undefined)[] => {
  const root = document.querySelector<HTMLElement>('[data-rs="indicator"]')
  return [root?.dataset['status'], root?.textContent]
}

test.each([
  [status.live, 'live', 'Live'],
  [{ ...status.live, freshness: 'stale' as const }, 'stale', 'Checking connection'],
  [status.catchingUp, 'catching-up', 'Catching up'],
  [status.connecting, 'connecting', 'Reconnecting'],
  [status.firstConnecting, 'connecting', 'Connecting'],
  [status.waitingLong, 'waiting', 'Reconnecting'],
  [status.offline, 'offline', 'Offline'],
  [status.unreachable, 'unreachable', 'No connection'],
  [status.down({ reason: 'blocked' }), 'blocked', 'Blocked'],
  [status.signedOut, 'signed-out', 'Signed out'],
  [status.replaced, 'replaced', 'Open elsewhere'],
  [{ ...status.down(), state: 'idle' as const, reason: 'closed-by-user' as const }, 'idle', 'Not connected'],
])('the connection is told in a word: %#', (given, kind, words) => {
  render(<ConnectionIndicator status={given} />)
  expect(shown()).toEqual([kind, words])
})

test('what waits to be sent is counted while the link is not live, and not while it is', () => {
  const { rerender } = render(<ConnectionIndicator status={{ ...status.waitingLong, queued: 2 }} />)
  expect(shown()[1]).toBe('Reconnecting2 to send')
  rerender(<ConnectionIndicator status={{ ...status.live, queued: 2 }} />)
  expect(shown()[1]).toBe('Live')
})

test('it says nothing aloud: the banner does', () => {
  render(<ConnectionIndicator status={status.waitingLong} />)
  expect([screen.queryByRole('status'), screen.queryByRole('alert')]).toEqual([null, null])
})

test('inside a provider it follows the connection', () => {
  render(
    <ResilientSocketProvider socket={fakeSocket({ status: status.offline })}>
      <ConnectionIndicator />
    </ResilientSocketProvider>,
  )
  expect(shown()).toEqual(['offline', 'Offline'])
})

test('its parts compose, and a part outside the root says what is missing', () => {
  render(
    <ConnectionIndicator.Root status={status.live} className={state => `is-${state.status}`}>
      <ConnectionIndicator.Label />
    </ConnectionIndicator.Root>,
  )
  expect(document.querySelector('.is-live')?.textContent).toBe('Live')
  expect(() => render(<ConnectionIndicator.Dot />)).toThrow(/outside <ConnectionIndicator.Root>/)
})

test('a change that does not last is not shown, one that does is', () => {
  const { show, advance } = stage(<ConnectionIndicator status={status.live} />)
  show(<ConnectionIndicator status={status.catchingUp} />)
  advance(200)
  show(<ConnectionIndicator status={status.live} />)
  advance(1_000)
  expect(shown()[1]).toBe('Live')
  show(<ConnectionIndicator status={status.offline} />)
  advance(301)
  expect(shown()[1]).toBe('Offline')
})

test('waiting and dialing that take turns do not put the change off', () => {
  const { show, advance } = stage(<ConnectionIndicator status={status.live} />)
  for (const given of [status.connecting, status.waitingSoon, status.connecting]) {
    show(<ConnectionIndicator status={given} />)
    advance(101)
  }
  expect(shown()[1]).toBe('Reconnecting')
})

test('being live again is shown at once', () => {
  const { show } = stage(<ConnectionIndicator status={status.waitingLong} />)
  show(<ConnectionIndicator status={status.live} />)
  expect(shown()[1]).toBe('Live')
})

test('how fast the server answers is in the description, only while it does', () => {
  const root = () => document.querySelector<HTMLElement>('[data-rs="indicator"]')
  const { rerender } = render(<ConnectionIndicator showLatency status={{ ...status.live, latencyMs: 41.7 }} />)
  expect([root()?.title, root()?.dataset['freshness']]).toEqual(['The server answers in 42 ms', 'live'])
  rerender(<ConnectionIndicator showLatency status={{ ...status.live, freshness: 'stale', latencyMs: 41.7 }} steadyMs={0} />)
  expect([root()?.dataset['freshness']]).toEqual(['stale'])
  rerender(<ConnectionIndicator status={{ ...status.live, latencyMs: 41.7 }} />)
  expect(root()?.title).toBe('')
})
