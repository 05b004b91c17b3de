// A server render in bare Node: no window, no document, no dial.
import { createElement } from 'react'
import { renderToString } from 'react-dom/server'
import { expect, test, vi } from 'vitest'
import { ResilientSocketProvider } from '../../src/react/provider.tsx'
import { useConnectionState } from '../../src/react/use-connection-state.ts'

const Word = () => useConnectionState(({ state, freshness }) => `${state} ${freshness}`)
const tree = () => createElement(ResilientSocketProvider, { url: '/rs' }, createElement(Word))

test('a provider with a relative url renders where there is no location to resolve it against', () => {
  expect(renderToString(tree())).toBe('idle stale')
})

test('rendering opens no WebSocket and arms no timer', () => {
  const opening = vi.spyOn(globalThis, 'WebSocket')
  const arming = vi.spyOn(globalThis, 'setTimeout')
  renderToString(tree())
  expect([opening.mock.calls, arming.mock.calls]).toEqual([[], []])
  vi.restoreAllMocks()
})
