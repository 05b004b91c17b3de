// nginx and haproxy between the page and our server: idle timeouts, reloads and restarts in the middle of an answer, and words that must not be held back.
import { setTimeout as lasting } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { type LiveServer, startServer } from '../support/live-server.ts'
import { flavourNeeds } from './support/flavours.ts'
import { startNaive } from './support/naive.ts'
import { openPage, type Page } from './support/pages.ts'
import { openPlainPage } from './support/plain-page.ts'
import { type RunningProxy, startHaproxy, startNginx, type StartProxy } from './support/proxies.ts'
import { describeWith } from './support/tools.ts'

const WORDS = Array.from({ length: 60 }, (_, at) => `word-${at} `)
const WHOLE = WORDS.join('')
const IDLE_SECONDS = 5

interface Talk extends AsyncDisposable {
  readonly server: LiveServer
  readonly proxy: RunningProxy
  readonly page: Page
  /** Lets the server say its next words. */
  readonly say: (count: number) => void
}

/** A page that is live through this proxy, and a server that says a word of its answer whenever the test lets it. */
async function talk(startProxy: StartProxy, idleSeconds: number): Promise<Talk> {
  const gates = WORDS.map(createGate)
  let said = 0
  const server = await startServer({
    handlers: {
      async chat(_input, task) {
        for (const [at, word] of WORDS.entries()) {
          await gates[at]?.opened
          task.append(word)
        }
      },
    },
  })
  const proxy = await startProxy({ target: server.port, idleSeconds })
  const page = openPage({ url: `ws://127.0.0.1:${proxy.port}/rs`, identity: 'ada', getToken: () => 'ada' })
  await page.socket.ready()
  return {
    server,
    proxy,
    page,
    say(count) {
      for (const gate of gates.slice(said, (said += count))) gate.open()
    },
    async [Symbol.asyncDispose]() {
      page[Symbol.dispose]()
      await proxy[Symbol.asyncDispose]()
      await server[Symbol.asyncDispose]()
    },
  }
}

function createGate(): { readonly opened: Promise<void>; readonly open: () => void } {
  let open = () => {}
  const opened = new Promise<void>(resolve => (open = resolve))
  return { opened, open }
}

const textOf = ({ socket }: Page): string => {
  const stream = socket.store.tasks()[0]?.streams['text']
  return stream?.kind === 'text' ? stream.value : ''
}

const isLive = ({ socket }: Page) => socket.store.status().freshness === 'live'

describeWith([...flavourNeeds, { program: 'nginx' }, { program: 'haproxy' }], 'behind a proxy', () => {
  const proxies: readonly (readonly [string, StartProxy])[] = [
    ['nginx', startNginx],
    ['haproxy', startHaproxy],
  ]

  test.concurrent.each(proxies)(
    '[LIFE4] %s closes after 5 s of silence, which the page learns, and then it stays',
    async (_, startProxy) => {
      await using it = await talk(startProxy, IDLE_SECONDS)
      const { page } = it
      await page.until(() => page.socket.store.status().idleLimitMs !== null && isLive(page))
      // Counted from the last frame that came; the proxy counts from our ack, a second later.
      const seconds = (page.socket.store.status().idleLimitMs ?? 0) / 1000
      expect([seconds > IDLE_SECONDS - 0.5, seconds < IDLE_SECONDS + 2]).toEqual([true, true])
      // Two closes alike teach it; a busy machine may need a few more until two are.
      const losses = page.losses()
      expect([losses >= 2, losses <= 6]).toEqual([true, true])
      await lasting(4 * IDLE_SECONDS * 1000)
      expect([page.losses(), isLive(page)]).toEqual([losses, true])
    },
  )

  test.concurrent.each(proxies)(
    '[LIFE4] %s does so to the plain dialect too, whose ping of 30 s then comes well before',
    async (_, startProxy) => {
      await using server = await startNaive('uvicorn + wsproto')
      await using proxy = await startProxy({ target: server.port, idleSeconds: IDLE_SECONDS })
      using page = openPlainPage({ url: server.url('ada', { through: proxy.port }), read: server.read, ping: {}, pollMs: 15_000 })
      const status = () => page.socket.store.status()
      await page.until(() => status().idleLimitMs !== null && status().freshness === 'live')
      // Two closes alike teach it; a busy machine may need a few more until two are.
      const dials = page.dials()
      expect([dials >= 3, dials <= 7, page.wrote]).toEqual([true, true, []])
      await lasting(3 * IDLE_SECONDS * 1000)
      expect([page.dials(), status().freshness, page.wrote.length >= 4]).toEqual([dials, 'live', true])
    },
  )

  test.concurrent.each(proxies)('[LIFE1] a minute of silence that %s bears is never reached', async (_, startProxy) => {
    await using it = await talk(startProxy, 60)
    await lasting(70_000)
    expect([it.page.losses(), isLive(it.page)]).toEqual([0, true])
  })

  test.concurrent.each(proxies)('[STR1] %s holds no word of an answer back until the next', async (_, startProxy) => {
    await using it = await talk(startProxy, 60)
    const { page, say } = it
    page.socket.submit('chat', null)
    for (const [at] of WORDS.entries()) {
      say(1)
      await page.until(() => textOf(page) === WORDS.slice(0, at + 1).join(''))
    }
    expect(textOf(page)).toBe(WHOLE)
  })

  const deploys: readonly (readonly [string, string, StartProxy, (proxy: RunningProxy) => unknown])[] = proxies.flatMap(
    ([name, startProxy]) => [
      [name, 'reloaded', startProxy, (proxy: RunningProxy) => proxy.reload()] as const,
      [name, 'restarted', startProxy, (proxy: RunningProxy) => proxy.restart()] as const,
    ],
  )

  test.concurrent.each(deploys)(
    '[GAP1] %s is %s in the middle of an answer, which comes whole and is told once',
    async (_name, _how, startProxy, deploy) => {
      await using it = await talk(startProxy, 60)
      const { page, say, proxy } = it
      page.socket.submit('chat', null)
      say(20)
      await page.until(() => textOf(page) === WORDS.slice(0, 20).join(''))
      await deploy(proxy)
      await page.until(() => page.losses() === 1)
      say(40)
      await page.until(() => page.notifications.length > 0 && isLive(page))
      expect(textOf(page)).toBe(WHOLE)
      expect(page.notifications.map(({ kind }) => kind)).toEqual(['task.succeeded'])
    },
  )
})
