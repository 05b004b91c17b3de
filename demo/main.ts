// What `npm start` runs: builds the page, starts the server's process behind the fault proxy, prints the URL, and ends what it started.
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { isTaken } from './listen.ts'
import { startDemo } from './supervisor/supervisor.ts'

const USAGE = `npm start -- [options]
  --port 5180     port of the page, on this machine alone; 0 takes any free one (or PORT)
  --db path       where tasks are kept (demo/demo.db)
  --pace 120      ms from word to word of an answer; 0 gives it at once
  --no-page       the servers alone
  --json          one line of JSON on stdout once everything is ready
LLM_BASE_URL, LLM_API_KEY and LLM_MODEL let any OpenAI-compatible model answer instead.`

/** The same each time, so that a returning browser is still signed in. */
const USUAL_PORT = '5180'

const { values } = parseArgs({
  allowNegative: true,
  options: {
    port: { type: 'string' },
    db: { type: 'string', default: fileURLToPath(new URL('demo.db', import.meta.url)) },
    pace: { type: 'string', default: '120' },
    page: { type: 'boolean', default: true },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})

if (values.help) {
  console.log(USAGE)
  process.exit(0)
}

const wanted = values.port ?? process.env['PORT']
const port = numberOf('port', wanted ?? USUAL_PORT)
const wordMs = numberOf('pace', values.pace)

if (!values.json) console.log('Building the page and starting the server…')
const demo = await startDemo({
  port,
  anyPort: wanted === undefined,
  db: values.db,
  wordMs,
  page: values.page,
  output: values.json ? 'err' : 'out',
}).catch((error: unknown) => {
  console.error(isTaken(error) ? `Port ${wanted} is taken. Free it, or start with --port 0.` : error)
  return process.exit(1)
})

if (values.json) console.log(JSON.stringify({ type: 'ready', pageUrl: demo.pageUrl, socketUrl: demo.socketUrl }))
else console.log(`\n  The demo is at ${demo.pageUrl}\n  Ctrl-C ends it.\n`)

let isStopping = false
async function stop(): Promise<void> {
  if (isStopping) return
  isStopping = true
  await demo.stop()
  process.exit(0)
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop())

function numberOf(name: string, text: string): number {
  const number = Number(text)
  if (Number.isInteger(number) && number >= 0) return number
  console.error(`--${name} ${text} is no whole number.\n\n${USAGE}`)
  return process.exit(2)
}
