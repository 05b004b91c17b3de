// Whole applications through whole outages: choose a fault in the toolbar, or watch what each scene does by itself.
import type { Meta, StoryContext, StoryObj } from '@storybook/react-vite'
import { type ReactElement, useState } from 'react'
import { expect, userEvent, waitFor, within } from 'storybook/test'
import { createStage, type Fault, Scene, type Stage } from './scene.tsx'
import { answerTo } from './words.ts'

const stages = new Map<string, Stage>()

function Staged({ id, pages, fault }: { readonly id: string; readonly pages: number; readonly fault: Fault }): ReactElement {
  const [stage] = useState(() => {
    const fresh = createStage(pages)
    stages.set(id, fresh)
    return fresh
  })
  return <Scene stage={stage} fault={fault} />
}

const meta: Meta<{ pages: number }> = {
  title: 'Scenes',
  args: { pages: 1 },
  parameters: { layout: 'fullscreen', controls: { disable: true } },
  render: ({ pages }, { id, globals }) => <Staged id={id} pages={pages} fault={(globals['fault'] ?? 'none') as Fault} />,
}
export default meta
type Story = StoryObj<typeof meta>
type Context = Pick<StoryContext, 'id' | 'canvasElement'>

const PATIENCE = { timeout: 25_000 }

const stageOf = ({ id }: Context): Stage => {
  const stage = stages.get(id)
  if (stage === undefined) throw new Error('The scene was not rendered, so it has no stage.')
  return stage
}

const says = (element: HTMLElement, part: string, text: string) =>
  waitFor(() => expect(element.querySelector(`[data-rs="${part}"]`)).toHaveTextContent(text), PATIENCE)

const answers = (element: HTMLElement): readonly (string | null)[] =>
  [...element.querySelectorAll('[data-role="assistant"] [data-rs="chat-text"]')].map(row => row.textContent)

async function ask(element: HTMLElement, question: string): Promise<void> {
  await userEvent.type(within(element).getByRole('textbox'), `${question}{Enter}`)
}

async function begin({ canvasElement }: Context): Promise<void> {
  await says(canvasElement, 'indicator', 'Live')
  await ask(canvasElement, 'What is kept')
  await waitFor(() => expect(answers(canvasElement)[0]?.length).toBeGreaterThan(30), PATIENCE)
}

const whole = (element: HTMLElement, question: string) => waitFor(() => expect(answers(element)[0]).toBe(answerTo(question)), PATIENCE)

/** Three cuts in the middle of one answer: every word arrives once, and no banner flashes. */
export const FlakyNetwork: Story = {
  play: async context => {
    await begin(context)
    for (const least of [50, 90, 130]) {
      await waitFor(() => expect(answers(context.canvasElement)[0]?.length).toBeGreaterThan(least), PATIENCE)
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
    await waitFor(() => expect(canvasElement.querySelector('[data-rs="banner"][data-visible]')).not.toBeNull(), PATIENCE)
    await ask(canvasElement, 'And what I type now')
    await waitFor(() => expect(canvasElement.querySelector('[data-status="queued"]')).not.toBeNull())
    stageOf(context).pages[0]?.heal()
    await userEvent.click(within(canvasElement).getByRole('button', { name: 'Try now' }))
    await waitFor(() => expect(answers(canvasElement)).toEqual([answerTo('What is kept'), answerTo('And what I type now')]), PATIENCE)
    await says(canvasElement, 'indicator', 'Live')
  },
}

/** The server dies in the middle of an answer and comes back: the task runs again, and the page shows one whole answer. */
export const ServerRestart: Story = {
  play: async context => {
    await begin(context)
    stageOf(context).server.kill()
    await waitFor(() => expect(context.canvasElement.querySelector('[data-status="interrupted"]')).not.toBeNull(), PATIENCE)
    stageOf(context).server.start()
    await says(context.canvasElement, 'indicator', 'Live')
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
