// A Chromium driven over its own debugging protocol: Playwright keeps every page visible, unthrottled, awake and out of the back/forward cache.
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { afterAll, beforeAll, onTestFinished } from 'vitest'
import { chromiumArgs, chromiumPath } from '../../scripts/chromium.mjs'

export interface RawChromium {
  /** A tab in front of all others, which are hidden from then on. */
  open(url: string): Promise<RawPage>
  /** Brings the tab at this URL to the front: one that was discarded is another target than before, and answers nobody until it is shown. */
  show(url: string): Promise<RawPage>
  /** Stops every process of it, as a laptop that sleeps does, while the clock goes on. Answers what wakes it. */
  sleep(): Promise<() => void>
}

export interface RawPage {
  /** Runs in the page; what it gives must be JSON. */
  evaluate<T>(script: () => T): Promise<T>
  evaluate<T, A>(script: (given: A) => T, given: A): Promise<T>
  /** Waits until it is true in the page. Answers how long that took, ms. */
  until<A>(script: (given: A) => boolean, given?: A, withinMs?: number): Promise<number>
  command(method: string, params?: object): Promise<unknown>
  show(): Promise<unknown>
  /** Lets go of it: Chromium discards no tab that is driven. */
  leave(): Promise<unknown>
  close(): Promise<unknown>
}

const POLL_MS = 20

type Send = (method: string, params?: object, sessionId?: string) => Promise<unknown>

/** Ends with the test that starts it, also with one that runs out of time. */
export const startRawChromium = (): Promise<RawChromium> => start(onTestFinished)

/** One for all tests of a file. */
export function rawChromiumForFile(): () => RawChromium {
  let chromium: RawChromium | null = null
  let end = async (): Promise<void> => {}
  beforeAll(async () => {
    chromium = await start(ending => {
      end = ending
    })
  })
  afterAll(() => end())
  return () => {
    if (chromium === null) throw new Error('Chromium is started before the first test of the file, and was asked for earlier.')
    return chromium
  }
}

/** Nothing is awaited between `atEnd` and the launch, so that none can begin after its end. */
async function start(atEnd: (end: () => Promise<void>) => void): Promise<RawChromium> {
  const profile = mkdtempSync(join(tmpdir(), 'raw-chromium-'))
  // Its pages for developers are off by default, `chrome://discards` among them.
  writeFileSync(join(profile, 'Local State'), '{"internal_only_uis_enabled":true}')
  const args = [...chromiumArgs, '--headless=new', '--remote-debugging-pipe', `--user-data-dir=${profile}`, 'about:blank']
  // Over a pipe, whose end it takes for its own: it does not outlive this process, however that dies.
  const child = spawn(chromiumPath(), args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'], detached: true })
  atEnd(async () => {
    await ended(child)
    await rm(profile, { recursive: true, force: true, maxRetries: 5 })
  })
  const send = callsTo(child)
  const attached = async (targetId: string): Promise<RawPage> => {
    const { sessionId } = (await send('Target.attachToTarget', { targetId, flatten: true })) as { sessionId: string }
    await send('Page.enable', {}, sessionId)
    return pageOf(send, targetId, sessionId)
  }
  await send('Browser.getVersion')
  return {
    open: async url => attached(((await send('Target.createTarget', { url })) as Target).targetId),
    async show(url) {
      const { targetInfos } = (await send('Target.getTargets')) as { targetInfos: readonly Target[] }
      const found = targetInfos.find(target => target.url === url)
      if (found === undefined) throw new Error(`No tab shows ${url}.`)
      await send('Target.activateTarget', { targetId: found.targetId })
      return attached(found.targetId)
    },
    async sleep() {
      const { processInfo } = (await send('SystemInfo.getProcessInfo')) as { processInfo: readonly { id: number }[] }
      const signal = (name: NodeJS.Signals): void => processInfo.forEach(({ id }) => process.kill(id, name))
      signal('SIGSTOP')
      return () => signal('SIGCONT')
    },
  }
}

/** With all the processes of its group: one that sleeps would not notice that the browser is gone. */
async function ended(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  process.kill(-child.pid, 'SIGKILL')
  await gone
}

interface Target {
  readonly targetId: string
  readonly url: string
}

interface Reply {
  readonly id?: number
  readonly result?: unknown
  readonly error?: { readonly message: string }
}

/** One message after the other, each with a NUL behind it; what is under way when Chromium ends fails. */
function callsTo(child: ChildProcess): Send {
  const [toBrowser, fromBrowser] = [child.stdio[3] as Writable, child.stdio[4] as Readable]
  const waiting = new Map<number, (reply: Reply) => void>()
  let calls = 0
  let rest = ''
  fromBrowser.setEncoding('utf8').on('data', (text: string) => {
    const messages = (rest + text).split('\0')
    rest = messages.pop() ?? ''
    for (const message of messages) {
      const reply = JSON.parse(message) as Reply
      if (reply.id !== undefined) waiting.get(reply.id)?.(reply)
    }
  })
  let end: string | null = null
  const fail = (why: string): void => {
    end ??= `${why}. Is CHROMIUM_PATH right?`
    for (const settle of waiting.values()) settle({ error: { message: end } })
  }
  child.on('error', ({ message }) => fail(`it did not start: ${message}`))
  child.on('exit', (code, signal) => fail(`it has ended (${code ?? signal})`))
  toBrowser.on('error', ({ message }) => fail(message))
  return (method, params, sessionId) =>
    new Promise((resolve, reject) => {
      const id = (calls += 1)
      waiting.set(id, ({ result, error }) => {
        waiting.delete(id)
        if (error === undefined) resolve(result)
        else reject(new Error(`Chromium refused ${method}: ${error.message}`))
      })
      if (end === null) toBrowser.write(`${JSON.stringify({ id, method, params, sessionId })}\0`)
      else fail(end)
    })
}

interface Evaluated {
  readonly result: { readonly value: unknown }
  readonly exceptionDetails?: { readonly exception?: { readonly description?: string } }
}

function pageOf(send: Send, targetId: string, sessionId: string): RawPage {
  const evaluate = async (script: (given: never) => unknown, given?: unknown) => {
    const expression = `(${String(script)})(${JSON.stringify(given) ?? ''})`
    const params = { expression, returnByValue: true, awaitPromise: true }
    const { result, exceptionDetails } = (await send('Runtime.evaluate', params, sessionId)) as Evaluated
    if (exceptionDetails !== undefined) throw new Error(exceptionDetails.exception?.description ?? 'the page threw')
    return result.value
  }
  return {
    evaluate,
    async until(script, given, withinMs = 30_000) {
      const startedAt = Date.now()
      // A page that is just being loaded has nothing to ask yet.
      while ((await evaluate(script, given).catch(() => false)) !== true) {
        if (Date.now() - startedAt > withinMs) throw new Error(`Not true within ${withinMs} ms: ${String(script)}`)
        await new Promise(resolve => setTimeout(resolve, POLL_MS))
      }
      return Date.now() - startedAt
    },
    command: (method, params = {}) => send(method, params, sessionId),
    show: () => send('Target.activateTarget', { targetId }),
    leave: () => send('Target.detachFromTarget', { sessionId }),
    close: () => send('Target.closeTarget', { targetId }),
  }
}
