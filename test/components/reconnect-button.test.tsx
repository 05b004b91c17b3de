// One attempt at a time, the focus kept, the result said.
import { fireEvent, screen } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import { ReconnectButton, type ReconnectButtonProps } from '../../src/components/index.ts'
import * as status from './builders.ts'
import { stage } from './render.tsx'

const button = (): HTMLElement => screen.getByRole('button')
const press = (): boolean => fireEvent.click(button())
const spoken = (): string | null => screen.getByRole('status').textContent
const phases = (): readonly boolean[] => ['data-pending', 'data-cooldown', 'aria-disabled'].map(name => button().hasAttribute(name))
const Button = (props: ReconnectButtonProps) => <ReconnectButton {...props} />

test('presses while pending make one attempt', () => {
  const attempt = vi.fn<() => void>()
  stage(<Button status={status.waitingLong} onReconnect={attempt} />)
  press()
  press()
  expect(attempt).toHaveBeenCalledOnce()
})

test('a press is pending for its shortest time, then rests, then is ready', () => {
  const { advance } = stage(<Button status={status.waitingLong} />)
  press()
  expect(phases()).toEqual([true, false, true])
  advance(600)
  expect(phases()).toEqual([false, true, true])
  advance(1_000)
  expect(phases()).toEqual([false, false, false])
})

test('pending lasts as long as the attempt', () => {
  const { show, advance } = stage(<Button status={status.waitingLong} />)
  press()
  show(<Button status={status.connecting} />)
  advance(9_000)
  expect(phases()).toEqual([true, false, true])
  show(<Button status={status.waitingLong} />)
  expect(phases()).toEqual([false, true, true])
})

test('a failed attempt is said, and said again after the next', () => {
  const { advance } = stage(<Button status={status.waitingLong} />)
  for (const round of [1, 2]) {
    press()
    advance(800)
    expect([round, spoken()]).toEqual([round, "Still can't connect"])
    advance(10_000)
    expect(spoken()).toBe('')
  }
})

test('a successful attempt is said', () => {
  const { show, advance } = stage(<Button status={status.waitingLong} />)
  press()
  show(<Button status={status.live} />)
  advance(200)
  expect(spoken()).toBe('Reconnected')
})

test('a connection that comes back by itself is not announced by the button', () => {
  const { show, advance } = stage(<Button status={status.waitingLong} />)
  show(<Button status={status.live} />)
  advance(1_000)
  expect(spoken()).toBe('')
})

test.each([
  ['connected', status.live],
  ['offline', status.offline],
  ['auth', status.signedOut],
] as const)('with nothing to do (%s) it is inert but keeps its place in the tab order', (reason, given) => {
  const attempt = vi.fn<() => void>()
  stage(<Button status={given} onReconnect={attempt} />)
  press()
  expect([button().dataset['disabledReason'], button().hasAttribute('disabled'), attempt.mock.calls.length]).toEqual([reason, false, 0])
})

test('an attempt of the socket itself shows as pending', () => {
  stage(<Button status={status.connecting} />)
  expect(button().getAttribute('aria-busy')).toBe('true')
})
