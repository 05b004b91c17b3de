// The bell: how many are new, what they are, and that reading them is what marks them.
import { act, fireEvent, render, screen } from '@testing-library/react'
import { useState } from 'react'
import { expect, type Mock, test, vi } from 'vitest'
import { NotificationBell, type NotificationBellProps } from '../../src/components/index.ts'
import type { TaskNotification } from '../../src/core/model.ts'
import { ResilientSocketProvider } from '../../src/react/provider.tsx'
import { fakeSocket, noticeWith } from '../support/fake-resilient-socket.ts'
import { stage } from './render.tsx'

const unseen = (n: number, change: Partial<TaskNotification> = {}): TaskNotification =>
  noticeWith({ id: `n${n}`, offset: n, title: `Notice ${n}`, seen: false, ...change })
const seen = unseen(1, { seen: true })
const Bell = (props: NotificationBellProps) => <NotificationBell {...props} />
const button = (): HTMLElement => document.querySelector<HTMLElement>('[data-rs="bell-trigger"]') ?? document.body
const panel = (): HTMLElement | null => screen.queryByRole('group', { name: 'Notifications' })
const marked = (): readonly boolean[] => screen.getAllByRole('listitem').map(item => item.hasAttribute('data-new'))
const spoken = (): string =>
  screen
    .getAllByRole('status')
    .map(region => region.textContent)
    .join('')

/** As a provider does: what is marked seen comes back as seen. */
function Reading({ from }: { readonly from: readonly TaskNotification[] }) {
  const [list, setList] = useState(from)
  return <NotificationBell notifications={list} onMarkSeen={() => setList(all => all.map(one => ({ ...one, seen: true })))} />
}

test('the button says how many are new, to the eye and to a screen reader', () => {
  render(<Bell notifications={[unseen(3), unseen(2), seen]} />)
  expect([button().getAttribute('aria-label'), button().textContent]).toEqual(['Notifications, 2 new', '2'])
})

test('a number too long for a badge is cut in its name too: what is seen is what is said', () => {
  render(<Bell notifications={[]} unread={140} />)
  expect([button().getAttribute('aria-label'), button().textContent]).toEqual(['Notifications, 99+ new', '99+'])
})

test('opening marks all as seen, and what was new stays marked for the eye', () => {
  render(<Reading from={[unseen(2), seen]} />)
  fireEvent.click(button())
  expect([button().getAttribute('aria-label'), ...marked()]).toEqual(['Notifications', true, false])
})

test('what was marked for the eye is old news the next time', () => {
  render(<Reading from={[unseen(2), seen]} />)
  for (const _ of [1, 2, 3]) fireEvent.click(button())
  expect(marked()).toEqual([false, false])
})

test('what came while the panel was open is marked as seen when it closes', () => {
  const mark = vi.fn<() => void>()
  const { show } = stage(<Bell notifications={[seen]} onMarkSeen={mark} defaultOpen />)
  show(<Bell notifications={[unseen(2), seen]} onMarkSeen={mark} />)
  expect([mark.mock.calls.length, ...marked()]).toEqual([0, true, false])
  fireEvent.click(button())
  expect(mark).toHaveBeenCalledOnce()
})

test('with `seen="manual"` only the user’s press marks', () => {
  const mark = vi.fn<() => void>()
  render(<Bell notifications={[unseen(2)]} seen="manual" onMarkSeen={mark} defaultOpen />)
  expect(mark).not.toHaveBeenCalled()
  fireEvent.click(screen.getByRole('button', { name: 'Mark all as read' }))
  expect(mark).toHaveBeenCalledOnce()
})

test('Escape closes it and gives the focus back to the bell', () => {
  render(<Bell notifications={[seen]} onDismiss={() => {}} />)
  fireEvent.click(button())
  const dismiss = screen.getByRole('button', { name: 'Dismiss: Notice 1' })
  dismiss.focus()
  fireEvent.keyDown(dismiss, { key: 'Escape' })
  expect([panel(), document.activeElement]).toEqual([null, button()])
})

test('the focus that goes elsewhere closes it, for it would be covered', () => {
  render(
    <>
      <Bell notifications={[seen]} defaultOpen onDismiss={() => {}} />
      <button type="button">Elsewhere</button>
    </>,
  )
  act(() => screen.getByRole('button', { name: 'Dismiss: Notice 1' }).focus())
  act(() => button().focus())
  expect(panel()).not.toBeNull()
  act(() => screen.getByRole('button', { name: 'Elsewhere' }).focus())
  expect(panel()).toBeNull()
})

/** jsdom has no popovers; a story's page in Chromium shows the real ones. */
function withPopovers(look: (show: Mock<() => void>) => void): void {
  const show = vi.fn<() => void>()
  Object.assign(HTMLElement.prototype, { showPopover: show })
  try {
    look(show)
  } finally {
    Reflect.deleteProperty(HTMLElement.prototype, 'showPopover')
  }
}

/** What the browser tells after a press elsewhere. */
function dismissed(popup = document.querySelector('[data-rs="bell-popup"]')): void {
  const event = Object.assign(new Event('toggle'), { oldState: 'open', newState: 'closed' })
  if (popup !== null) fireEvent(popup, event)
}

test('what the browser closes is told, and closed', () => {
  const told = vi.fn<(isOpen: boolean) => void>()
  withPopovers(() => {
    render(<Bell notifications={[seen]} defaultOpen onOpenChange={told} />)
    dismissed()
  })
  expect([document.querySelector('[data-rs="bell-popup"]'), told.mock.calls]).toEqual([null, [[false]]])
})

test('what the browser closes and the page keeps open is shown again', () => {
  withPopovers(show => {
    render(<Bell notifications={[seen]} open />)
    const popup = document.querySelector<HTMLElement>('[data-rs="bell-popup"]')
    const before = show.mock.calls.length
    dismissed(popup)
    expect([popup?.getAttribute('popover'), before > 0, show.mock.calls.length > before]).toEqual(['auto', true, true])
  })
})

test('a press on the bell is the bell’s, whatever the browser would do with it', () => {
  render(<Bell notifications={[seen]} open={false} />)
  expect([fireEvent.click(button()), panel(), document.activeElement]).toEqual([false, null, button()])
})

test('opening never takes the focus', () => {
  const { rerender } = render(<Bell notifications={[seen]} open={false} />)
  rerender(<Bell notifications={[seen]} open />)
  expect(document.activeElement).toBe(document.body)
})

test('a dismissed item hands the focus to its neighbour', () => {
  render(<Bell notifications={[unseen(2), seen]} onDismiss={() => {}} defaultOpen />)
  const first = screen.getByRole('button', { name: 'Dismiss: Notice 2' })
  first.focus()
  fireEvent.click(first)
  expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Dismiss: Notice 1' }))
})

test('the arrow keys go from one to the next and to the ends; without buttons they are the browser’s', () => {
  const list = [3, 2, 1].map(n => unseen(n))
  const { rerender } = render(<Bell notifications={list} onSelect={() => {}} onDismiss={() => {}} defaultOpen />)
  const walked = ['ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowUp', 'End', 'ArrowDown', 'Home', 'ArrowUp'].map(key => {
    const from = document.activeElement?.closest('ul') === null ? screen.getByRole('list') : document.activeElement
    const isOurs = !fireEvent.keyDown(from ?? document.body, { key })
    return [isOurs, document.activeElement?.querySelector('[data-rs="bell-title"]')?.textContent]
  })
  expect(walked).toEqual([3, 2, 1, 2, 1, 1, 3, 3].map(n => [true, `Notice ${n}`]))
  expect(fireEvent.keyDown(screen.getByRole('list'), { key: 'PageDown' })).toBe(true)
  rerender(<Bell notifications={list} defaultOpen />)
  expect(fireEvent.keyDown(screen.getByRole('list'), { key: 'ArrowDown' })).toBe(true)
})

test('choosing one closes the panel and tells which', () => {
  const select = vi.fn<(notification: TaskNotification) => void>()
  render(<Bell notifications={[seen]} onSelect={select} defaultOpen />)
  fireEvent.click(screen.getByRole('button', { name: /Notice 1/ }))
  expect([select.mock.calls[0]?.[0].id, panel()]).toEqual(['n1', null])
})

test('an arrival is said by its title, several as a number, and those it was born with not at all', () => {
  const { show, advance } = stage(<Bell notifications={[unseen(1)]} />)
  advance(200)
  expect(spoken()).toBe('')
  show(<Bell notifications={[unseen(2), unseen(1)]} />)
  advance(200)
  expect(spoken()).toBe('Notice 2')
  show(<Bell notifications={[unseen(5), unseen(4), unseen(3), unseen(2), unseen(1)]} />)
  advance(200)
  expect(spoken()).toBe('3 new notifications')
})

test.each([
  ['task.succeeded', 'Finished'],
  ['task.failed', 'Failed'],
  ['task.cancelled', 'Cancelled'],
  ['task.input-required', 'Needs your answer'],
  ['invoice', 'Notice'],
])('a notification of kind %s without a title is called %s', (kind, words) => {
  render(<Bell notifications={[unseen(1, { kind, title: null })]} defaultOpen />)
  expect(document.querySelector('[data-rs="bell-title"]')?.textContent).toBe(words)
})

test('inside a provider it lists, dismisses and marks what the connection has', () => {
  const socket = fakeSocket({ notifications: [unseen(4)], unread: 1 })
  render(
    <ResilientSocketProvider socket={socket}>
      <NotificationBell />
    </ResilientSocketProvider>,
  )
  fireEvent.click(button())
  fireEvent.click(screen.getByRole('button', { name: 'Dismiss: Notice 4' }))
  expect(socket.calls.map(([name]) => name)).toEqual(expect.arrayContaining(['markSeen', 'dismiss']))
})

test('a part outside the root says what is missing', () => {
  expect(() => render(<NotificationBell.Popup />)).toThrow(/outside <NotificationBell.Root>/)
})

test('opening is told, closing is not; a badge is cut where asked; a notification is shown as asked', () => {
  const told = vi.fn<() => void>()
  const show = (one: TaskNotification) => <li key={one.id}>{`Own ${one.id}`}</li>
  render(<Bell notifications={[unseen(2), seen]} unread={12} max={9} onOpen={told} renderNotification={show} />)
  expect(button().textContent).toBe('9+')
  fireEvent.click(button())
  expect(screen.getAllByRole('listitem').map(item => item.textContent)).toEqual(['Own n2', 'Own n1'])
  fireEvent.click(button())
  expect(told).toHaveBeenCalledOnce()
})
