// One submit by two ways, without React: the key is the same by each, and the same object again is the same task.
import { QueryClient } from '@tanstack/react-query'
import { expect, test, vi } from 'vitest'
import { submitTask } from '../../src/query/submit-task.ts'
import { stand, wireHead } from '../support/agent-stand.ts'
import { fakeSocket } from '../support/fake-resilient-socket.ts'

test('[TASK5] what a socket cannot answer for goes over HTTP under the same key, each time it is tried', async () => {
  const keys: (string | null)[] = []
  const fetch = async (_url: string, { headers }: RequestInit) => {
    keys.push(new Headers(headers).get('idempotency-key'))
    return Response.json({ task: wireHead() }, { status: 202 })
  }
  const { agent } = stand({ fetch })
  const client = new QueryClient()
  const submit: ReturnType<typeof fakeSocket>['submit'] = (_kind, _input, options) => {
    keys.push(options?.key ?? null)
    return { id: 'sent', settled: Promise.resolve({ outcome: 'unconfirmed' }), cancel: () => false }
  }
  const ways = { agent, client, socket: { ...fakeSocket(), submit }, readyMs: 0, receiptMs: 1 }
  const variables = { input: { text: 'hi' } }
  expect(await submitTask(ways, 'chat', variables)).toEqual({ key: 'id-1', taskId: 't1', via: 'http', cursor: null })
  await submitTask(ways, 'chat', variables)
  await submitTask(ways, 'chat', { ...variables })
  expect(keys).toEqual(['id-1', 'id-1', 'id-1', 'id-1', 'id-2', 'id-2'])
  client.clear()
})

test('[AUTH1] what a socket cannot answer for does not go over HTTP in the name of whoever signed in meanwhile', async () => {
  let user = 'ana'
  const fetch = vi.fn<() => Promise<Response>>()
  const { agent } = stand({ fetch, identity: () => user })
  const client = new QueryClient()
  const submit: ReturnType<typeof fakeSocket>['submit'] = () => {
    user = 'bob'
    return { id: 'sent', settled: Promise.resolve({ outcome: 'unconfirmed' }), cancel: () => false }
  }
  const ways = { agent, client, socket: { ...fakeSocket(), submit }, readyMs: 0, receiptMs: 1 }
  const submitted = submitTask(ways, 'chat', { input: { text: 'of ana' } })
  await expect(submitted).rejects.toMatchObject({ code: 'other-user', mayHaveRun: true })
  expect([fetch.mock.calls, client.getQueryData(agent.keys.task('id-1'))]).toEqual([[], undefined])
  client.clear()
})
