// What a screen reader hears, written down beside what is seen: beginnings and ends, never tokens, numbers or the same thing twice.
import type { Meta, StoryObj } from '@storybook/react-vite'
import { type ReactElement, type ReactNode, useEffect, useRef, useState } from 'react'
import { expect, userEvent, waitFor, within } from 'storybook/test'
import { ChatPanel, ReconnectBanner } from '../../src/components/index.ts'
import type { ChatMessage, ConnectionStatus } from '../../src/core/model.ts'
import * as status from '../../test/components/builders.ts'

const meta: Meta = { title: 'Components/Heard', parameters: { controls: { disable: true } } }
export default meta
type Story = StoryObj

const heard = (canvasElement: HTMLElement): readonly (string | null)[] =>
  within(within(canvasElement).getByRole('list', { name: 'Heard' }))
    .queryAllByRole('listitem')
    .map(({ textContent }) => textContent)
const press = (canvasElement: HTMLElement, name: string): Promise<void> =>
  userEvent.click(within(canvasElement).getByRole('button', { name }))

export const BannerLifeCycle: Story = {
  render: () => <Outage />,
  play: async ({ canvasElement }) => {
    const said = ['Connection lost. Trying again soon…', "You're offline. Messages you send will go out when you're back.", 'Reconnecting…']
    for (const [index, words] of [...said, 'Back online. Catching up…', 'Back online.'].entries()) {
      await press(canvasElement, 'What happens next')
      await waitFor(() => expect(heard(canvasElement)[index]).toBe(words))
    }
  },
}

export const StreamedAnswer: Story = {
  render: () => <Talk />,
  play: async ({ canvasElement }) => {
    await press(canvasElement, 'An answer begins')
    for (let token = 0; token < 20; token += 1) await press(canvasElement, 'A token')
    await waitFor(() => expect(heard(canvasElement)).toEqual(['Assistant is replying']))
    await press(canvasElement, 'It ends')
    await waitFor(() => expect(heard(canvasElement)).toHaveLength(2))
    await expect(heard(canvasElement)[1]).toMatch(/^Assistant: The answer word word/)
  },
}

export const TenArrivalsAtOnce: Story = {
  render: () => <Talk />,
  play: async ({ canvasElement }) => {
    await press(canvasElement, 'Ten write at once')
    await waitFor(() => expect(heard(canvasElement)).toEqual(['10 new messages']))
  },
}

export const FailedSend: Story = {
  render: () => <Talk />,
  play: async ({ canvasElement }) => {
    const input = within(canvasElement).getByRole('textbox', { name: 'Message' })
    await userEvent.type(input, 'Hello{Enter}')
    await waitFor(() => expect(heard(canvasElement)).toEqual(['At once: Message not sent. Retry available.']))
    await expect(input).toHaveFocus()
  },
}

/** Writes down every text that enters a live region. */
function Listening({ children }: { readonly children: ReactNode }): ReactElement {
  const [said, setSaid] = useState<readonly string[]>([])
  const ref = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (ref.current === null) return undefined
    const note = ({ target }: MutationRecord): void => {
      const region = (target instanceof Element ? target : target.parentElement)?.closest('[role="status"], [role="alert"]')
      const text = region?.textContent ?? ''
      if (text !== '') setSaid(before => [...before, region?.getAttribute('role') === 'alert' ? `At once: ${text}` : text])
    }
    const observer = new MutationObserver(records => records.forEach(note))
    observer.observe(ref.current, { subtree: true, childList: true, characterData: true })
    return () => observer.disconnect()
  }, [])
  return (
    <div className="story-stack">
      <div ref={ref}>{children}</div>
      <ol aria-label="Heard" className="story-note">
        {said.map((text, index) => (
          <li key={index}>{text}</li>
        ))}
      </ol>
    </div>
  )
}

const outage: readonly ConnectionStatus[] = [
  status.live,
  status.waitingLong,
  status.offline,
  status.connecting,
  status.catchingUp,
  status.live,
]

function Outage(): ReactElement {
  const [step, setStep] = useState(0)
  return (
    <Listening>
      <div className="story-stack">
        <ReconnectBanner status={outage[Math.min(step, outage.length - 1)] ?? status.live} onReconnect={() => {}} restoredMs={60_000} />
        <div>
          <Act name="What happens next" act={() => setStep(step + 1)} />
        </div>
      </div>
    </Listening>
  )
}

function Talk(): ReactElement {
  const [messages, setMessages] = useState<readonly ChatMessage[]>([status.message({ id: 'first', text: 'A beginning.' })])
  const add = (...more: readonly ChatMessage[]): void => setMessages(now => [...now, ...more])
  const answer = (change: (text: string) => Partial<ChatMessage> & { readonly text: string }): void =>
    setMessages(now =>
      now.map(message => {
        const [part] = message.parts
        return message.id === 'answer' ? status.reply({ ...change(part?.type === 'text' ? part.text : ''), id: 'answer' }) : message
      }),
    )
  const ten = Array.from({ length: 10 }, (_, index) => status.reply({ id: `ten-${index}`, text: `Number ${index + 1}.` }))
  const error = { code: 'expired', message: 'It could not be sent in time.', retryable: true }
  return (
    <Listening>
      <div style={{ blockSize: 360 }}>
        <ChatPanel
          messages={messages}
          status={status.live}
          onSend={({ text }) => add(status.message({ id: `m${messages.length}`, text, status: 'failed', error }))}
          onRetry={() => {}}
        />
      </div>
      <div style={{ display: 'flex', flexWrap: 'wrap', gap: 8 }}>
        <Act name="An answer begins" act={() => add(status.reply({ id: 'answer', text: 'The answer', status: 'streaming' }))} />
        <Act name="A token" act={() => answer(text => ({ text: `${text} word`, status: 'streaming' }))} />
        <Act name="It ends" act={() => answer(text => ({ text }))} />
        <Act name="Ten write at once" act={() => add(...ten)} />
      </div>
    </Listening>
  )
}

function Act({ name, act }: { readonly name: string; readonly act: () => void }): ReactElement {
  return (
    <button type="button" data-rs="reconnect" onClick={act}>
      {name}
    </button>
  )
}
