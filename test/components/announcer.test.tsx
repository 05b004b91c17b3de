// In a modal dialog the rest of the page is silent, so the outlet in the dialog speaks.
import { screen, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { LiveAnnouncerOutlet, ReconnectBanner } from '../../src/components/index.ts'
import * as status from './builders.ts'
import { stage } from './render.tsx'

const Page = ({ isOpen }: { readonly isOpen: boolean }) => (
  <>
    <main>
      <ReconnectBanner status={status.offline} />
    </main>
    {isOpen && (
      <div role="dialog">
        <LiveAnnouncerOutlet />
      </div>
    )}
  </>
)
const spokenIn = (place: HTMLElement): string | null => within(place).getByRole('status').textContent

test('with an outlet the announcement is made in it and nowhere else', () => {
  const { show, advance } = stage(<Page isOpen={false} />)
  show(<Page isOpen />)
  advance(20_000)
  show(
    <>
      <main>
        <ReconnectBanner status={status.signedOut} />
      </main>
      <div role="dialog">
        <LiveAnnouncerOutlet />
      </div>
    </>,
  )
  advance(200)
  const alerts = [screen.getByRole('main'), screen.getByRole('dialog')].map(place => within(place).getByRole('alert').textContent)
  expect(alerts).toEqual(['', 'Your session has ended. Sign in to reconnect.'])
})

test('without an outlet it is made in the page', () => {
  const { advance } = stage(<Page isOpen={false} />)
  advance(200)
  expect(spokenIn(screen.getByRole('main'))).toBe("You're offline. Messages you send will go out when you're back.")
})

test('what was said is taken away after a while', () => {
  const { advance } = stage(<Page isOpen={false} />)
  advance(20_000)
  expect(spokenIn(screen.getByRole('main'))).toBe('')
})
