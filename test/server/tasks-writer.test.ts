// The task writer: tasks and notices from any process that has the store.
import { describe, expect, test } from 'vitest'
import { memoryStore } from '../../src/server/memory/index.ts'
import { createTaskWriter } from '../../src/server/tasks/task-writer.ts'
import { manualServerWorld, settle } from '../support/manual-server-world.ts'
import { USER } from './tasks-bench.ts'

function bench() {
  const world = manualServerWorld()
  const store = memoryStore({ world })
  return { world, store, writer: createTaskWriter({ store, world }) }
}

describe('notify', () => {
  test('[LOG1] addresses a user and answers with the place in the log', async () => {
    const { store, writer } = bench()
    const cursor = await writer.notify(USER, { kind: 'report', title: 'Ready', data: { pages: [] }, taskId: 't1' })
    expect(cursor).toEqual({ epoch: (await store.head(USER)).epoch, offset: 1 })
    expect((await store.snapshot(USER)).notifications).toMatchObject([{ kind: 'report', title: 'Ready', data: { pages: [] }, task: 't1' }])
  })

  test('[TASK4] with a key is recorded once', async () => {
    const { store, writer } = bench()
    for (let time = 0; time < 2; time++) await writer.notify(USER, { kind: 'report', key: 'daily-1' })
    expect((await store.snapshot(USER)).notifications).toHaveLength(1)
  })

  test('[LOG1] with a key that cannot be an id says how to mend it', async () => {
    await expect(bench().writer.notify(USER, { kind: 'report', key: 'not an id' })).rejects.toThrow(/Hash or encode/)
  })
})

describe('tasks', () => {
  test('[TASK3] an opened task is written and settled like any other', async () => {
    const { store, writer } = bench()
    const task = await writer.tasks.open(USER, { kind: 'import', input: { rows: 2 }, key: 'job-1', conversation: 'c' })
    task.append('working')
    await task.succeed({ rows: [] })
    const stored = await store.get(USER, { key: 'job-1' })
    expect(stored).toMatchObject({ task: { status: 'succeeded', result: { rows: [] }, conversation: 'c' }, pieces: [{ chunk: 'working' }] })
  })

  test('[TASK3] an opened task keeps its lease until it is settled, and no timer after', async () => {
    const { store, writer, world } = bench()
    const task = await writer.tasks.open(USER, { kind: 'import', key: 'k' })
    await world.advance(120_000)
    await store.expire(() => 'fail')
    await task.fail({ code: 'bad-row', message: 'Row 7 is bad.', retryable: true })
    expect((await writer.tasks.get(USER, 'k'))?.error).toEqual({ code: 'bad-row', message: 'Row 7 is bad.', retryable: true })
    expect(world.waiting()).toBe(0)
  })

  test('[TASK2] after the end every write throws LeaseLost', async () => {
    const { writer } = bench()
    const task = await writer.tasks.open(USER, { kind: 'import' })
    await task.succeed()
    await expect(task.succeed()).rejects.toMatchObject({ name: 'LeaseLost' })
    await expect(task.flush()).rejects.toMatchObject({ name: 'LeaseLost' })
    expect(() => task.append('late')).toThrow(expect.objectContaining({ name: 'LeaseLost' }))
    expect(() => task.progress(1)).toThrow(expect.objectContaining({ name: 'LeaseLost' }))
  })

  test('[TASK5] a task that another worker runs cannot be opened', async () => {
    const { writer } = bench()
    await writer.tasks.open(USER, { kind: 'import', key: 'k' })
    await expect(writer.tasks.open(USER, { kind: 'import', key: 'k' })).rejects.toMatchObject({ name: 'LeaseLost' })
  })

  test('[TASK5] a task that its user queued is taken by key, whatever its input', async () => {
    const { store, writer } = bench()
    await store.submit(USER, { key: 'k', kind: 'import', input: { file: 'a.csv' } })
    const task = await writer.tasks.open(USER, { kind: 'import', key: 'k' })
    await task.succeed()
    expect((await writer.tasks.get(USER, 'k'))?.status).toBe('succeeded')
  })

  test('[TASK5] a key of another task is a conflict', async () => {
    const { writer } = bench()
    await writer.tasks.open(USER, { kind: 'import', key: 'k', input: 1 })
    await expect(writer.tasks.open(USER, { kind: 'import', key: 'k', input: 2 })).rejects.toMatchObject({ code: 'key-conflict' })
  })

  test('[TASK2] a cancel aborts the open task, and failing then is being cancelled', async () => {
    const { writer } = bench()
    const task = await writer.tasks.open(USER, { kind: 'import', key: 'k' })
    await writer.tasks.cancel(USER, 'k')
    await settle()
    expect(task.signal.aborted).toBe(true)
    await task.fail(new Error('aborted'))
    expect((await writer.tasks.get(USER, 'k'))?.status).toBe('cancelled')
  })

  test('[AUTH4] get and cancel go by id or key, and never to another user', async () => {
    const { writer } = bench()
    const { id } = await writer.tasks.open(USER, { kind: 'import', key: 'k' })
    expect((await writer.tasks.get(USER, id))?.key).toBe('k')
    expect((await writer.tasks.get(USER, 'k'))?.id).toBe(id)
    expect(await writer.tasks.get('bob', id)).toBeNull()
  })

  test('[STORE3] a result that is too large is refused, and the task can still be failed', async () => {
    const { writer } = bench()
    const task = await writer.tasks.open(USER, { kind: 'import', key: 'k' })
    await expect(task.succeed('x'.repeat(300 * 1024))).rejects.toMatchObject({ code: 'too-large' })
    await task.fail(new Error('too much'))
    expect((await writer.tasks.get(USER, 'k'))?.status).toBe('failed')
  })
})
