// One status, one kind: banner, button and indicator cannot disagree.
import { expect, test } from 'vitest'
import { bannerKind } from '../../src/core/banner.ts'
import type { ConnectionStatus } from '../../src/core/model.ts'
import * as status from './builders.ts'

const cases: readonly (readonly [string, ConnectionStatus, ReturnType<typeof bannerKind>])[] = [
  ['live', status.live, null],
  ['suspect but connected', { ...status.live, freshness: 'stale' }, null],
  ['catching up', status.catchingUp, 'catching-up'],
  ['closed by the user', status.down({ state: 'idle', reason: 'closed-by-user' }), null],
  ['an attempt in flight', status.connecting, 'connecting'],
  ['the first attempt', status.firstConnecting, 'connecting'],
  ['a planned attempt', status.waitingLong, 'waiting'],
  ['offline with a planned attempt', status.offline, 'offline'],
  ['a planned attempt at a server known to be down', status.serverDown, 'waiting'],
  ['blocked, whether an attempt is planned', status.blocked, 'blocked'],
  ['or in flight', { ...status.blocked, retryAt: null }, 'blocked'],
  ['refused at the gate', status.signedOutAtTheGate, 'signed-out'],
  ['gave up', status.unreachable, 'unreachable'],
  ['incompatible', status.down({ state: 'disconnected', reason: 'incompatible' }), 'unreachable'],
  ['signed out', status.signedOut, 'signed-out'],
  ['forbidden', status.down({ state: 'disconnected', reason: 'forbidden' }), 'signed-out'],
  ['revoked', status.down({ state: 'disconnected', reason: 'revoked' }), 'signed-out'],
  ['replaced', status.replaced, 'replaced'],
]

test.each(cases)('%s', (_, given, kind) => {
  expect(bannerKind(given)).toBe(kind)
})
