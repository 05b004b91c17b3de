// `npm run bench:react`: a burst of messages in a real Chromium, shown by this library, by a state per message and by a bare socket, in one run.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import react from '@vitejs/plugin-react'
import { type Browser, chromium } from 'playwright'
import { build } from 'vite'
import { chromiumArgs, chromiumPath } from '../../scripts/chromium.mjs'
import { serveFolder } from '../../test/support/static-site.ts'
import { startFlood } from './flood.ts'
import type { Counted } from './page/main.tsx'
import { CONTENDERS, type Contender, report, type Sample } from './report.ts'

const MESSAGES = 10_000
const READERS = [1, 100]
const ROUNDS = 3
const TOKEN_LENGTH = 5

const results = new URL('RESULTS.md', import.meta.url)
const folder = mkdtempSync(join(tmpdir(), 'bench-react-'))
await build({
  root: new URL('page', import.meta.url).pathname,
  configFile: false,
  logLevel: 'error',
  plugins: [react()],
  build: { outDir: folder, emptyOutDir: true },
})
const site = await serveFolder(folder)
const browser = await chromium.launch({ executablePath: chromiumPath(), args: [...chromiumArgs] })
try {
  const samples: Sample[] = []
  // Contenders take turns, so that whatever else the machine does meets them all.
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const readers of READERS) {
      for (const contender of CONTENDERS) {
        const sample = await measured(browser, contender, readers)
        // The first round warms the disk, the browser and the compiler.
        if (round > 0) samples.push(sample)
      }
    }
  }
  const page = report(samples, { messages: MESSAGES, rounds: ROUNDS, machine: machine(), browser: browser.version() })
  writeFileSync(results, page)
  console.log(page)
} finally {
  await browser.close()
  await site.stop()
  rmSync(folder, { recursive: true, force: true })
}

async function measured(owner: Browser, contender: Contender, readers: number): Promise<Sample> {
  const flood = await startFlood({ messages: MESSAGES, readers })
  const page = await owner.newPage()
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('Performance.enable')
  const scriptMs = async () => {
    const { metrics } = await cdp.send('Performance.getMetrics')
    return 1_000 * (metrics.find(({ name }) => name === 'ScriptDuration')?.value ?? 0)
  }
  const query = new URLSearchParams({ contender, readers: String(readers), url: flood.url, length: String(MESSAGES * TOKEN_LENGTH) })
  await page.goto(`${site.url}/index.html?${query.toString()}`)
  await page.waitForFunction(() => 'run' in globalThis)
  const before = await scriptMs()
  const counted = await page.evaluate(() => (globalThis as unknown as { run: () => Promise<Counted> }).run())
  const sample = { contender, readers, ...counted, scriptMs: (await scriptMs()) - before }
  await page.close()
  await flood.stop()
  return sample
}

function machine(): string {
  const [first] = cpus()
  return `${cpus().length} × ${first?.model ?? 'unknown'}, Node ${process.versions.node}`
}
