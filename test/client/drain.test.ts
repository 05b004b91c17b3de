// A deploy of two nodes, with the real client over real sockets: the page moves from the one that drains to the other, and shows nothing of it.
import { expect, onTestFinished, test } from 'vitest'
import { createResilientSocket } from '../../src/client/index.ts'
import { createTaskWriter, memoryStore } from '../../src/server/index.ts'
import { startLine } from '../support/broken-line.ts'
import { startServer } from '../support/live-server.ts'

test('[DRAIN1] a node that drains hands its page to another in mid-stream: live throughout, and not a word is lost', async () => {
  const store = memoryStore()
  await using old = await startServer({ store })
  await using next = await startServer({ store })
  let node = old
  const line = await startLine(() => node.port)
  onTestFinished(() => line.close())
  const url = `ws://127.0.0.1:${line.port}/rs`
  const socket = createResilientSocket({ url, identity: 'ada', getToken: () => 'ada', log: () => {} })
  onTestFinished(() => socket.dispose())
  socket.connect()
  await socket.ready()
  const shown: string[] = []
  const note = () => {
    const { state, freshness, noticeable, error } = socket.store.status()
    shown.push(`${state} ${freshness} ${noticeable} ${error?.code}`)
  }
  socket.store.subscribe(note)
  socket.on('status', note)
  const task = await createTaskWriter({ store }).tasks.open('ada', { kind: 'chat' })
  node = next
  const drained = old.resilient.close({ drainMs: 5_000 })
  const words = Array.from({ length: 50 }, (_, index) => `word-${index} `)
  const say = async (from: number, to: number) => {
    for (const word of words.slice(from, to)) {
      task.append(word)
      await task.flush()
    }
  }
  await say(0, 25)
  await expect.poll(() => next.resilient.stats().connections).toBe(1)
  await say(25, words.length)
  await task.succeed()
  await drained
  await expect.poll(() => socket.store.task(task.id)).toMatchObject({ status: 'succeeded', streams: { text: { value: words.join('') } } })
  expect([...new Set(shown)]).toEqual(['connected live false undefined'])
  expect([old.resilient.stats().connections, next.resilient.stats().connections]).toEqual([0, 1])
})
