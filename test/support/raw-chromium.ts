// A Chromium driven over its own debugging protocol: Playwright keeps every page visible, unthrottled, awake and out of the back/forward cache.
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { WebSocket } from 'ws'
import { chromiumArgs, chromiumPath } from '../../scripts/chromium.mjs'

export interface RawChromium extends AsyncDisposable {
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

export async function startRawChromium(): Promise<RawChromium> {
  const profile = await mkdtemp(join(tmpdir(), 'raw-chromium-'))
  const args = [...chromiumArgs, '--headless=new', '--remote-debugging-port=0', `--user-data-dir=${profile}`, 'about:blank']
  // Its pages for developers are off by default, `chrome://discards` among them.
  await writeFile(join(profile, 'Local State'), '{"internal_only_uis_enabled":true}')
  const child = spawn(chromiumPath(), args, { stdio: ['ignore', 'ignore', 'pipe'] })
  const ws = new WebSocket(await addressOf(child))
  await once(ws, 'open')
  const send = callsOver(ws)
  const attached = async (targetId: string): Promise<RawPage> => {
    const { sessionId } = (await send('Target.attachToTarget', { targetId, flatten: true })) as { sessionId: string }
    await send('Page.enable', {}, sessionId)
    return pageOf(send, targetId, sessionId)
  }
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
    async [Symbol.asyncDispose]() {
      const gone = once(child, 'exit')
      ws.close()
      child.kill('SIGKILL')
      await gone
      await rm(profile, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

async function addressOf({ stderr }: ChildProcess): Promise<string> {
  if (stderr === null) throw new Error('Chromium was started without an output to read.')
  for await (const line of createInterface(stderr)) {
    const address = /DevTools listening on (ws:\S+)/.exec(line)?.[1]
    if (address !== undefined) return address
  }
  throw new Error('Chromium ended before it said where it listens. Is CHROMIUM_PATH right?')
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

function callsOver(ws: WebSocket): Send {
  const waiting = new Map<number, (reply: Reply) => void>()
  let calls = 0
  ws.on('message', data => {
    const reply = JSON.parse((data as Buffer).toString()) as Reply
    if (reply.id !== undefined) waiting.get(reply.id)?.(reply)
  })
  return (method, params, sessionId) =>
    new Promise((resolve, reject) => {
      const id = (calls += 1)
      waiting.set(id, ({ result, error }) => {
        waiting.delete(id)
        if (error === undefined) resolve(result)
        else reject(new Error(`Chromium refused ${method}: ${error.message}`))
      })
      ws.send(JSON.stringify({ id, method, params, sessionId }))
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
