// The task handle: streams, progress and questions as a handler writes them.
import { describe, expect, test } from 'vitest'
import type { LogEvent } from '../../src/protocol/values.ts'
import { StoreRefusal } from '../../src/server/log/refusal.ts'
import type { Store, TaskWrite } from '../../src/server/store.ts'
import type { TaskHandle } from '../../src/server/types.ts'
import { settle } from '../support/manual-server-world.ts'
import { gate, taskBench, USER, withMethod } from './tasks-bench.ts'
import type { TaskBench } from './tasks-bench.ts'

/** A running task whose handle the test holds, and whose handler ends when the test says so. */
async function held(bench: TaskBench): Promise<{ readonly task: TaskHandle; readonly end: (result?: unknown) => Promise<void> }> {
  const { opened, open } = gate<unknown>()
  const handles: TaskHandle[] = []
  bench.workers({ chat: (_, task) => (handles.push(task), opened) })
  await bench.submit('k')
  const end = async (result?: unknown): Promise<void> => {
    open(result)
    await settle()
  }
  return { task: handles[0]!, end }
}

async function eventsOf(store: Store): Promise<readonly LogEvent[]> {
  const { epoch } = await store.head(USER)
  const reading = await store.read(USER, { epoch, offset: 0, mark: epoch }, { count: 1000, bytes: 1e9 })
  return reading.outcome === 'entries' ? reading.entries.map(({ event }) => event) : []
}

/** Writes, and loses the answer of the first write of this type. */
function losingAnswer(store: Store, type: TaskWrite['type']): Store['write'] {
  let losses = 1
  return async (lease, write) => {
    const written = await store.write(lease, write)
    if (write.type === type && losses-- > 0) throw new Error('connection reset')
    return written
  }
}

const chunksIn = (events: readonly LogEvent[]) => events.flatMap(event => (event.type === 'task.stream' ? [event.chunk] : []))

describe('append', () => {
  test('[LOG4] words within 50 ms are one chunk', async () => {
    const bench = taskBench()
    const { task, end } = await held(bench)
    for (const word of ['one ', 'two ', 'three']) task.append(word)
    await bench.world.advance(49)
    expect(chunksIn(await eventsOf(bench.store))).toEqual([])
    await bench.world.advance(1)
    expect(chunksIn(await eventsOf(bench.store))).toEqual(['one two three'])
    await end()
  })

  test('[LOG4] 4 kB go out at once', async () => {
    const bench = taskBench()
    const { task, end } = await held(bench)
    task.append('x'.repeat(4096))
    await settle()
    expect(chunksIn(await eventsOf(bench.store))).toHaveLength(1)
    await end()
  })

  test('[LOG4] what is buffered goes out before the end', async () => {
    const bench = taskBench()
    const { task, end } = await held(bench)
    task.append('last words')
    await end('result')
    expect((await eventsOf(bench.store)).map(({ type }) => type).slice(-2)).toEqual(['task.stream', 'task.settled'])
    expect(await bench.text('k')).toBe('last words')
  })

  test('[LOG4] what is buffered goes out before a failure too', async () => {
    const bench = taskBench()
    bench.workers({
      chat(_, task) {
        task.append('so far')
        throw new Error('no more')
      },
    })
    await bench.submit('k')
    expect(await bench.text('k')).toBe('so far')
  })

  test('[STR3] half a character waits for its other half', async () => {
    const bench = taskBench()
    const { task, end } = await held(bench)
    task.append('a\ud83d')
    await bench.world.advance(50)
    task.append('\ude00b')
    await bench.world.advance(50)
    expect(chunksIn(await eventsOf(bench.store))).toEqual(['a', '😀b'])
    await end()
  })

  test('[STR3] half a character whose other half never comes goes out at the end', async () => {
    const bench = taskBench()
    const { task, end } = await held(bench)
    task.append('a\ud83d')
    await end()
    expect(await bench.text('k')).toBe('a\ud83d')
  })

  test('[STR3] a long text is cut into chunks, never through a character', async () => {
    const bench = taskBench()
    const { task, end } = await held(bench)
    const text = `x${'😀'.repeat(20_000)}`
    task.append(text)
    await end()
    const chunks = chunksIn(await eventsOf(bench.store))
    expect(chunks.length).toBeGreaterThan(2)
    expect(chunks.filter(chunk => typeof chunk !== 'string' || /^[\udc00-\udfff]|[\ud800-\udbff]$/.test(chunk))).toEqual([])
    expect(await bench.text('k')).toBe(text)
  })

  test('[STR1] streams are kept apart, and lists keep their items', async () => {
    const bench = taskBench()
    const { task, end } = await held(bench)
    task.append([{ row: 1 }], 'rows')
    task.append('text')
    task.append([[], null], 'rows')
    await end()
    const stored = await bench.store.get(USER, { key: 'k' })
    expect(stored?.pieces.map(({ name, kind, chunk }) => ({ name, kind, chunk }))).toEqual([
      { name: 'rows', kind: 'list', chunk: [{ row: 1 }, [], null] },
      { name: 'text', kind: 'text', chunk: 'text' },
    ])
  })

  test('[STR1] items changed after the append are stored as they were', async () => {
    const bench = taskBench()
    const { task, end } = await held(bench)
    const item = { row: 1 }
    task.append([item], 'rows')
    item.row = 2
    await end()
    expect((await bench.store.get(USER, { key: 'k' }))?.pieces).toMatchObject([{ chunk: [{ row: 1 }] }])
  })

  test('[STR1] a text stream refuses a list at the append itself', async () => {
    const bench = taskBench()
    const { task, end } = await held(bench)
    task.append('text')
    expect(() => task.append([1])).toThrow(/is a text/)
    await end()
  })

  test('[STORE3] more than 1 MB fails at the append, with a clear error, and so does the task', async () => {
    const bench = taskBench()
    bench.workers({
      chat(_, task) {
        for (let part = 0; part < 6; part++) task.append('x'.repeat(200 * 1024))
      },
    })
    await bench.submit('k')
    expect(await bench.task('k')).toMatchObject({ status: 'failed', error: { code: 'too-large' } })
    expect(String(await bench.text('k'))).toHaveLength(5 * 200 * 1024)
  })

  test('[STORE3] after a chunk that the store refused nothing more is streamed, and the task fails with its reason', async () => {
    const bench = taskBench(store =>
      withMethod(store, 'write', async (lease, write) => {
        if (write.type === 'chunk' && write.at === 0) throw new StoreRefusal('too-many', 'Too many streams.')
        return store.write(lease, write)
      }),
    )
    bench.workers({ chat: (_, task) => task.append('x'.repeat(40_000)) })
    await bench.submit('k')
    expect(await bench.task('k')).toMatchObject({ status: 'failed', error: { code: 'too-many' }, lengths: {} })
  })

  test('[TASK3] a chunk whose answer was lost is written once', async () => {
    const bench = taskBench(store => withMethod(store, 'write', losingAnswer(store, 'chunk')))
    const { task, end } = await held(bench)
    task.append('once ')
    await bench.world.advance(50)
    task.append('only')
    await end()
    await bench.world.advance(1000)
    expect(await bench.text('k')).toBe('once only')
    expect((await bench.task('k')).status).toBe('succeeded')
  })

  test('[TASK3] an end whose answer was lost is an end', async () => {
    const bench = taskBench(store => withMethod(store, 'write', losingAnswer(store, 'succeed')))
    bench.workers({ chat: () => 'done' })
    await bench.submit('k')
    await bench.world.advance(1000)
    expect((await bench.task('k')).status).toBe('succeeded')
    expect(bench.logged).toEqual([])
  })
})

describe('progress', () => {
  test('[LOG4] steps within 100 ms are one event, the last of them', async () => {
    const bench = taskBench()
    const { task, end } = await held(bench)
    const before = (await eventsOf(bench.store)).length
    for (let step = 1; step <= 5; step++) task.progress(step, 5, `step ${step}`)
    await bench.world.advance(100)
    expect((await eventsOf(bench.store)).slice(before)).toMatchObject([
      { type: 'task.updated', task: { progress: { value: 5, total: 5, message: 'step 5' } } },
    ])
    await end()
  })

  test('[LOG4] the last step stands in the settled task', async () => {
    const bench = taskBench()
    const { task, end } = await held(bench)
    task.progress(1)
    await end()
    expect((await bench.task('k')).progress).toEqual({ value: 1, total: null, message: null })
  })

  test('[STORE1] a number that JSON cannot say is refused at once', async () => {
    const bench = taskBench()
    const { task, end } = await held(bench)
    expect(() => task.progress(Number.NaN)).toThrow(/finite/)
    await end()
  })
})

describe('requireInput', () => {
  test('[TASK1] waits for the answer of the user, after all that was appended', async () => {
    const bench = taskBench()
    const { task, end } = await held(bench)
    task.append('Which one?')
    const asked = task.requireInput({ choose: ['a', 'b'] })
    await settle()
    const asking = await bench.task('k')
    expect(asking).toMatchObject({ status: 'input-required', prompt: { choose: ['a', 'b'] }, lengths: { text: 10 } })
    await bench.store.answer(USER, { id: asking.id, rev: asking.rev, data: 'b' })
    expect(await asked).toBe('b')
    expect((await bench.task('k')).status).toBe('running')
    await end()
  })

  test('[TASK1] a second question gets its own answer, not the first', async () => {
    const bench = taskBench()
    const { task, end } = await held(bench)
    const answers: unknown[] = []
    for (const question of [1, 2]) {
      const asked = task.requireInput(question)
      await settle()
      const { id, rev } = await bench.task('k')
      await bench.store.answer(USER, { id, rev, data: question * 10 })
      answers.push(await asked)
    }
    expect(answers).toEqual([10, 20])
    await end()
  })

  test('[TASK2] a cancel ends the wait', async () => {
    const bench = taskBench()
    const { task, end } = await held(bench)
    const asked = task.requireInput('sure?')
    const refused = asked.catch((error: unknown) => error)
    await settle()
    await bench.store.cancel(USER, { key: 'k' })
    expect(await refused).toMatchObject({ name: 'AbortError' })
    await end()
    expect((await bench.task('k')).status).toBe('cancelled')
  })

  test('[TASK1] an answer that came before the question was known to be asked is heard', async () => {
    const bench = taskBench(store =>
      withMethod(store, 'write', async (lease, write) => {
        const written = await store.write(lease, write)
        if (write.type === 'ask' && written.outcome === 'written') {
          await store.answer(USER, { id: lease.taskId, rev: written.task.rev, data: 'early' })
          await settle()
        }
        return written
      }),
    )
    const { task, end } = await held(bench)
    expect(await task.requireInput('?')).toBe('early')
    await end()
  })

  test('[TASK1] one question at a time', async () => {
    const bench = taskBench()
    const { task, end } = await held(bench)
    const first = task.requireInput(1).catch((error: unknown) => error)
    await expect(task.requireInput(2)).rejects.toThrow(/one thing at a time/)
    await bench.store.cancel(USER, { key: 'k' })
    expect(await first).toMatchObject({ name: 'AbortError' })
    await end()
  })
})
