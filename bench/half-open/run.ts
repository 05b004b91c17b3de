// `npm run bench:half-open`: from the silent death of a TCP line to a page that is live again, in a real Chromium. Prints a row for each situation.
import type { Page } from 'playwright'
import { startStand, type Stand } from '../../test/support/browser-stand.ts'
import { launch } from '../../test/support/page.ts'

interface Situation {
  readonly name: string
  readonly rounds: number
  readonly prepare: (page: Page, stand: Stand) => Promise<unknown>
  readonly afterwards: (page: Page) => Promise<unknown>
}

const nothing = async (): Promise<void> => {}
const SITUATIONS: readonly Situation[] = [
  {
    name: 'after a send',
    rounds: 7,
    prepare: nothing,
    afterwards: page => page.evaluate(() => void globalThis.stand.socket().send('note', 1)),
  },
  {
    name: 'while a task runs',
    rounds: 5,
    prepare: async (page, { writer }) => {
      await writer.tasks.open('ada', { kind: 'chat' })
      await page.waitForFunction(() => globalThis.stand.socket().store.tasks().length > 0)
    },
    afterwards: nothing,
  },
  { name: 'idle', rounds: 3, prepare: nothing, afterwards: nothing },
]

const isLive = (page: Page, other: string | null) =>
  page.waitForFunction(last => globalThis.stand.shown.at(-1)?.word === 'Live' && globalThis.stand.connection() !== last, other, {
    timeout: 60_000,
    polling: 20,
  })

/** From the silence to live on another socket, ms. */
async function round(page: Page, { prepare, afterwards }: Situation): Promise<number> {
  await using stand = await startStand()
  await page.goto(stand.pageUrl)
  await page.evaluate(([socket, token]) => globalThis.stand.open(socket, token), [stand.socketUrl, `${stand.pageUrl}/token`] as const)
  await isLive(page, null)
  await prepare(page, stand)
  const connection = await page.evaluate(() => globalThis.stand.connection())
  const diedAt = performance.now()
  stand.line.silence()
  await afterwards(page)
  await isLive(page, connection)
  return performance.now() - diedAt
}

const seconds = (ms: number) => (ms / 1000).toFixed(1)

const browser = await launch()
try {
  for (const situation of SITUATIONS) {
    const page = await browser.newPage()
    const times: number[] = []
    for (let count = 0; count < situation.rounds; count += 1) times.push(await round(page, situation))
    const sorted = times.toSorted((a, b) => a - b)
    const median = sorted[Math.floor(sorted.length / 2)] ?? 0
    console.log(`| ${situation.name} | ${seconds(median)} | ${seconds(sorted.at(-1) ?? 0)} | ${situation.rounds} |`)
    await page.close()
  }
} finally {
  await browser.close()
}
