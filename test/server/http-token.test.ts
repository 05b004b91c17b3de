// Who reads tasks over HTTP without a token and without naming an Origin is not even asked about.
import { expect, test } from 'vitest'
import { createApi } from '../../src/server/http/api.ts'
import { memoryStore } from '../../src/server/memory/index.ts'

test('[AUTH4] over HTTP, no Origin and no token is unauthenticated, though the application would take anybody', async () => {
  const asked: (string | null)[] = []
  const fetch = createApi({
    store: memoryStore(),
    origins: 'same',
    execute: () => expect.unreachable(),
    log: () => {},
    authenticate: async token => {
      asked.push(token)
      return { outcome: 'identity', identity: { user: 'anybody' } }
    },
  })
  const { status } = await fetch(new Request('http://app.test/rs/tasks'))
  expect([status, asked]).toEqual([401, []])
})
