// Taking the flight record along: copied or saved, without what anybody said unless that is asked for.
import { act, fireEvent } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Flight } from '../../src/core/flight.ts'
import { replayFlight } from '../../src/testing/replay-flight.ts'
import { createHarness, microtasks } from '../support/client-harness.ts'
import { inPanel, press, stand } from './stand.tsx'

const SECRET = 'what-nobody-should-read'
const written: string[] = []
const writeText = vi.fn<(text: string) => Promise<void>>(async text => void written.push(text))

beforeEach(() => {
  written.length = 0
  vi.stubGlobal('navigator', { clipboard: { writeText } })
})
afterEach(() => vi.unstubAllGlobals())

async function copied(): Promise<string> {
  press('Copy as JSON')
  await act(microtasks)
  return written.at(-1) ?? ''
}

async function withSecret(): Promise<void> {
  const harness = createHarness({ getToken: () => 'the-token' })
  harness.socket.connect()
  await microtasks()
  harness.greet()
  stand({ defaultOpen: true }, {}, harness)
  act(() => void harness.socket.send('rename', { name: SECRET }))
}

test('a copy is the whole record without payloads, and replays', async () => {
  await withSecret()
  const text = await copied()
  const flight: Flight = JSON.parse(text) as Flight
  expect(flight.payloads).toBe(false)
  expect(text).not.toContain(SECRET)
  expect(replayFlight(text)).toMatchObject({ outcome: 'same', steps: flight.entries.length })
  expect(inPanel().getByRole('status').textContent).toBe('Copied.')
})

test('asked for payloads it holds them, and never a token', async () => {
  await withSecret()
  fireEvent.click(inPanel().getByRole('checkbox', { name: 'Payloads' }))
  const text = await copied()
  expect(text).toContain(SECRET)
  expect(text).not.toContain('the-token')
})

test('where the browser forbids to copy, it says what to do instead', async () => {
  writeText.mockRejectedValueOnce(new Error('no'))
  await withSecret()
  await copied()
  expect(inPanel().getByRole('status').textContent).toContain('Download')
})

test('a download is the same JSON in a file', async () => {
  const saved: Blob[] = []
  const names: string[] = []
  vi.stubGlobal('URL', Object.assign(URL, { createObjectURL: (blob: Blob) => (saved.push(blob), 'blob:x'), revokeObjectURL: () => {} }))
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    names.push(this.download)
  })
  await withSecret()
  press('Download')
  const text = (await saved[0]?.text()) ?? ''
  expect(replayFlight(text).outcome).toBe('same')
  expect(text).not.toContain(SECRET)
  expect(names).toEqual(['flight.json'])
})
