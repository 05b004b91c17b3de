// A page that states one user before a server that knows another: its developer and its user are told what to do.
import { expect, test } from 'vitest'
import { bannerKind } from '../../src/core/banner.ts'
import type { Effect } from '../../src/core/effects.ts'
import { type Bench, createBench, welcome } from '../support/builders.ts'

const errorsBy = (effects: readonly Effect[]) => effects.flatMap(each => (each.type === 'log' && each.level === 'error' ? [each] : []))

/** Dials whenever it is time, and is told 4508 each time. */
function refused(bench: Bench, times: number): readonly Effect[] {
  return Array.from({ length: times }).flatMap(() => [...bench.open(), ...bench.lose(4508)])
}

test('[AUTH1] a stated user whom the server contradicts is asked to sign in, while it is tried on', () => {
  const bench = createBench({ identity: 'ada' })
  refused(bench, 2)
  expect(bench.state().phase.name).toBe('waiting')
  expect(bench.state().status).toMatchObject({ state: 'connecting', reason: 'signed-out', error: { code: 'closed-4508' } })
  expect(bannerKind(bench.state().status)).toBe('signed-out')
})

test('[AUTH1] whoever builds the page is told once what to mend, and again only after something else came between', () => {
  const bench = createBench({ identity: 'ada' })
  const told = errorsBy(refused(bench, 4))
  expect(told.map(({ event }) => event)).toEqual(['other-user'])
  expect(told[0]?.fields['message']).toMatch(/`identity`.*`authenticate`/)
  bench.open()
  bench.hear(welcome({ user: 'ada' }))
  expect(errorsBy([...bench.lose(1006), ...refused(bench, 2)])).toHaveLength(1)
})

test('[AUTH1] a welcome that names another user says the same as 4508', () => {
  const bench = createBench({ identity: 'ada' })
  const effects = [1, 2].flatMap(() => [...bench.open(), ...bench.hear(welcome({ user: 'bob' }))])
  expect(errorsBy(effects)).toHaveLength(1)
  expect(bench.state().status.reason).toBe('signed-out')
})

test('[AUTH1] where nobody is stated the page becomes the other user, and nobody is blamed', () => {
  const bench = createBench()
  bench.live(0, { user: 'ada' })
  expect(errorsBy([...bench.lose(4508), ...refused(bench, 1)])).toEqual([])
  expect(bench.state().status.reason).toBe('unknown')
})

test('[AUTH1] a browser that is offline says so, whatever the server said before', () => {
  const bench = createBench({ identity: 'ada' })
  refused(bench, 2)
  bench.tell({ type: 'hint', hint: 'offline' })
  expect(bench.state().status.reason).toBe('offline')
})

test("[AUTH3] a token that proved to be another user's is asked for anew, where the page states its user", () => {
  const tokens = (bench: Bench) => refused(bench, 2).flatMap(each => (each.type === 'get-token' ? [each.fresh] : []))
  expect(tokens(createBench({ identity: 'ada', hasToken: true }))).toEqual([true])
  expect(tokens(createBench({ hasToken: true }))).toEqual([false])
})
