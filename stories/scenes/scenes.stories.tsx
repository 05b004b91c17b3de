// Whole applications through whole outages: choose a fault in the toolbar, or watch what each scene does by itself.
import type { Meta, StoryContext, StoryObj } from '@storybook/react-vite'
import { type ReactElement, useState } from 'react'
import { expect, userEvent, waitFor, within } from 'storybook/test'
import type { ChatMessage } from '../../src/core/model.ts'
import { tenThousand } from '../components/chat-fixtures.ts'
import { createStage, type Fault, Scene, type Stage } from './scene.tsx'
import { answerTo } from './words.ts'

const stages = new Map<string, Stage>()

interface SceneArgs {
  readonly pages: number
  /** What the application's own store holds of the conversation. */
  readonly past: readonly ChatMessage[]
}

function Staged({ id, pages, past, fault }: SceneArgs & { readonly id: string; readonly fault: Fault }): ReactElement {
  const [stage] = useState(() => {
    const fresh = createStage(pages)
    stages.set(id, fresh)
    return fresh
  })
  return <Scene stage={stage} past={past} fault={fault} />
}

const meta: Meta<SceneArgs> = {
  title: 'Scenes',
  args: { pages: 1, past: [] },
  parameters: { layout: 'fullscreen', controls: { disable: true } },
  render: (args, { id, globals }) => <Staged {...args} id={id} fault={(globals['fault'] ?? 'none') as Fault} />,
}
export default meta
type Story = StoryObj<typeof meta>
type Context = Pick<StoryContext, 'id' | 'canvasElement'>

const stageOf = ({ id }: Context): Stage => {
  const stage = stages.get(id)
  if (stage === undefined) throw new Error('The scene was not rendered, so it has no stage.')
  return stage
}

const says = (element: HTMLElement, part: string, text: string) =>
  waitFor(() => expect(element.querySelector(`[data-rs="${part}"]`)).toHaveTextContent(text))

const answers = (element: HTMLElement): readonly (string | null)[] =>
  [...element.querySelectorAll('[data-role="assistant"] [data-rs="chat-text"]')].map(row => row.textContent)

async function ask(element: HTMLElement, question: string): Promise<void> {
  await userEvent.type(within(element).getByRole('textbox'), `${question}{Enter}`)
}

/** As often as it takes, and not for ever. */
async function tabTo(find: () => HTMLElement | undefined, way: 'on' | 'back' = 'on'): Promise<void> {
  for (let presses = 0; presses < 12 && document.activeElement !== find(); presses += 1) await userEvent.tab({ shift: way === 'back' })
  await expect(find()).toHaveFocus()
}

async function begin({ canvasElement }: Context): Promise<void> {
  await says(canvasElement, 'indicator', 'Live')
  await ask(canvasElement, 'What is kept')
  await waitFor(() => expect(answers(canvasElement)[0]?.length).toBeGreaterThan(30))
}

const whole = (element: HTMLElement, question: string) => waitFor(() => expect(answers(element)[0]).toBe(answerTo(question)))

/** Slow, cut, slow again: what is asked is answered, and no banner flashes. */
export const FlakyNetwork: Story = {
  play: async context => {
    const { canvasElement } = context
    await says(canvasElement, 'indicator', 'Live')
    const page = stageOf(context).pages[0]
    page?.delay(120)
    await ask(canvasElement, 'First')
    await waitFor(() => expect(answers(canvasElement)[0]?.length).toBeGreaterThan(10))
    page?.cut()
    await ask(canvasElement, 'Second')
    await whole(canvasElement, 'First')
    await waitFor(() => expect(answers(canvasElement)[1]).toMatch(/^Second: Your/))
    await expect(canvasElement.querySelector('[data-rs="banner"][data-visible]')).toBeNull()
  },
}

/** Three cuts in the middle of one answer: every word arrives once, and no banner flashes. */
export const AnswerThroughThreeDrops: Story = {
  play: async context => {
    await begin(context)
    for (const least of [50, 90, 130]) {
      await waitFor(() => expect(answers(context.canvasElement)[0]?.length).toBeGreaterThan(least))
      stageOf(context).pages[0]?.cut()
    }
    await whole(context.canvasElement, 'What is kept')
    await expect(context.canvasElement.querySelector('[data-rs="banner"][data-visible]')).toBeNull()
  },
}

/** Refused for seconds: the banner says so, what is typed waits, and all of it arrives. */
export const LongOutage: Story = {
  play: async context => {
    const { canvasElement } = context
    await begin(context)
    stageOf(context).pages[0]?.refuse()
    await waitFor(() => expect(canvasElement.querySelector('[data-rs="banner"][data-visible]')).not.toBeNull())
    await ask(canvasElement, 'And what I type now')
    await waitFor(() => expect(canvasElement.querySelector('[data-status="queued"]')).not.toBeNull())
    stageOf(context).pages[0]?.heal()
    await userEvent.click(within(canvasElement).getByRole('button', { name: 'Try now' }))
    await waitFor(() => expect(answers(canvasElement)).toEqual([answerTo('What is kept'), answerTo('And what I type now')]))
    await says(canvasElement, 'indicator', 'Live')
  },
}

/** The server dies in the middle of an answer and comes back: the task runs again, and the page shows one whole answer. */
export const ServerRestart: Story = {
  play: async context => {
    await begin(context)
    stageOf(context).server.kill()
    await waitFor(() => expect(context.canvasElement.querySelector('[data-status="interrupted"]')).not.toBeNull())
    stageOf(context).server.start()
    await says(context.canvasElement, 'indicator', 'Live')
  },
}

/** The session ends: the banner says so, what is typed waits, and signing in sends it. */
export const SignOut: Story = {
  play: async context => {
    const { canvasElement } = context
    await begin(context)
    await whole(canvasElement, 'What is kept')
    stageOf(context).session.end()
    const signIn = await within(canvasElement).findByRole('button', { name: 'Sign in' })
    await waitFor(() =>
      expect(
        within(canvasElement)
          .getAllByRole('alert')
          .map(({ textContent }) => textContent),
      ).toContain('Your session has ended. Sign in to reconnect.'),
    )
    await ask(canvasElement, 'Still here')
    await userEvent.click(signIn)
    await waitFor(() => expect(answers(canvasElement)).toEqual([answerTo('What is kept'), answerTo('Still here')]))
  },
}

/** Ten thousand messages of the application's own store, and an answer that streams below them. */
export const TenThousandMessages: Story = {
  args: { past: tenThousand },
  play: async context => {
    const { canvasElement } = context
    await says(canvasElement, 'indicator', 'Live')
    await waitFor(() => expect(canvasElement.querySelector('[data-virtualized]')).not.toBeNull())
    await ask(canvasElement, 'One more')
    await waitFor(() => expect(answers(canvasElement).at(-1)).toBe(answerTo('One more')))
    await expect(canvasElement.querySelectorAll('article').length).toBeLessThan(60)
    await expect([...canvasElement.querySelectorAll('article')].at(-1)).toHaveAttribute('aria-posinset', '10002')
  },
}

/** Everything that a pointer can do here, by keyboard alone, in an outage too. */
export const ByKeyboardAlone: Story = {
  play: async context => {
    const { canvasElement } = context
    await says(canvasElement, 'indicator', 'Live')
    const page = within(canvasElement)
    await tabTo(() => page.getByRole('button', { name: 'Notifications' }))
    await tabTo(() => page.getByRole('log'))
    await tabTo(() => page.getByRole('textbox'))
    await userEvent.keyboard('By hand{Enter}')
    await whole(canvasElement, 'By hand')
    await expect(page.getByRole('textbox')).toHaveFocus()
    // Back into the log, to the answer, and to what can be done with it.
    await tabTo(() => page.getByRole('log'), 'back')
    await userEvent.keyboard('{ArrowUp}')
    await waitFor(() => expect(document.activeElement).toHaveAttribute('data-role', 'assistant'))
    await tabTo(() => page.getAllByRole('button', { name: 'Copy' }).at(-1))
    await userEvent.keyboard('{Escape}')
    await expect(page.getByRole('textbox')).toHaveFocus()
    stageOf(context).pages[0]?.refuse()
    await waitFor(() => expect(canvasElement.querySelector('[data-rs="banner"][data-status="waiting"]')).not.toBeNull())
    await expect(page.getByRole('textbox')).toHaveFocus()
    await tabTo(() => page.getByRole('button', { name: /Try now|Reconnecting/ }), 'back')
    stageOf(context).pages[0]?.heal()
    await userEvent.keyboard('{Enter}')
    await says(canvasElement, 'indicator', 'Live')
    // The banner went from under the focus only once the focus had left.
    await expect(page.getByRole('group', { name: 'Connection' })).toContainElement(document.activeElement as HTMLElement)
    await tabTo(() => page.getByRole('textbox'))
    await waitFor(() => expect(canvasElement.querySelector('[data-rs="banner"]')).toBeNull())
  },
}

/** One user, two tabs: what is asked in the first is answered in both, though the second was offline meanwhile. */
export const TwoTabs: Story = {
  args: { pages: 2 },
  // Two pages stand in one document here, so their landmarks have the same names.
  parameters: { a11y: { config: { rules: [{ id: 'landmark-unique', enabled: false }] } } },
  play: async context => {
    const [first, second] = [1, 2].map(n => within(context.canvasElement).getByRole('region', { name: `tab-${n}` }))
    if (first === undefined || second === undefined) throw new Error('Two tabs were asked for.')
    await says(first, 'indicator', 'Live')
    await says(second, 'indicator', 'Live')
    stageOf(context).pages[1]?.goOffline()
    await says(second, 'indicator', 'Offline')
    await ask(first, 'Who hears it')
    await whole(first, 'Who hears it')
    stageOf(context).pages[1]?.goOnline()
    await whole(second, 'Who hears it')
  },
}
