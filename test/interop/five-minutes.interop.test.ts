// Five minutes behind nginx as it comes, which ends a connection that is silent for 60 s: a page that says nothing is cut off, ours stays.
import { expect, test } from 'vitest'
import { bare } from './support/bare.ts'
import { naiveNeeds, startNaive } from './support/naive.ts'
import { startNginx } from './support/nginx.ts'
import { describeWith } from './support/tools.ts'

describeWith([...naiveNeeds, { program: 'nginx' }], 'nginx with its default timeout of 60 s', () => {
  test('a page that says nothing is cut off after a minute', { timeout: 100_000 }, async () => {
    // wsproto sends no pings of its own, as uvicorn's other library does every 20 s.
    await using server = await startNaive('uvicorn + wsproto')
    await using nginx = await startNginx(server.port)
    using page = await bare(server.url('ada', { through: nginx.port }))
    const openedAt = performance.now()
    await page.until(() => page.closeCode() !== null)
    expect(page.closeCode()).toBe(1006)
    expect(performance.now() - openedAt).toBeGreaterThan(55_000)
  })
})
