// Workers: claim, run, settle, renew, give up and stop.
import { describe, expect, test } from 'vitest'
import { StoreRefusal } from '../../src/server/log/refusal.ts'
import type { Lease, Store } from '../../src/server/store.ts'
import { TaskError } from '../../src/server/tasks/errors.ts'
import type { TaskHandle } from '../../src/server/types.ts'
import { settle } from '../support/manual-server-world.ts'
import { gate, taskBench, USER, withMethod } from './tasks-bench.ts'

const UNSAID = 'Something went wrong on the server.'

describe('a handler', () => {
  test('[TASK2] that returns ends its task as succeeded, with its result', async () => {
    const { workers, submit, task } = taskBench()
    workers({ chat: async input => ({ said: input }) })
    await submit('k', 'hello')
    expect(await task('k')).toMatchObject({ status: 'succeeded', result: { said: 'hello' } })
  })

  test('[TASK2] that returns nothing leaves no result', async () => {
    const { workers, submit, task } = taskBench()
    workers({ chat: () => {} })
    await submit('k')
    expect(await task('k')).not.toHaveProperty('result')
  })

  test('[TASK2] that throws a TaskError ends its task with that code', async () => {
    const { workers, submit, task } = taskBench()
    workers({
      chat: () => {
        throw new TaskError('no-model', 'No model is free.', { retryable: true })
      },
    })
    await submit('k')
    expect(await task('k')).toMatchObject({ status: 'failed', error: { code: 'no-model', message: 'No model is free.', retryable: true } })
  })

  test('[TASK2] that throws anything ends its task as failed; what it threw is in the log, and not in what the user is told', async () => {
    const { workers, submit, task, logged } = taskBench()
    const error = Object.assign(new Error('connect ECONNREFUSED 10.0.0.5:5432'), { code: 'ECONNREFUSED' })
    workers({ chat: () => Promise.reject(error) })
    await submit('k')
    expect((await task('k')).error).toEqual({ code: 'ECONNREFUSED', message: UNSAID, retryable: false })
    expect(logged).toMatchObject([{ level: 'error', event: 'task.failed', kind: 'chat', error }])
  })

  test.each<[string, unknown, object]>([
    ['an error that says expose', Object.assign(new Error('Shut.'), { expose: true }), { code: 'handler-failed', message: 'Shut.' }],
    [
      'an object that is no error',
      { code: 'shut', message: 'Shut.', retryable: true },
      { code: 'shut', message: 'Shut.', retryable: true },
    ],
    ['an error of another realm', { stack: 'Error: row 7', message: 'row 7' }, { message: UNSAID }],
    ['an error that says not to expose', Object.assign(new Error('row 7'), { expose: false }), { message: UNSAID }],
    ['a string', 'row 7', { code: 'handler-failed', message: UNSAID }],
    ['nothing', undefined, { code: 'handler-failed', message: UNSAID }],
  ])('[TASK2] that throws %s fails with what was meant for the user', async (_, thrown, told) => {
    const { workers, submit, task } = taskBench()
    workers({ chat: () => Promise.reject(thrown) })
    await submit('k')
    expect((await task('k')).error).toMatchObject(told)
  })

  test.each(['constructor', '', 'x'.repeat(200)])(
    '[TASK2] that throws with the code %j, which no client could read, fails all the same',
    async code => {
      const { workers, submit, task } = taskBench()
      workers({ chat: () => Promise.reject(Object.assign(new Error('out of tea'), { code })) })
      await submit('k')
      expect((await task('k')).error).toEqual({ code: 'handler-failed', message: UNSAID, retryable: false })
    },
  )

  test('[TASK2] that appends to a stream no client could read fails with the reason', async () => {
    const { workers, submit, task } = taskBench()
    workers({ chat: (_, handle) => handle.append('text', 'constructor') })
    await submit('k')
    expect(await task('k')).toMatchObject({ status: 'failed', error: { code: 'unreadable' } })
  })

  test('[TASK3] whose end the store refuses is left to its lease, and settled by policy', async () => {
    const { workers, submit, task, world, logged } = taskBench(store =>
      withMethod(store, 'write', () => Promise.reject(new StoreRefusal('unreadable', 'Never.'))),
    )
    workers({ chat: () => {} })
    await submit('k')
    expect(logged).toMatchObject([{ level: 'warn', event: 'task.not-settled' }])
    await world.advance(30_000)
    expect(await task('k')).toMatchObject({ status: 'failed', error: { code: 'worker-lost' } })
  })

  test('[STORE3] whose result is too large ends its task as failed', async () => {
    const { workers, submit, task } = taskBench()
    workers({ chat: () => 'x'.repeat(300 * 1024) })
    await submit('k')
    expect(await task('k')).toMatchObject({ status: 'failed', error: { code: 'too-large' } })
  })

  test('[STORE3] that streamed all that a record holds, and returns more, ends its task as failed with the reason', async () => {
    const { workers, submit, task } = taskBench()
    workers({
      chat: (_, handle) => {
        handle.append('x'.repeat(900 * 1024))
        return 'y'.repeat(200 * 1024)
      },
    })
    await submit('k')
    expect(await task('k')).toMatchObject({
      status: 'failed',
      error: { code: 'too-large', message: expect.stringContaining('send a reference to it') },
      lengths: { text: 900 * 1024 },
    })
  })

  test('[STORE3] whose result is no JSON ends its task as failed', async () => {
    const { workers, submit, task } = taskBench()
    workers({ chat: () => 1n })
    await submit('k')
    expect(await task('k')).toMatchObject({ status: 'failed', error: { code: 'not-json' } })
  })

  test('[TASK3] knows its task', async () => {
    const { workers, store, task } = taskBench()
    const seen: unknown[] = []
    workers({ chat: (_, { id, key, user, attempt, conversation }) => void seen.push({ id, key, user, attempt, conversation }) })
    await store.submit(USER, { key: 'k', kind: 'chat', input: null, conversation: 'c' })
    await settle()
    expect(seen).toEqual([{ id: (await task('k')).id, key: 'k', user: USER, attempt: 1, conversation: 'c' }])
  })
})

describe('workers', () => {
  test('[TASK3] take what was queued before they started', async () => {
    const { workers, submit, task } = taskBench()
    await submit('k')
    workers({ chat: () => 'late' })
    await settle()
    expect((await task('k')).status).toBe('succeeded')
  })

  test('[TASK3] leave kinds without a handler alone', async () => {
    const { workers, store, task } = taskBench()
    workers({ chat: () => {} })
    await store.submit(USER, { key: 'k', kind: 'export', input: null })
    await settle()
    expect((await task('k')).status).toBe('queued')
  })

  test('[TASK3] run a bounded number at once, and the next when one ends', async () => {
    const { workers, submit, task } = taskBench()
    const gates = [gate(), gate(), gate()]
    let begun = 0
    const crew = workers({ chat: () => gates[begun++]?.opened }, { limits: { workers: 2 } })
    for (const key of ['a', 'b', 'c']) await submit(key)
    expect([crew.running(), (await task('c')).status]).toEqual([2, 'queued'])
    gates[0]?.open()
    await settle()
    expect([crew.running(), (await task('c')).status]).toEqual([2, 'running'])
    for (const { open } of gates) open()
  })

  test('[LOG5] find work though its hint was lost', async () => {
    const { workers, submit, task, world } = taskBench(store => withMethod(store, 'watchWork', () => () => {}))
    workers({ chat: () => {} })
    await settle()
    await submit('k')
    expect((await task('k')).status).toBe('queued')
    await world.advance(15_000)
    expect((await task('k')).status).toBe('succeeded')
  })

  test('[TASK3] go on after a claim that failed', async () => {
    let failures = 1
    const { workers, submit, task, world, logged } = taskBench(store =>
      withMethod(store, 'claim', (kinds, leaseMs) => (failures-- > 0 ? Promise.reject(new Error('away')) : store.claim(kinds, leaseMs))),
    )
    workers({ chat: () => {} })
    await submit('k')
    await world.advance(500)
    expect((await task('k')).status).toBe('succeeded')
    expect(logged).toMatchObject([{ event: 'workers.claim-failed' }])
  })
})

describe('a lease', () => {
  test('[TASK3] is renewed for as long as the handler runs', async () => {
    const { workers, submit, task, world } = taskBench()
    const { opened, open } = gate<string>()
    workers({ chat: () => opened })
    await submit('k')
    await world.advance(10 * 60_000)
    expect(await task('k')).toMatchObject({ status: 'running', attempt: 1 })
    open('done')
    await settle()
    expect(await task('k')).toMatchObject({ status: 'succeeded', result: 'done' })
  })

  test('[TASK3] of a dead server fails its task as soon as it runs out, told by a server that lives', async () => {
    const { workers, store, submit, task, world } = taskBench()
    await submit('k')
    await store.claim(['chat'], 20_000)
    workers({})
    await world.advance(19_999)
    expect((await task('k')).status).toBe('running')
    await world.advance(1)
    expect(await task('k')).toMatchObject({ status: 'failed', error: { code: 'worker-lost' } })
  })

  test('[TASK3] of a dead server runs again where the kind opts in', async () => {
    const { workers, store, submit, task, world } = taskBench()
    await submit('k')
    await store.claim(['chat'], 30_000)
    workers({ chat: (_, { attempt }) => attempt }, { policy: () => 'rerun' })
    await world.advance(30_000)
    expect(await task('k')).toMatchObject({ status: 'succeeded', result: 2 })
  })

  test('[TASK3] that is lost aborts the handler, which overwrites nothing and is logged once', async () => {
    const leases: Lease[] = []
    const { workers, store, submit, task, world, logged } = taskBench(kept => withMethod(kept, 'claim', remembering(kept, leases)))
    const { opened, open } = gate<string>()
    const handles: TaskHandle[] = []
    workers({
      chat(_, handle) {
        handles.push(handle)
        return opened
      },
    })
    await submit('k')
    const held = handles[0]!
    await store.write(leases[0]!, { type: 'fail', error: { code: 'elsewhere', message: 'Settled elsewhere.', retryable: false } })
    await world.advance(10_000)
    expect(held.signal.reason).toMatchObject({ name: 'LeaseLost' })
    expect(() => held.append('late')).toThrow(expect.objectContaining({ name: 'LeaseLost' }))
    open('late')
    await settle()
    expect(await task('k')).toMatchObject({ status: 'failed', error: { code: 'elsewhere' } })
    expect(logged).toMatchObject([{ level: 'warn', event: 'task.lease-lost', task: held.id }])
  })

  test('[TASK3] that cannot be renewed because the store is away is given up in time', async () => {
    const { workers, submit, world } = taskBench(store => withMethod(store, 'renew', () => Promise.reject(new Error('away'))))
    const signals: AbortSignal[] = []
    workers({ chat: (_, { signal }) => untilAborted(signal, signals) })
    await submit('k')
    await world.advance(29_999)
    expect(signals[0]?.aborted).toBe(false)
    await world.advance(1)
    expect(signals[0]?.aborted).toBe(true)
  })
})

describe('an end', () => {
  test('[TASK3] on its way is not taken for a lost lease', async () => {
    const { workers, submit, task, logged } = taskBench(store =>
      withMethod(store, 'write', async (lease, write) => {
        const written = await store.write(lease, write)
        // Wakes every worker, while this one does not know yet that its task has ended.
        if (write.type === 'succeed') await store.submit(USER, { key: 'other', kind: 'export', input: null })
        await settle()
        return written
      }),
    )
    const signals: AbortSignal[] = []
    workers({ chat: (_, { signal }) => void signals.push(signal) })
    await submit('k')
    await settle()
    expect((await task('k')).status).toBe('succeeded')
    expect(signals[0]?.aborted).toBe(false)
    expect(logged).toEqual([])
  })
})

describe('a cancel', () => {
  test('[TASK2] aborts the handler at once, and its throw ends the task as cancelled', async () => {
    const { workers, store, submit, task, logged } = taskBench()
    workers({
      chat: (_, { signal }) => untilAborted(signal),
    })
    await submit('k')
    await store.cancel(USER, { key: 'k' })
    await settle()
    expect((await task('k')).status).toBe('cancelled')
    expect(logged).toEqual([])
  })

  test('[TASK2] that the handler answers by returning ends the task as cancelled too', async () => {
    const { workers, store, submit, task } = taskBench()
    workers({ chat: (_, { signal }) => untilAborted(signal).catch(() => 'half') })
    await submit('k')
    await store.cancel(USER, { key: 'k' })
    await settle()
    const end = await task('k')
    expect(end.status).toBe('cancelled')
    expect(end).not.toHaveProperty('result')
  })

  test('[TASK2] between the claim and the first watch is noticed', async () => {
    const { workers, submit, task } = taskBench(store =>
      withMethod(store, 'claim', async (kinds, leaseMs) => {
        const claimed = await store.claim(kinds, leaseMs)
        if (claimed) await store.cancel(USER, { id: claimed.lease.taskId })
        return claimed
      }),
    )
    workers({ chat: (_, { signal }) => untilAborted(signal) })
    await submit('k')
    expect((await task('k')).status).toBe('cancelled')
  })
})

describe('stop', () => {
  test('[DRAIN1] waits for handlers that end in time, and claims no more', async () => {
    const { workers, submit, task, world } = taskBench()
    const { opened, open } = gate<string>()
    const crew = workers({ chat: () => opened })
    await submit('running')
    const stopped = crew.stop({ drainMs: 5000 })
    await submit('late')
    await world.advance(1000)
    open('in time')
    await stopped
    expect(await task('running')).toMatchObject({ status: 'succeeded', result: 'in time' })
    expect((await task('late')).status).toBe('queued')
  })

  test.each([
    ['rerun', { status: 'queued', attempt: 2 }],
    ['fail', { status: 'failed', error: { code: 'worker-lost' } }],
  ] as const)('[DRAIN1] aborts the rest and settles them by policy: %s', async (policy, left) => {
    const { workers, submit, task, world, logged } = taskBench()
    const signals: AbortSignal[] = []
    const crew = workers({ chat: (_, { signal }) => untilAborted(signal, signals) }, { policy: () => policy })
    await submit('k')
    const stopped = crew.stop({ drainMs: 1000 })
    await world.advance(1000)
    await stopped
    await settle()
    expect(signals[0]?.aborted).toBe(true)
    expect(await task('k')).toMatchObject(left)
    expect(logged).toEqual([])
  })

  test('[DRAIN1] keeps what the handler streamed before it was aborted', async () => {
    const { workers, submit, text, world } = taskBench()
    const crew = workers({ chat: (_, task) => (task.append('half'), new Promise(() => {})) })
    await submit('k')
    const stopped = crew.stop()
    await world.advance(1)
    await stopped
    expect(await text('k')).toBe('half')
  })

  test('[DRAIN1] waits for a claim on its way, so that no task is claimed and forgotten', async () => {
    const { opened, open } = gate()
    const { workers, submit, world } = taskBench(store =>
      withMethod(store, 'claim', async (kinds, leaseMs) => {
        await opened
        return store.claim(kinds, leaseMs)
      }),
    )
    const order: string[] = []
    const crew = workers({ chat: () => void order.push('ran') })
    await submit('k')
    const stopped = crew.stop({ drainMs: 1000 }).then(() => order.push('stopped'))
    await settle()
    open()
    await world.advance(1000)
    await stopped
    expect(order).toEqual(['ran', 'stopped'])
  })

  test('[DRAIN1] leaves no timer behind', async () => {
    const { workers, submit, world } = taskBench()
    const crew = workers({ chat: () => 'done' })
    await submit('k')
    await crew.stop()
    expect(world.waiting()).toBe(0)
  })
})

/** A handler that heeds its signal, as `fetch` would. */
function untilAborted(signal: AbortSignal, seen: AbortSignal[] = []): Promise<void> {
  seen.push(signal)
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason)
    else signal.addEventListener('abort', () => reject(signal.reason))
  })
}

function remembering(store: Store, leases: Lease[]): Store['claim'] {
  return async (kinds, leaseMs) => {
    const claimed = await store.claim(kinds, leaseMs)
    if (claimed) leases.push(claimed.lease)
    return claimed
  }
}
