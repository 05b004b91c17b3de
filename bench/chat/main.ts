// Measures the chat with ten thousand messages in a real Chromium, beside react-virtual alone, chatscope and a plain list, in one run.
// `npm run bench:chat`; `-- --quick` streams a tenth, `-- --only=ChatPanel` measures one. The table replaces the one in RESULTS.md.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { type Browser, chromium } from 'playwright'
import { build } from 'vite'
import { chromiumArgs, chromiumPath } from '../../scripts/chromium.mjs'
import { serveFolder } from '../../test/support/static-site.ts'
import { busyOf, traced } from './busy.ts'
import { type BenchPage, lateOf, quantile, type Result, tableOf } from './measures.ts'

declare global {
  var bench: BenchPage
}

const isQuick = process.argv.includes('--quick')
const TOKENS = isQuick ? 100 : 1_000
/** For lists that hold all rows and look at each of them for every token. */
const FEW = isQuick ? 10 : 40
const FLOOD = isQuick ? 10_000 : 100_000
const only = process.argv.find(argument => argument.startsWith('--only='))?.slice(7)
const NAMES = ['ChatPanel', 'react-virtual alone', 'chatscope', 'plain list'].filter(name => only === undefined || name === only)
const here = fileURLToPath(new URL('.', import.meta.url))

const folder = await mkdtemp(join(tmpdir(), 'bench-chat-'))
await build({ root: here, base: './', logLevel: 'error', plugins: [react()], build: { outDir: folder, emptyOutDir: true } })
const site = await serveFolder(folder)
const busyBefore = processesWaiting()
const browser = await chromium.launch({ executablePath: chromiumPath(), args: [...chromiumArgs, '--enable-precise-memory-info'] })
try {
  const results: Result[] = []
  for (const name of NAMES) {
    results.push(await measured(browser, name))
    console.log(tableOf(results.slice(-1)))
  }
  if (only === undefined) await record(tableOf(results), browser.version())
} finally {
  await browser.close()
  await site.stop()
  await rm(folder, { recursive: true, force: true })
}

async function measured(within: Browser, name: string): Promise<Result> {
  const page = await within.newPage({ viewport: { width: 1_000, height: 800 } })
  await page.goto(`${site.url}/index.html`)
  const cdp = await page.context().newCDPSession(page)
  // The processor's time in this page's thread: other programs of the machine do not count.
  await cdp.send('Performance.enable', { timeDomain: 'threadTicks' })
  const tasksMs = async (): Promise<number> => {
    const { metrics } = await cdp.send('Performance.getMetrics')
    return (metrics.find(metric => metric.name === 'TaskDuration')?.value ?? 0) * 1_000
  }
  const heapMb = async (): Promise<number> => {
    await cdp.send('HeapProfiler.collectGarbage')
    return (await cdp.send('Runtime.getHeapUsage')).usedSize / 1e6
  }
  const idle = await tasksMs()
  const mount = await page.evaluate(chosen => bench.mount(chosen), name)
  const mountMs = (await tasksMs()) - idle
  const isVirtual = name === 'ChatPanel' || name === 'react-virtual alone'
  const tokens = isVirtual ? TOKENS : FEW
  // Warm, as a page is that has been read for a while.
  await page.evaluate(count => bench.stream(count), Math.min(60, tokens))
  const before = await tasksMs()
  const { works } = await page.evaluate(count => bench.stream(count), tokens)
  const taskMs = ((await tasksMs()) - before) / tokens
  // A trace costs the page time of its own, so it is taken of a second stream.
  const { frames, tasks } = await traced(within, () => page.evaluate(count => bench.stream(count), tokens))
  const letters = page.evaluate(count => bench.typing(count), Math.min(240, tokens))
  await page.locator('textarea').pressSequentially('How is a half-open link noticed?', { delay: 60, timeout: 300_000 })
  const waits = await letters
  const heapBefore = await heapMb()
  // The others would take a quarter of an hour, or hours.
  if (isVirtual) await page.evaluate(count => bench.flood(count), FLOOD)
  const grownMb = (await heapMb()) - heapBefore
  await page.close()
  return {
    name,
    ...mount,
    mountMs,
    tokenMs: quantile(works, 0.5),
    tokenP99Ms: quantile(works, 0.99),
    taskMs,
    late: lateOf(frames.startedAt, busyOf(frames.startedAt, tasks)),
    tokens,
    heapMb: isVirtual ? grownMb : null,
    floodTokens: FLOOD,
    typingMs: quantile(waits, 0.5),
    typingP95Ms: quantile(waits, 0.95),
  }
}

async function record(table: string, version: string): Promise<void> {
  const path = join(here, 'RESULTS.md')
  const text = await readFile(path, 'utf8')
  const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}`
  const load = `processes that ran or waited to, over a minute: ${busyBefore} before, ${processesWaiting()} at the end`
  const setting = `Chromium ${version}, Node ${process.version}, ${machine}; ${load}${isQuick ? '; quick' : ''}`
  await writeFile(
    path,
    text.replace(/<!-- table -->[^]*<!-- end -->/, () => `<!-- table -->\n\n${setting}\n\n${table}\n\n<!-- end -->`),
  )
}

function processesWaiting(): string {
  return (loadavg()[0] ?? 0).toFixed(1)
}
