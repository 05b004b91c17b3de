// Three hundred tasks while the link is cut, reset, frozen and refused at random, and the server killed in the midst of it: none goes untold.
import { expect, test } from 'vitest'
import { machineClock } from '../../demo/clock-world.ts'
import { startFaultProxy } from '../../demo/proxy/proxy.ts'
import { createChance, type Chance } from '../../src/testing/chance.ts'
import { record } from './support/faults.ts'
import { FLAVOURS, naiveNeeds, restartable, type Restartable } from './support/naive.ts'
import { openPlainPage } from './support/plain-page.ts'
import { reconnecting } from './support/reconnecting.ts'
import { startStorm } from './support/storm.ts'
import { describeWith } from './support/tools.ts'

const COUNT = 300
/** From one task to the next, and how long one takes. */
const APART_MS = 40
const LONGEST_MS = 800
/** Posts under way: a server that is drowned in them answers nobody. */
const AT_ONCE = 6
const DOZENS = 24
/** `INTEROP_SEED=123` plays the same drops again; the machine's own timing stays its own. */
const SEED = process.env['INTEROP_SEED'] ?? String(Date.now() % 1_000_000)

describeWith(naiveNeeds, `three hundred tasks through drops, seed ${SEED}`, () => {
  test.each(FLAVOURS)('[PLAIN1] on %s our client is told of each once, and a socket that is only reopened misses many', async flavour => {
    const chance = createChance(`${SEED}/${flavour}`)
    await using server = await restartable(flavour)
    const proxy = await startFaultProxy({ port: 0, target: () => server.port, clock: machineClock })
    using page = openPlainPage({ url: server.url('ada', { through: proxy.port }), read: server.read })
    using plainPage = reconnecting(server.url('bob', { through: proxy.port }))
    // What ended before a page first looked is history to it, and no news.
    await page.live()
    const storm = startStorm(proxy, chance.fork('storm'))
    const tasks = await submitAll(server, chance.fork('work'), page.remember)
    await storm.stop()
    await page.until(() => new Set(page.told).size === COUNT)
    expect(page.told.toSorted()).toEqual(tasks.toSorted())
    const missed = COUNT - new Set(plainPage.told).size
    expect(missed).toBeGreaterThan(DOZENS)
    console.log(
      `${flavour}: ${storm.breaks()} breaks, ${page.dials()} dials; untold: 0 of ${COUNT}, by a socket that is only reopened (${plainPage.dials()} dials) ${missed}.`,
    )
    await proxy.close()
    record({ server: flavour, fault: 'drops', client: 'plain', socket: 'opened again and again', answer: 'each told once' })
    record({ server: flavour, fault: 'drops', client: 'bare', socket: 'opened again and again', answer: 'dozens never told' })
  })
})

/** Half of them before the server is killed, half after another has taken over. The same for each page. */
async function submitAll(server: Restartable, chance: Chance, remember: (id: string) => void): Promise<readonly string[]> {
  const ids: string[] = []
  const posts = new Set<Promise<unknown>>()
  for (let index = 0; index < COUNT; index += 1) {
    const task = { text: `task ${index}`, ms: chance.between(0, LONGEST_MS) }
    for (const user of ['ada', 'bob']) {
      const post: Promise<unknown> = server.submit({ ...task, user, task_id: `${user}-${index}` }).finally(() => posts.delete(post))
      posts.add(post)
    }
    ids.push(`ada-${index}`)
    remember(`ada-${index}`)
    await new Promise(resolve => setTimeout(resolve, chance.between(0, APART_MS)))
    while (posts.size > AT_ONCE) await Promise.race(posts)
    if (index !== COUNT / 2) continue
    await server.end('SIGKILL')
    await server.again()
  }
  await Promise.all(posts)
  return ids
}
