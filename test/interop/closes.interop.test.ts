// How servers as they are end a socket that they do not like, and that our client does not make them do so twice.
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { bare } from './support/bare.ts'
import { FLAVOURS, flavourNeeds } from './support/flavours.ts'
import { startNaive, type Naive } from './support/naive.ts'
import { openPlainPage } from './support/plain-page.ts'
import { freePort, start } from './support/processes.ts'
import { argsOf } from './support/reference.ts'
import { begin, expectToldOnce } from './support/told.ts'
import { describeWith, PYTHON } from './support/tools.ts'

const NAIVE = fileURLToPath(new URL('naive', import.meta.url))

describeWith(flavourNeeds, 'a socket that the server ends', () => {
  describe.concurrent.each(FLAVOURS)('on %s', flavour => {
    let server: Naive
    /** In the order of `FLAVOURS`. */
    const here = <T>(...each: readonly [T, T, T]): T => each[FLAVOURS.indexOf(flavour)] as T
    beforeAll(async () => {
      server = await startNaive(flavour)
    })
    afterAll(() => server[Symbol.asyncDispose]())

    test('a text that is no JSON is a crash of the endpoint, and closes as one', async () => {
      using page = await bare(server.url('bad'))
      page.ws.send('no JSON')
      await page.until(() => page.closeCode() !== null)
      expect(page.closeCode()).toBe(here(1006, 1006, 1000))
    })

    test('a message beyond 16 MB is too big, but for uvicorn with wsproto, which takes it', async () => {
      using page = await bare(server.url('big'))
      page.say({ type: 'x'.repeat(17 << 20) })
      page.say({ type: 'ping' })
      await page.until(() => page.closeCode() !== null || page.pongs() === 1)
      expect([page.closeCode(), page.pongs()]).toEqual(here([1009, 0], [null, 1], [1009, 0]))
    })

    test('a handshake that is refused is HTTP 403, which a browser shows as 1006', async () => {
      const url = server.url('ada').replace('/ws/', '/nowhere/')
      const [error] = (await once(new WebSocket(url), 'error')) as [Error]
      const [closed] = (await once(new globalThis.WebSocket(url), 'close')) as [CloseEvent]
      expect([error.message, closed.code, closed.reason]).toEqual(['Unexpected server response: 403', 1006, ''])
    })

    test('[PLAIN1] our client writes what crashed the endpoint once, is back, and is told', async () => {
      using page = openPlainPage({ url: server.url('crasher'), read: server.read, encode: () => 'no JSON' })
      const taskId = await begin(page, { submit: server.submit, user: 'crasher', ms: 1500 })
      expect(await page.socket.send('anything', null).settled).toMatchObject({ outcome: 'unconfirmed' })
      await page.until(() => page.dials() === 2)
      await expectToldOnce(page, taskId)
      expect(page.wrote.filter(text => text === 'no JSON')).toHaveLength(1)
    })
  })

  test('a protocol ping without a pong is 1011', async () => {
    const port = await freePort()
    const args = [...argsOf('uvicorn + websockets', port, 'server:app'), '--ws-ping-interval', '1', '--ws-ping-timeout', '1']
    await using program = await start({ command: PYTHON, args, env: { PYTHONPATH: NAIVE, PYTHONDONTWRITEBYTECODE: '1' }, port })
    const ws = new WebSocket(`ws://127.0.0.1:${port}/ws/ada`, { autoPong: false })
    const [code] = (await once(ws, 'close')) as [number]
    expect({ code, said: program.output() }).toMatchObject({ code: 1011 })
  })
})
