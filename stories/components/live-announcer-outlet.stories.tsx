// Under a modal dialog the rest of the page is silent for a screen reader, and so would the banner be.
import type { Meta, StoryObj } from '@storybook/react-vite'
import { type ReactElement, useRef, useState } from 'react'
import { expect, userEvent, waitFor, within } from 'storybook/test'
import { LiveAnnouncerOutlet, ReconnectBanner } from '../../src/components/index.ts'
import * as status from '../../test/components/builders.ts'

const meta: Meta<typeof LiveAnnouncerOutlet> = { title: 'Components/LiveAnnouncerOutlet', component: LiveAnnouncerOutlet }
export default meta
type Story = StoryObj<typeof meta>

export const InADialog: Story = {
  render: () => <Page />,
  play: async ({ canvasElement }) => {
    const page = within(canvasElement)
    await userEvent.click(page.getByRole('button', { name: 'Open the dialog' }))
    const dialog = await page.findByRole('dialog')
    await userEvent.click(within(dialog).getByRole('button', { name: 'Lose the connection' }))
    const spoken = (): string => canvasElement.querySelector('dialog [role="status"]')?.textContent ?? ''
    await waitFor(() => expect(spoken()).toBe('Connection lost. Trying again soon…'))
    const elsewhere = [...canvasElement.querySelectorAll('[role="status"], [role="alert"]')].filter(region => !dialog.contains(region))
    await expect(elsewhere.map(({ textContent }) => textContent).join('')).toBe('')
    await userEvent.click(within(dialog).getByRole('button', { name: 'Close' }))
  },
}

function Page(): ReactElement {
  const [isDown, setDown] = useState(false)
  const [isOpen, setOpen] = useState(false)
  const dialog = useRef<HTMLDialogElement>(null)
  const open = (): void => {
    setOpen(true)
    dialog.current?.showModal()
  }
  return (
    <div className="story-stack">
      <ReconnectBanner status={isDown ? status.waitingSoon : status.live} />
      <button type="button" data-rs="reconnect" onClick={open}>
        Open the dialog
      </button>
      <dialog ref={dialog} aria-label="A dialog" onClose={() => setOpen(false)}>
        {isOpen && <LiveAnnouncerOutlet />}
        <p className="story-note">What happens behind this dialog is said in it.</p>
        <div style={{ display: 'flex', gap: 8 }}>
          <button type="button" data-rs="reconnect" onClick={() => setDown(true)}>
            Lose the connection
          </button>
          <button type="button" data-rs="reconnect" onClick={() => dialog.current?.close()}>
            Close
          </button>
        </div>
      </dialog>
    </div>
  )
}
