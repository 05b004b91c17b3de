// The devtools as a guest of the page: silent while closed, by keyboard alone, never in the way, never fatal.
import { act, fireEvent, render, screen } from '@testing-library/react'
import { Profiler } from 'react'
import { renderToString } from 'react-dom/server'
import { expect, test, vi } from 'vitest'
import { ResilientSocketDevtools } from '../../src/devtools/index.ts'
import { ResilientSocketProvider } from '../../src/react/provider.tsx'
import { createHarness } from '../support/client-harness.ts'
import { fakeSocket } from '../support/fake-resilient-socket.ts'
import { inPanel, list, opener, panel, press, stand } from './stand.tsx'

const text = (at: number) => ({ type: 'task.stream', id: 't1', attempt: 1, name: 'text', kind: 'text', at, chunk: 'x' }) as const

test('closed, it reads nothing of the socket and renders nothing, whatever arrives', () => {
  const { socket, greet, events } = createHarness()
  socket.connect()
  greet()
  const read = vi.spyOn(socket, 'flightRecorder')
  const watch = vi.spyOn(socket.store, 'subscribe')
  const onRender = vi.fn<() => void>()
  render(
    <Profiler id="tools" onRender={onRender}>
      <ResilientSocketDevtools socket={socket} />
    </Profiler>,
  )
  onRender.mockClear()
  act(() => {
    for (let at = 0; at < 1_000; at += 1) events([text(at)])
  })
  expect([read.mock.calls.length, watch.mock.calls.length, onRender.mock.calls.length]).toEqual([0, 0, 0])
})

test('closed again, it lets go of the socket and of the clock', () => {
  const socket = fakeSocket()
  const before = socket.subscribed()
  render(<ResilientSocketDevtools socket={socket} defaultOpen />)
  expect(socket.subscribed()).toBe(before + 1)
  fireEvent.click(opener())
  expect(socket.subscribed()).toBe(before)
})

test('unmounted, it leaves no listener', () => {
  const socket = fakeSocket()
  render(<ResilientSocketDevtools socket={socket} defaultOpen />).unmount()
  expect([socket.listening(), socket.subscribed()]).toEqual([0, 0])
})

test('its button opens the panel, keeps the focus, and says so', () => {
  stand()
  opener().focus()
  expect(opener().getAttribute('aria-expanded')).toBe('false')
  fireEvent.click(opener())
  expect(document.activeElement).toBe(opener())
  expect(opener().getAttribute('aria-expanded')).toBe('true')
  expect(opener().getAttribute('aria-controls')).toBe(panel().id)
})

test('Escape in the panel closes it, gives the focus back, and is nobody else’s', () => {
  const heard = vi.fn<() => void>()
  const { socket } = createHarness()
  render(
    <div role="presentation" onKeyDown={heard}>
      <ResilientSocketDevtools socket={socket} defaultOpen />
    </div>,
  )
  const search = inPanel().getByRole('searchbox')
  search.focus()
  fireEvent.keyDown(search, { key: 'Escape' })
  expect(screen.queryByRole('region')).toBeNull()
  expect(document.activeElement).toBe(opener())
  expect(heard).not.toHaveBeenCalled()
})

test('an Escape at the closed button is the page’s', () => {
  const heard = vi.fn<() => void>()
  const { socket } = createHarness()
  render(
    <div role="presentation" onKeyDown={heard}>
      <ResilientSocketDevtools socket={socket} />
    </div>,
  )
  fireEvent.keyDown(opener(), { key: 'Escape' })
  expect(heard).toHaveBeenCalledOnce()
})

test('with `open` it is the page that opens it; onOpenChange tells the wish', () => {
  const onOpenChange = vi.fn<(isOpen: boolean) => void>()
  const { show } = stand({ open: false, onOpenChange })
  fireEvent.click(opener())
  expect(screen.queryByRole('region')).toBeNull()
  expect(onOpenChange).toHaveBeenCalledExactlyOnceWith(true)
  show({ open: true, onOpenChange })
  expect(panel()).toBeDefined()
})

test('it stands at the end below, or where `position` says', () => {
  const { container, show } = stand()
  const corner = () => container.querySelector('[data-rs="devtools"]')?.getAttribute('data-position')
  expect(corner()).toBe('bottom-end')
  show({ position: 'top-start' })
  expect(corner()).toBe('top-start')
})

test('a server renders nothing of it', () => {
  expect(renderToString(<ResilientSocketDevtools socket={fakeSocket()} defaultOpen />)).toBe('')
})

test('below a provider it needs no socket', () => {
  const socket = fakeSocket()
  render(
    <ResilientSocketProvider socket={socket}>
      <ResilientSocketDevtools defaultOpen />
    </ResilientSocketProvider>,
  )
  press('Reconnect')
  press('Close')
  expect(socket.calls.slice(-2)).toEqual([['reconnect'], ['close']])
})

test('outside a provider it says what is wrong in its corner, and the page stands', () => {
  vi.spyOn(console, 'error').mockImplementation(() => {})
  render(
    <>
      <p>The page</p>
      <ResilientSocketDevtools />
    </>,
  )
  expect(screen.getByText('The page')).toBeDefined()
  expect(screen.getByRole('button').textContent).toContain('called outside <ResilientSocketProvider>')
  vi.mocked(console.error).mockRestore()
})

test('what breaks in it stops it alone, and a press starts it again', () => {
  vi.spyOn(console, 'error').mockImplementation(() => {})
  const { socket } = createHarness()
  const read = vi.spyOn(socket, 'flightRecorder').mockImplementation(() => {
    throw new Error('no record')
  })
  render(
    <>
      <p>The page</p>
      <ResilientSocketDevtools socket={socket} defaultOpen />
    </>,
  )
  expect(screen.getByText('The page')).toBeDefined()
  read.mockRestore()
  fireEvent.click(screen.getByRole('button', { name: /no record/ }))
  expect(list('Transitions')).toBeDefined()
  vi.mocked(console.error).mockRestore()
})
