// The plain server of examples/fastapi before and after its smallest change, with bare sockets: what a page can rely on, and what it cannot.
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { FLAVOURS, type Flavour, flavourNeeds } from './support/flavours.ts'
import { freePort, start } from './support/processes.ts'
import { argsOf, EXAMPLES } from './support/reference.ts'
import { describeWith, PYTHON } from './support/tools.ts'

const textOf = (path: string): string => readFileSync(path, 'utf8')

test('the change that docs/SERVERS.md shows makes the one file of the other', () => {
  const document = textOf(fileURLToPath(new URL('../../docs/SERVERS.md', import.meta.url)))
  const [, diff = ''] = /```diff\n([^]*?)```/.exec(document) ?? []
  const hunks = diff.split(/^@@.*\n/m).slice(1)
  const side = (hunk: string, sign: '-' | '+'): string =>
    hunk.replaceAll(new RegExp(`^\\${sign === '-' ? '+' : '-'}.*\\n`, 'gm'), '').replaceAll(/^[ +-]/gm, '')
  const changed = hunks.reduce((text, hunk) => text.replace(side(hunk, '-'), side(hunk, '+')), textOf(`${EXAMPLES}/plain_before.py`))
  expect(changed).toBe(textOf(`${EXAMPLES}/plain_after.py`))
})

type Message = Readonly<Record<string, unknown>>

interface PlainServer extends AsyncDisposable {
  open(user: string): Promise<Peer>
  get(path: string): Promise<Response>
  printed(what: RegExp): Promise<void>
}

interface Peer {
  readonly heard: readonly Message[]
  say(message: Message): void
  /** The first message of this type, now or later. */
  message(type: string): Promise<Message>
  leave(): Promise<void>
}

async function startPlain(flavour: Flavour, variant: 'plain_before' | 'plain_after'): Promise<PlainServer> {
  const port = await freePort()
  const env = { PYTHONPATH: EXAMPLES, PYTHONDONTWRITEBYTECODE: '1' }
  const program = await start({ command: PYTHON, args: argsOf(flavour, port, `${variant}:app`), env, port })
  return {
    open: user => openPeer(`ws://127.0.0.1:${port}/ws/${user}`),
    get: path => fetch(`http://127.0.0.1:${port}${path}`),
    printed: what => program.printed(what),
    [Symbol.asyncDispose]: () => program[Symbol.asyncDispose](),
  }
}

async function openPeer(url: string): Promise<Peer> {
  const ws = new WebSocket(url)
  const heard: Message[] = []
  const looks = new Set<() => void>()
  ws.on('message', data => {
    heard.push(JSON.parse((data as Buffer).toString()) as Message)
    for (const look of looks) look()
  })
  await once(ws, 'open')
  return {
    heard,
    say: message => ws.send(JSON.stringify(message)),
    message: type =>
      new Promise(resolve => {
        const look = (): void => {
          const found = heard.find(each => each['type'] === type)
          if (found === undefined) return
          looks.delete(look)
          resolve(found)
        }
        looks.add(look)
        look()
      }),
    async leave() {
      ws.close()
      await once(ws, 'close')
    },
  }
}

const taskOf = (id: string): Message => ({ type: 'task', id, text: 'hello', seconds: 0.5 })
const doneOf = (id: string, user: string): Message => ({ task_id: id, status: 'completed', user, result: 'HELLO' })

describeWith(flavourNeeds, 'the plain server', () => {
  describe.each(FLAVOURS)('changed, on %s', flavour => {
    let server: PlainServer
    beforeAll(async () => {
      server = await startPlain(flavour, 'plain_after')
    })
    afterAll(() => server[Symbol.asyncDispose]())

    test.concurrent('[PLAIN1] answers pings and pushes the result', async () => {
      const peer = await server.open('ada')
      peer.say({ type: 'ping', timestamp: 7 })
      expect(await peer.message('pong')).toEqual({ type: 'pong', timestamp: 7 })
      peer.say(taskOf('a1'))
      expect(await peer.message('task_notification')).toEqual({ type: 'task_notification', ...doneOf('a1', 'ada') })
    })

    test.concurrent('[PLAIN1] keeps the newer socket when the older one ends', async () => {
      const [older, newer] = [await server.open('bob'), await server.open('bob')]
      await older.leave()
      newer.say(taskOf('b1'))
      expect(await newer.message('task_notification')).toMatchObject(doneOf('b1', 'bob'))
    })

    test.concurrent('[PLAIN1] tells over HTTP what nobody heard, once for each id', async () => {
      const peer = await server.open('cleo')
      peer.say(taskOf('c1'))
      peer.say({ ...taskOf('c1'), text: 'again' })
      peer.say({ type: 'ping' })
      await peer.message('pong')
      await peer.leave()
      const tasks = async () => (await (await server.get('/tasks?user=cleo&ids=c1,c2')).json()) as readonly Message[]
      await expect.poll(tasks, { timeout: 20_000 }).toEqual([doneOf('c1', 'cleo')])
      expect([(await server.get('/tasks/c1?user=cleo')).status, (await server.get('/tasks/c1?user=bob')).status]).toEqual([200, 404])
    })
  })

  test('[PLAIN1] as it was, the older socket takes the newer one along, which hears nothing any more', async () => {
    await using server = await startPlain('uvicorn + websockets', 'plain_before')
    const [older, newer] = [await server.open('ada'), await server.open('ada')]
    await older.leave()
    newer.say({ ...taskOf('a1'), seconds: 3 })
    await server.printed(/KeyError: 'ada'/)
    expect(newer.heard).toEqual([])
  })
})
