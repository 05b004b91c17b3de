// Three hundred tasks while the link is cut, reset, frozen and refused at random, and the server killed in the midst of it: none goes untold.
import { expect, test } from 'vitest'
import { machineClock } from '../../demo/clock-world.ts'
import { type FaultProxy, startFaultProxy } from '../../demo/proxy/proxy.ts'
import { type Chance, createChance } from '../../src/testing/chance.ts'
import { record } from './support/faults.ts'
import { FLAVOURS, flavourNeeds } from './support/flavours.ts'
import { restartable, type Restartable } from './support/naive.ts'
import { openPlainPage } from './support/plain-page.ts'
import { reconnecting } from './support/reconnecting.ts'
import { BREAKS, stormOver } from './support/storm.ts'
import { describeWith } from './support/tools.ts'

const COUNT = 300
/** From one task to the next, and how long one takes. */
const APART_MS = 40
const LONGEST_MS = 800
/** Posts under way: a server that is drowned in them answers nobody. */
const AT_ONCE = 6
/** The bare page gets every third of them, for it is here only to compare. */
const BARE_EACH = 3
const DOZEN = 12
/** `INTEROP_SEED=123` plays the same drops again; the machine's own timing stays its own. */
const SEED = process.env['INTEROP_SEED'] ?? String(Date.now() % 1_000_000)

describeWith(flavourNeeds, `three hundred tasks through drops, seed ${SEED}`, () => {
  test.each(FLAVOURS)('[PLAIN1] on %s our client is told of each once, and a socket that is only reopened misses many', async flavour => {
    const chance = createChance(`${SEED}/${flavour}`)
    await using server = await restartable(flavour)
    const proxy = await startFaultProxy({ port: 0, target: () => server.port, clock: machineClock })
    using page = openPlainPage({ url: server.url('ada', { through: proxy.port }), read: server.read })
    using barePage = reconnecting(server.url('bob', { through: proxy.port }))
    // What ended before a page first looked is history to it, and no news.
    await page.live()
    const ids = await submitAll({ server, proxy, chance, remember: page.remember })
    await page.until(() => page.told.length >= COUNT)
    expect(page.told.toSorted()).toEqual(ids.toSorted())
    const missed = COUNT / BARE_EACH - new Set(barePage.told).size
    expect(missed).toBeGreaterThan(DOZEN)
    console.log(
      `${flavour}: ${BREAKS} breaks and a kill, ${page.dials()} dials; untold 0 of ${COUNT}; only reopened, ${missed} of ${COUNT / BARE_EACH}.`,
    )
    await proxy.close()
    record({ server: flavour, fault: 'drops', client: 'plain', socket: 'opened again and again', answer: 'each told once' })
    record({ server: flavour, fault: 'drops', client: 'bare', socket: 'opened again and again', answer: 'dozens of 100 never told' })
  })
})

interface Work {
  readonly server: Restartable
  readonly proxy: FaultProxy
  readonly chance: Chance
  readonly remember: (id: string) => void
}

/** Half of them before the server is killed, half after another has taken over. */
async function submitAll({ server, proxy, chance, remember }: Work): Promise<readonly string[]> {
  const storm = stormOver(COUNT, chance.fork('storm'))
  const posts = new Set<Promise<unknown>>()
  const ids = Array.from({ length: COUNT }, (_, index) => `ada-${index}`)
  for (const [index, id] of ids.entries()) {
    const fault = storm.get(index)
    if (fault !== undefined) await proxy.apply(fault)
    if (index === COUNT / 2) await killed(server)
    const task = { text: `task ${index}`, ms: chance.between(0, LONGEST_MS) }
    remember(id)
    for (const user of index % BARE_EACH === 0 ? ['ada', 'bob'] : ['ada']) {
      const post: Promise<unknown> = server.submit({ ...task, user, task_id: `${user}-${index}` }).finally(() => posts.delete(post))
      posts.add(post)
    }
    await new Promise(resolve => setTimeout(resolve, chance.between(0, APART_MS)))
    while (posts.size > AT_ONCE) await Promise.race(posts)
  }
  await proxy.apply({ mode: 'pass' })
  await Promise.all(posts)
  return ids
}

async function killed(server: Restartable): Promise<void> {
  await server.end('SIGKILL')
  await server.again()
}
