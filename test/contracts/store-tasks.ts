// The tasks' part of the store contract: keys, revs, cancels, questions and endings (TASK1, TASK2, TASK5).
import { describe, expect, test } from 'vitest'
import type { TaskWrite } from '../../src/server/store.ts'
import { ADA, as, claim, headOf, readAll, running, settled, submit, text, write } from './steps.ts'
import type { StoreBench } from './store.ts'

const OVER: TaskWrite = { type: 'succeed' }

export function taskContract(bench: () => StoreBench): void {
  describe('submit', () => {
    test('[TASK1] a new task is queued at rev 1, attempt 1, and its event carries head and input', async () => {
      const { store, world } = bench()
      const empty = await store.head(ADA)
      const input = { text: 'hi' }
      const answer = as(await store.submit(ADA, { key: 'k', kind: 'chat', input, conversation: 'c', retryOf: 'r' }), 'created')
      const head = {
        key: 'k',
        kind: 'chat',
        conversation: 'c',
        retryOf: 'r',
        rev: 1,
        attempt: 1,
        status: 'queued',
        cancelRequested: false,
        lengths: {},
        createdAt: world.now(),
        updatedAt: world.now(),
      }
      expect(answer.task).toEqual({ id: answer.task.id, ...head })
      expect((await readAll(store, empty)).map(({ event }) => event)).toEqual([{ type: 'task.created', task: { ...answer.task, input } }])
    })

    test('[SEND5] the same key with the same input is answered with the current head and cursor', async () => {
      const { store } = bench()
      await submit(store, 'k', { input: { a: 1, b: [2] } })
      const { task } = await claim(store)
      const answer = as(await store.submit(ADA, { key: 'k', kind: 'chat', input: { b: [2], a: 1 } }), 'repeated')
      expect(answer).toMatchObject({ task: { id: task.id, status: 'running', rev: 2 }, cursor: await store.head(ADA) })
    })

    test.each([
      ['other input', { kind: 'chat', input: { a: [] } }],
      ['another kind', { kind: 'export', input: { a: {} } }],
    ])('[TASK5] the same key with %s is a conflict and changes nothing', async (_, other) => {
      const { store } = bench()
      await submit(store, 'k', { input: { a: {} } })
      const before = await store.head(ADA)
      expect(await store.submit(ADA, { key: 'k', ...other })).toEqual({ outcome: 'key-conflict' })
      expect(await store.head(ADA)).toEqual(before)
    })

    test("[TASK5] a key is its user's own", async () => {
      const { store } = bench()
      const mine = await submit(store, 'k')
      const theirs = await submit(store, 'k', { user: 'bob' })
      expect(theirs.id).not.toBe(mine.id)
      expect(await store.get('bob', { id: mine.id })).toBeNull()
    })

    test('[TASK5] a task is found by id and by key', async () => {
      const { store } = bench()
      const { id } = await submit(store, 'k', { input: [] })
      expect(await store.get(ADA, { key: 'k' })).toEqual(await store.get(ADA, { id }))
      expect((await store.get(ADA, { id }))?.task.input).toEqual([])
    })

    test.each([
      ['a kind', { kind: 'constructor', key: 'k' }],
      ['a key', { kind: 'chat', key: 'not an id' }],
      ['a conversation', { kind: 'chat', key: 'k', conversation: '' }],
    ])('[TASK1] %s that no client could read is refused and creates nothing', async (_, submission) => {
      const { store } = bench()
      await expect(store.submit(ADA, { ...submission, input: null })).rejects.toMatchObject({ code: 'unreadable' })
      expect(await store.get(ADA, { key: submission.key })).toBeNull()
    })

    test('[STORE3] an input above the bound is refused and creates nothing', async () => {
      const { store } = bench()
      await expect(store.submit(ADA, { key: 'k', kind: 'chat', input: 'x'.repeat(256 * 1024) })).rejects.toMatchObject({
        code: 'too-large',
      })
      expect(await store.get(ADA, { key: 'k' })).toBeNull()
    })

    // A thousand steps, each of which waits for the disk.
    test('[STORE3] unfinished tasks of a user have a bound', { timeout: 60_000 }, async () => {
      const { store } = bench()
      for (let index = 0; index < 1000; index++) await submit(store, `k${index}`)
      await expect(store.submit(ADA, { key: 'one-more', kind: 'chat', input: null })).rejects.toMatchObject({ code: 'too-many' })
      expect(await store.submit(ADA, { key: 'k7', kind: 'chat', input: null })).toMatchObject({ outcome: 'repeated' })
    })
  })

  describe('cancel', () => {
    test('[TASK2] a queued task is cancelled at once', async () => {
      const { store } = bench()
      const { id } = await submit(store, 'k')
      expect(as(await store.cancel(ADA, { key: 'k' }), 'changed').task).toMatchObject({ id, status: 'cancelled', rev: 2 })
      expect(await store.claim(['chat'], 1000)).toBeNull()
    })

    test('[TASK2] a running task is asked to end, once', async () => {
      const { store } = bench()
      const { task } = await running(store, 'k')
      expect(as(await store.cancel(ADA, { id: task.id }), 'changed').task).toMatchObject({
        status: 'running',
        cancelRequested: true,
        rev: 3,
      })
      expect(as(await store.cancel(ADA, { id: task.id }), 'unchanged').task.rev).toBe(3)
    })

    test('[TASK2] a settled task is left as it is', async () => {
      const { store } = bench()
      const { id, rev } = await settled(store, 'k')
      const before = await store.head(ADA)
      expect(as(await store.cancel(ADA, { id }), 'unchanged').task).toMatchObject({ status: 'succeeded', rev })
      expect(await store.head(ADA)).toEqual(before)
    })

    test('[TASK5] an unknown key leaves a tombstone: its submit is born cancelled', async () => {
      const { store } = bench()
      const empty = await store.head(ADA)
      expect(await store.cancel(ADA, { key: 'k' })).toEqual({ outcome: 'not-found' })
      const answer = as(await store.submit(ADA, { key: 'k', kind: 'chat', input: 1 }), 'born-cancelled')
      expect(answer.task).toMatchObject({ status: 'cancelled', cancelRequested: true })
      expect((await readAll(store, empty)).map(({ event }) => event.type)).toEqual(['task.created', 'task.settled'])
      expect(await store.claim(['chat'], 1000)).toBeNull()
    })

    test("[TASK5] a tombstone is its user's own", async () => {
      const { store } = bench()
      await store.cancel('bob', { key: 'k' })
      expect(await store.submit(ADA, { key: 'k', kind: 'chat', input: 1 })).toMatchObject({ outcome: 'created' })
    })

    test('[TASK5] a tombstone is forgotten with the receipts of its day', async () => {
      const { open, world } = bench()
      const store = await open({ receiptsMs: 1000 })
      await store.cancel(ADA, { key: 'k' })
      await world.advance(1001)
      await store.expire(() => 'fail')
      expect(await store.submit(ADA, { key: 'k', kind: 'chat', input: 1 })).toMatchObject({ outcome: 'created' })
    })

    test("[AUTH4] an unknown id, and another user's, are not found alike", async () => {
      const { store } = bench()
      const { id } = await submit(store, 'k', { user: 'bob' })
      expect(await store.cancel(ADA, { id })).toEqual({ outcome: 'not-found' })
      expect((await headOf(store, id, 'bob')).status).toBe('queued')
    })
  })

  describe('write', () => {
    test('[TASK1] rev grows with each change of the head and never with a chunk', async () => {
      const { store } = bench()
      const { lease, task } = await running(store, 'k')
      const revs = [task.rev]
      for (const what of [
        { type: 'progress' as const, progress: { value: 1, total: 2, message: null } },
        text(0, 'a'),
        text(1, 'b'),
        { type: 'ask' as const, prompt: 'ok?' },
        OVER,
      ]) {
        revs.push((await write(store, lease, what)).rev)
      }
      expect(revs).toEqual([2, 3, 3, 3, 4, 5])
    })

    test('[TASK1] the same progress again is no event', async () => {
      const { store } = bench()
      const { lease } = await running(store, 'k')
      await write(store, lease, { type: 'progress', progress: { value: 1, total: null, message: 'half' } })
      const before = await store.head(ADA)
      await write(store, lease, { type: 'progress', progress: { value: 1, total: null, message: 'half' } })
      expect(await store.head(ADA)).toEqual(before)
    })

    test('[TASK2] the ending is in the event and in the task', async () => {
      const { store } = bench()
      const { lease, task } = await running(store, 'k')
      const before = await store.head(ADA)
      const error = { code: 'no-model', message: 'No model is free.', retryable: true, retryAfterMs: 500 }
      const head = await write(store, lease, { type: 'fail', error })
      expect((await readAll(store, before)).map(({ event }) => event)).toEqual([{ type: 'task.settled', task: { ...head, error } }])
      expect((await store.get(ADA, { id: task.id }))?.task).toMatchObject({ status: 'failed', error, finishedAt: head.finishedAt })
    })

    test.each<TaskWrite>([OVER, { type: 'fail', error: { code: 'x', message: 'x', retryable: false } }, { type: 'cancel' }])(
      '[TASK2] after $type nothing more is written',
      async end => {
        const { store } = bench()
        const { lease, task } = await running(store, 'k')
        await write(store, lease, end)
        const before = await store.head(ADA)
        for (const late of [
          text(0, 'late'),
          { type: 'progress', progress: { value: 9, total: null, message: null } } as const,
          { type: 'ask', prompt: 1 } as const,
        ]) {
          expect(await store.write(lease, late)).toEqual({ outcome: 'lease-lost' })
        }
        expect(await store.head(ADA)).toEqual(before)
        expect((await headOf(store, task.id)).lengths).toEqual({})
      },
    )

    test('[TASK3] the same ending again by the same worker is success, another is not', async () => {
      const { store } = bench()
      const { lease } = await running(store, 'k')
      const head = await write(store, lease, OVER)
      expect(await write(store, lease, OVER)).toEqual(head)
      expect(await store.write(lease, { type: 'cancel' })).toEqual({ outcome: 'lease-lost' })
    })

    test('[STORE3] a result above the bound is refused, and the task still runs', async () => {
      const { store } = bench()
      const { lease, task } = await running(store, 'k')
      await expect(store.write(lease, { type: 'succeed', result: 'x'.repeat(300 * 1024) })).rejects.toMatchObject({ code: 'too-large' })
      expect((await headOf(store, task.id)).status).toBe('running')
      await write(store, lease, { type: 'fail', error: { code: 'too-large', message: 'The result is too large.', retryable: false } })
    })

    test('[STORE3] a result counts together with the streams: no ending takes a record above 1 MB', async () => {
      const { store } = bench()
      const { lease, task } = await running(store, 'k')
      const part = 'x'.repeat(200 * 1024)
      for (let index = 0; index < 5; index++) await write(store, lease, text(index * part.length, part))
      const result = 'x'.repeat(30 * 1024)
      await expect(store.write(lease, { type: 'succeed', result })).rejects.toMatchObject({
        code: 'too-large',
        message: expect.stringMatching(
          /its streams and its result is \d+ bytes .* at most 1048576\. Nothing was written\. Keep large data/,
        ),
      })
      expect((await headOf(store, task.id)).status).toBe('running')
    })

    test('[STORE3] a task full to its bound can still be told to have failed', async () => {
      const { store } = bench()
      const { lease } = await running(store, 'k')
      const full = 1024 * 1024 - 16 * 1024 - 'null'.length
      const part = 200 * 1024
      for (let at = 0; at < full; at += part) await write(store, lease, text(0, 'x'.repeat(Math.min(part, full - at) - 2), `s${at}`))
      await expect(store.write(lease, text(0, 'x', 'more'))).rejects.toMatchObject({ code: 'too-large' })
      const error = { code: 'full', message: '\u0000'.repeat(2000), retryable: false }
      expect(await write(store, lease, { type: 'fail', error })).toMatchObject({ status: 'failed' })
    })

    test('[STORE3] an error above 16 kB is refused', async () => {
      const { store } = bench()
      const { lease } = await running(store, 'k')
      const error = { code: 'long', message: 'x'.repeat(17 * 1024), retryable: false }
      await expect(store.write(lease, { type: 'fail', error })).rejects.toMatchObject({ code: 'too-large' })
    })

    test('[STORE3] a prompt above 64 kB is refused', async () => {
      const { store } = bench()
      const { lease } = await running(store, 'k')
      await expect(store.write(lease, { type: 'ask', prompt: 'x'.repeat(65 * 1024) })).rejects.toMatchObject({ code: 'too-large' })
    })
  })

  describe('questions', () => {
    test('[TASK1] a question waits for input and its answer runs on, reaching the worker', async () => {
      const { store } = bench()
      const { lease, task } = await running(store, 'k')
      const asking = await write(store, lease, { type: 'ask', prompt: { choose: [1, 2] } })
      expect(asking).toMatchObject({ status: 'input-required', prompt: { choose: [1, 2] } })
      const { task: answered } = as(await store.answer(ADA, { id: task.id, rev: asking.rev, data: [] }), 'changed')
      expect(answered).toMatchObject({ status: 'running', rev: asking.rev + 1 })
      expect(answered).not.toHaveProperty('prompt')
      expect(await store.renew(lease, 30_000)).toEqual({ outcome: 'held', cancelRequested: false, answer: [], answeredRev: asking.rev })
    })

    test('[TASK1] an answer to a question that moved on is a conflict', async () => {
      const { store } = bench()
      const { lease, task } = await running(store, 'k')
      const asking = await write(store, lease, { type: 'ask', prompt: 1 })
      expect(await store.answer(ADA, { id: task.id, rev: asking.rev - 1, data: 1 })).toEqual({ outcome: 'conflict' })
      expect((await headOf(store, task.id)).status).toBe('input-required')
    })

    test('[SEND5] the same answer again is success, another one a conflict', async () => {
      const { store } = bench()
      const { lease, task } = await running(store, 'k')
      const { rev } = await write(store, lease, { type: 'ask', prompt: 1 })
      await store.answer(ADA, { id: task.id, rev, data: { a: 1 } })
      expect(await store.answer(ADA, { id: task.id, rev, data: { a: 1 } })).toMatchObject({
        outcome: 'unchanged',
        task: { status: 'running' },
      })
      expect(await store.answer(ADA, { id: task.id, rev, data: { a: 2 } })).toEqual({ outcome: 'conflict' })
    })

    test('[TASK3] the same question again, as after a lost answer of the store, is no event', async () => {
      const { store } = bench()
      const { lease } = await running(store, 'k')
      const asking = await write(store, lease, { type: 'ask', prompt: { a: 1, b: 2 } })
      expect(await write(store, lease, { type: 'ask', prompt: { b: 2, a: 1 } })).toEqual(asking)
    })

    test('[STORE1] a caller that changes its answer or prompt later does not change the task', async () => {
      const { store } = bench()
      const { lease, task } = await running(store, 'k')
      const [prompt, data] = [{ list: [1] }, { list: [1] }]
      const { rev } = await write(store, lease, { type: 'ask', prompt })
      prompt.list.push(2)
      expect(await headOf(store, task.id)).toMatchObject({ prompt: { list: [1] } })
      await store.answer(ADA, { id: task.id, rev, data })
      data.list.push(2)
      expect(await store.renew(lease, 30_000)).toMatchObject({ answer: { list: [1] } })
    })

    test('[TASK3] a second question forgets the first answer', async () => {
      const { store } = bench()
      const { lease, task } = await running(store, 'k')
      const { rev } = await write(store, lease, { type: 'ask', prompt: 1 })
      await store.answer(ADA, { id: task.id, rev, data: 'first' })
      await write(store, lease, { type: 'ask', prompt: 2 })
      expect(await store.renew(lease, 30_000)).toEqual({ outcome: 'held', cancelRequested: false })
    })

    test('[TASK2] a cancel reaches a task that waits for input', async () => {
      const { store } = bench()
      const { lease, task } = await running(store, 'k')
      await write(store, lease, { type: 'ask', prompt: 1 })
      expect(as(await store.cancel(ADA, { id: task.id }), 'changed').task).toMatchObject({
        status: 'input-required',
        cancelRequested: true,
      })
      expect(await store.renew(lease, 30_000)).toMatchObject({ outcome: 'held', cancelRequested: true })
    })

    test("[AUTH4] another user's question is not found", async () => {
      const { store } = bench()
      const { lease, task } = await running(store, 'k', 'bob')
      const { rev } = await write(store, lease, { type: 'ask', prompt: 1 })
      expect(await store.answer(ADA, { id: task.id, rev, data: 1 })).toEqual({ outcome: 'not-found' })
    })
  })
}
