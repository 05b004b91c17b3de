// Concurrent rendering: a message that comes between two slices of a render never leaves half of the page behind.
import { startTransition, useLayoutEffect, useRef, useState } from 'react'
import { createRoot } from 'react-dom/client'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ResilientSocketProvider } from '../../src/react/provider.tsx'
import { useConnectionState } from '../../src/react/use-connection-state.ts'
import { fakeSocket, statusWith } from '../support/fake-resilient-socket.ts'

const READERS = Array.from({ length: 30 }, (_, index) => index)
const SLICE_MS = 3

// Within act() React renders in one go.
const environment = globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }
beforeEach(() => {
  environment.IS_REACT_ACT_ENVIRONMENT = false
})
afterEach(() => {
  environment.IS_REACT_ACT_ENVIRONMENT = true
})

/** Longer than a slice of React's allows, for two readers. */
function beSlow() {
  const until = performance.now() + SLICE_MS
  while (performance.now() < until);
}

interface SlowProps {
  readonly index: number
  readonly onRender: (index: number, attempt: number) => void
}

function Slow({ index, onRender }: SlowProps) {
  const attempt = useConnectionState(status => status.attempt)
  onRender(index, attempt)
  return <i>{attempt}</i>
}

function Page({ onRender, onCommit }: Pick<SlowProps, 'onRender'> & { readonly onCommit: (texts: readonly string[]) => void }) {
  const [isShown, show] = useState(false)
  const box = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => onCommit([...(box.current?.querySelectorAll('i') ?? [])].map(({ textContent }) => textContent)))
  return (
    <div ref={box}>
      <button onClick={() => startTransition(() => show(true))}>Show</button>
      {isShown && READERS.map(index => <Slow key={index} index={index} onRender={onRender} />)}
    </div>
  )
}

test('a status that changes in the middle of a transition shows old or new everywhere, never both', async () => {
  const socket = fakeSocket({ status: statusWith({ attempt: 1 }) })
  const seen = new Set<number>()
  const commits: (readonly string[])[] = []
  let isTold = false
  const onRender = (index: number, attempt: number) => {
    beSlow()
    seen.add(attempt)
    if (index !== 5 || isTold) return
    isTold = true
    // After this slice, before the next.
    setTimeout(() => socket.set({ status: statusWith({ attempt: 2 }) }))
  }
  const container = document.body.appendChild(document.createElement('div'))
  const root = createRoot(container)
  root.render(
    <ResilientSocketProvider socket={socket}>
      <Page onRender={onRender} onCommit={texts => void commits.push(texts)} />
    </ResilientSocketProvider>,
  )
  await expect.poll(() => container.querySelector('button')).not.toBeNull()
  container.querySelector('button')?.click()
  await vi.waitFor(() => expect(commits.at(-1)).toEqual(READERS.map(() => '2')), { timeout: 15_000 })
  expect([...seen]).toEqual([1, 2])
  expect(commits.filter(texts => new Set(texts).size > 1)).toEqual([])
  root.unmount()
  container.remove()
})
