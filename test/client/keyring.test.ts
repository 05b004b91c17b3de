// Two asks for a token at once: only the newer counts, whichever answers first.
import { expect, test } from 'vitest'
import { createKeyring } from '../../src/client/keyring.ts'
import { microtasks } from '../support/client-harness.ts'

interface Asked {
  readonly answer: (token: string) => void
  readonly signal: AbortSignal
}

function createBench() {
  const asked: Asked[] = []
  const heard: string[] = []
  const getToken = ({ signal }: { readonly signal: AbortSignal }) => new Promise<string>(answer => asked.push({ answer, signal }))
  const keyring = createKeyring(
    () => getToken,
    error => heard.push(String(error)),
  )
  const ask = (name: string) => keyring.get({ use: 'hello', fresh: true, refused: false }, result => heard.push(`${name} ${result}`))
  return { keyring, ask, asked, heard }
}

test('[AUTH3] a token that comes late does not replace the newer one', async () => {
  const { keyring, ask, asked } = createBench()
  ask('first')
  ask('second')
  asked[1]?.answer('new')
  await microtasks()
  asked[0]?.answer('old')
  await microtasks()
  expect(keyring.token()).toBe('new')
})

test('[AUTH3] an ask that a newer one replaced is aborted, and never answers', async () => {
  const { ask, asked, heard } = createBench()
  ask('first')
  ask('second')
  asked[0]?.answer('old')
  asked[1]?.answer('new')
  await microtasks()
  expect([asked[0]?.signal.aborted, heard]).toEqual([true, ['second ready']])
})
