// When the banner shows, what it says aloud, and that it never takes the focus.
import { fireEvent, render, screen } from '@testing-library/react'
import { act } from 'react'
import { hydrateRoot } from 'react-dom/client'
import { renderToString } from 'react-dom/server'
import { expect, test, vi } from 'vitest'
import { ReconnectBanner, type ReconnectBannerProps } from '../../src/components/index.ts'
import * as status from './builders.ts'
import { stage } from './render.tsx'

const banner = (): HTMLElement | null => screen.queryByRole('group', { name: 'Connection' })
const spoken = (): string =>
  screen
    .getAllByRole('status')
    .map(region => region.textContent)
    .join('')
const Banner = (props: ReconnectBannerProps) => <ReconnectBanner onReconnect={() => {}} {...props} />

test('a link that is down but not noticeable shows nothing', () => {
  stage(<Banner status={status.down({ noticeable: false })} />)
  expect(banner()).toBeNull()
})

test('a noticeable outage shows the banner', () => {
  stage(<Banner status={status.offline} />)
  expect(banner()).toHaveProperty('dataset.status', 'offline')
})

test('catching up after an unnoticed blip shows nothing', () => {
  stage(<Banner status={{ ...status.catchingUp, noticeable: false }} />)
  expect(banner()).toBeNull()
})

test('the announcer stands empty in the first render', () => {
  expect(renderToString(<Banner status={status.signedOut} />)).toMatch(/role="status"[^>]*><\/span>.*role="alert"[^>]*><\/span>/)
})

test('a kind is said once, however often waiting and connecting take turns', () => {
  const { show, advance } = stage(<Banner status={status.waitingSoon} />)
  advance(200)
  expect(spoken()).toBe('Connection lost. Trying again soon…')
  show(<Banner status={status.connecting} />)
  advance(200)
  expect(spoken()).toBe('Reconnecting…')
  show(<Banner status={status.down({ retryAt: status.NOW + 9_000 })} />)
  advance(200)
  expect(spoken()).toBe('Reconnecting…')
})

test('a countdown changes on the page and says nothing', () => {
  const { advance } = stage(<Banner status={status.waitingLong} />)
  advance(500)
  const said = spoken()
  const timer = screen.getByRole('timer')
  expect(timer.textContent).toBe('Trying again in 24 seconds.')
  advance(3_000)
  expect(timer.textContent).toBe('Trying again in 21 seconds.')
  expect([timer.getAttribute('aria-live'), spoken()]).toEqual(['off', said])
})

test('below five seconds no number is named', () => {
  const { advance } = stage(<Banner status={status.waitingLong} />)
  advance(20_000)
  expect(screen.getByRole('timer').textContent).toBe('Trying again soon…')
})

test('one second is a second', () => {
  const strings = {
    bannerRetryIn: (_: number, words: { plural: (n: number, f: { one: string; other: string }) => string }) =>
      words.plural(1, { one: 'a', other: 'b' }),
  }
  stage(<Banner status={status.waitingLong} strings={strings} />)
  expect(screen.getByRole('timer').textContent).toBe('a')
})

test('a lost session is an alert', () => {
  const { advance } = stage(<Banner status={status.signedOut} />)
  advance(200)
  expect(screen.getByRole('alert').textContent).toBe('Your session has ended. Sign in to reconnect.')
})

test('back online is shown for three seconds and then nothing', () => {
  const { show, advance } = stage(<Banner status={status.offline} />)
  advance(5_000)
  show(<Banner status={status.live} />)
  expect(banner()?.dataset['status']).toBe('restored')
  advance(2_900)
  expect(banner()?.hasAttribute('data-visible')).toBe(true)
  advance(1_000)
  expect(banner()).toBeNull()
})

test('an outage while "Back online." still stands is told at once', () => {
  const { show, advance } = stage(<Banner status={status.offline} />)
  show(<Banner status={status.live} />)
  show(<Banner status={status.down({ noticeable: false })} />)
  advance(4_000)
  expect(banner()?.dataset['status']).toBe('connecting')
})

test('with restoredMs 0 a shown banner still stays for its shortest time', () => {
  const { show, advance } = stage(<Banner status={status.offline} restoredMs={0} />)
  show(<Banner status={status.live} restoredMs={0} />)
  advance(700)
  expect(banner()).not.toBeNull()
  advance(400)
  expect(banner()).toBeNull()
})

test('a banner with the focus inside stays until the focus leaves', () => {
  const { show, advance } = stage(<Banner status={status.waitingLong} />)
  const button = screen.getByRole('button', { name: 'Try now' })
  act(() => button.focus())
  show(<Banner status={status.live} />)
  advance(60_000)
  expect(button.ownerDocument.activeElement).toBe(button)
  act(() => button.blur())
  advance(1_000)
  expect(banner()).toBeNull()
})

test('restoreFocusRef takes the focus from an ended banner', () => {
  const target = document.createElement('button')
  document.body.append(target)
  const props = { restoreFocusRef: { current: target } }
  const { show, advance } = stage(<Banner {...props} status={status.waitingLong} />)
  act(() => screen.getByRole('button', { name: 'Try now' }).focus())
  show(<Banner {...props} status={status.live} />)
  advance(4_000)
  expect([document.activeElement === target, banner()]).toEqual([true, null])
  target.remove()
})

test('it never takes the focus when it comes', () => {
  stage(<Banner status={status.signedOut} onSignIn={() => {}} />)
  expect(document.activeElement).toBe(document.body)
})

test('Escape waves it away for this outage, unless signing in is asked for', () => {
  const { show, advance } = stage(<Banner dismissible status={status.waitingLong} />)
  fireEvent.keyDown(screen.getByRole('button', { name: 'Try now' }), { key: 'Escape' })
  advance(500)
  show(<Banner dismissible status={status.connecting} />)
  advance(500)
  expect(banner()).toBeNull()
  show(<Banner dismissible status={status.signedOut} />)
  expect(banner()?.dataset['status']).toBe('signed-out')
})

test('a dismissed banner is back with the next outage', () => {
  const { show, advance } = stage(<Banner dismissible status={status.waitingLong} />)
  fireEvent.click(screen.getByRole('button', { name: 'Dismiss' }))
  advance(500)
  show(<Banner dismissible status={status.live} />)
  show(<Banner dismissible status={status.waitingLong} />)
  expect(banner()).not.toBeNull()
})

test('a user handler that prevents the default keeps ours from running', () => {
  stage(<Banner dismissible status={status.unreachable} onKeyDown={event => event.preventDefault()} />)
  fireEvent.keyDown(screen.getByRole('button', { name: 'Try again' }), { key: 'Escape' })
  expect(banner()?.hasAttribute('data-visible')).toBe(true)
})

test('className, style and render take the state', () => {
  stage(
    <Banner
      status={status.offline}
      className={({ status: kind }) => `is-${kind}`}
      style={({ phase }) => ({ order: phase === 'entering' ? 1 : 2 })}
      render={<aside className="own" />}
    />,
  )
  const root = banner()
  expect([root?.tagName, root?.className, root?.style.order]).toEqual(['ASIDE', 'is-offline own', '1'])
})

test('onVisibilityChange tells each change once', () => {
  const report = vi.fn<(isVisible: boolean) => void>()
  const { show, advance } = stage(<Banner status={status.offline} onVisibilityChange={report} />)
  show(<Banner status={status.live} onVisibilityChange={report} />)
  advance(5_000)
  expect(report.mock.calls).toEqual([[true], [false]])
})

test('a server renders no time, and the first client render agrees with it', async () => {
  const host = document.createElement('div')
  host.innerHTML = renderToString(<Banner status={status.waitingLong} />)
  const complaints = vi.fn<(error: unknown) => void>()
  const root = await act(() => hydrateRoot(host, <Banner status={status.waitingLong} />, { onRecoverableError: complaints }))
  expect(complaints).not.toHaveBeenCalled()
  act(() => root.unmount())
})

test('an unmounted banner leaves no timer', () => {
  const { unmount, time } = stage(<Banner status={status.waitingLong} />)
  unmount()
  expect(time.armed()).toBe(0)
})

test('a part outside the root says how to mend it', () => {
  const quiet = vi.spyOn(console, 'error').mockImplementation(() => {})
  expect(() => render(<ReconnectBanner.Message />)).toThrow('Put it inside')
  quiet.mockRestore()
})

test('the headline of a long wait does not change while it runs out', () => {
  const { advance } = stage(<Banner status={status.down({ retryAt: status.NOW + 12_000, attempt: 1 })} />)
  advance(10_000)
  expect(banner()?.textContent).toContain("Can't reach the server. Trying again soon…")
})

test('waits of other lengths are no news', () => {
  const { show, advance, time } = stage(<Banner status={status.connecting} />)
  show(<Banner status={status.waitingSoon} />)
  advance(200)
  const said = spoken()
  advance(20_000)
  show(<Banner status={status.connecting} />)
  show(<Banner status={status.down({ retryAt: time.ticker.now() + 30_000 })} />)
  advance(200)
  expect([said, spoken()]).toEqual(['Connection lost. Trying again soon…', ''])
})
