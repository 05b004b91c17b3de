// Rules of the handshake: what is said first, how soon, and how a hello is refused.
import { PROTOCOL_VERSION, SUBPROTOCOL } from '../../protocol/frames.ts'
import * as WIRE from '../../protocol/limits.ts'
import { TIMES } from '../limits.ts'
import { isLive, welcomeOf } from '../reader.ts'
import type { Tried } from '../rule.ts'
import { closingOf } from '../transcript.ts'
import { must } from '../verdict.ts'
import { closes, endOf, isAlive, tokenOf, type Visit } from '../visit.ts'

export const HANDSHAKE_RULES: readonly Tried[] = [
  {
    id: 'P1',
    name: 'subprotocol',
    says: `The server selects the subprotocol ${SUBPROTOCOL}`,
    needs: [],
    async attempt(visit) {
      const { transcript } = await visit.dial()
      const [opened] = transcript.entries
      must(opened?.kind === 'opened' && opened.protocol === SUBPROTOCOL, SUBPROTOCOL, opened?.kind === 'opened' ? opened.protocol : 'none')
    },
  },
  {
    id: 'AUTH2',
    name: 'welcome',
    says: 'A hello is answered with a welcome within 5 s',
    needs: [],
    async attempt(visit) {
      const line = await visit.dial()
      visit.hello(line)
      const welcome = await line.when(welcomeOf, TIMES.helloMs)
      must(welcome !== null, 'a welcome within 5 s', endOf(line.transcript))
    },
  },
  {
    id: 'GAP3',
    name: 'live',
    says: 'After the welcome an events frame with live: true ends catching up',
    needs: [],
    async attempt(visit) {
      const { line } = await visit.greet()
      const live = await line.when(transcript => (isLive(transcript) ? true : null), visit.options.timeoutMs)
      must(live !== null, 'an events frame with live: true', endOf(line.transcript))
    },
  },
  {
    id: 'AUTH2',
    name: 'late-hello',
    says: 'A socket that says no hello in 5 s is closed with 4006, and is told nothing',
    needs: [],
    pace: 'aside',
    async attempt(visit) {
      const line = await visit.dial()
      const closing = await line.when(closingOf, TIMES.helloMs + TIMES.helloSlackMs)
      must(closing !== null, 'a close with 4006 after 5 s', endOf(line.transcript))
      must(closing.code === 4006, 'a close with 4006', `a close with ${closing.code}`)
    },
  },
  {
    id: 'AUTH2',
    name: 'nobody',
    says: 'A hello without a token is closed with 4500, and welcomed before by nobody',
    needs: ['token'],
    async attempt(visit) {
      const line = await visit.dial({ who: 'nobody' })
      visit.hello(line, { who: 'nobody' })
      await closes(visit, line, 4500)
      must(welcomeOf(line.transcript) === null, 'no welcome', 'a welcome, and then the close')
    },
  },
  {
    id: 'AUTH4',
    name: 'origin',
    says: 'A socket from a page of another host is accepted and closed with 4504',
    needs: [],
    async attempt(visit) {
      const line = await visit.dial({ origin: 'https://elsewhere.invalid' })
      visit.hello(line)
      await closes(visit, line, 4504)
    },
  },
  {
    id: 'AUTH2',
    name: 'large-hello',
    says: 'A first frame above 16 kB is closed with 1009',
    needs: [],
    attempt: visit => refusedFirst(visit, helloWith(visit, { padding: 'x'.repeat(WIRE.helloBytes) }), 1009),
  },
  {
    id: 'AUTH2',
    name: 'not-hello',
    says: 'A first frame that is no hello is closed with 4503',
    needs: [],
    attempt: visit => refusedFirst(visit, '{"type":"ping","id":1}', 4503),
  },
  {
    id: 'P4',
    name: 'not-json-first',
    says: 'A first frame that is not JSON is closed with 4503',
    needs: [],
    attempt: visit => refusedFirst(visit, 'hello', 4503),
  },
  {
    id: 'P4',
    name: 'hello-without-client',
    says: 'A hello without a client is closed with 4503',
    needs: [],
    attempt: visit => refusedFirst(visit, helloWith(visit, { client: undefined }), 4503),
  },
  {
    id: 'P1',
    name: 'binary-first',
    says: 'A binary first frame is closed with 1003',
    needs: [],
    attempt: visit => refusedFirst(visit, new TextEncoder().encode(helloWith(visit, {})), 1003),
  },
  {
    id: 'P4',
    name: 'version',
    says: 'A hello of another version is closed with 4502',
    needs: [],
    attempt: visit => refusedFirst(visit, helloWith(visit, { v: PROTOCOL_VERSION + 1 }), 4502),
  },
  {
    id: 'P3',
    name: 'hello-with-more',
    says: 'Unknown fields of a hello are ignored',
    needs: [],
    async attempt(visit) {
      const line = await visit.dial()
      line.sayRaw(helloWith(visit, { future: { deep: [1, null] } }))
      const welcome = await line.when(welcomeOf, visit.options.timeoutMs)
      must(welcome !== null, 'a welcome', endOf(line.transcript))
    },
  },
  {
    id: 'AUTH1',
    name: 'second-hello',
    says: 'A second hello on a socket is closed with 4503',
    needs: [],
    async attempt(visit) {
      const { line } = await visit.live()
      visit.hello(line)
      await closes(visit, line, 4503)
    },
  },
  {
    id: 'HEDGE1',
    name: 'superseded',
    says: 'A second socket of the same client closes the older one with 4007, and is served itself',
    needs: [],
    async attempt(visit) {
      const older = await visit.live()
      const newer = await visit.live({ client: older.client })
      await closes(visit, older.line, 4007)
      must(await isAlive(visit, newer), 'the newer socket served', endOf(newer.line.transcript))
    },
  },
]

async function refusedFirst(visit: Visit, data: string | Uint8Array<ArrayBuffer>, code: number): Promise<void> {
  const line = await visit.dial()
  line.sayRaw(data)
  await closes(visit, line, code)
}

function helloWith(visit: Visit, more: Readonly<Record<string, unknown>>): string {
  const token = tokenOf(visit.options, 'first')
  return JSON.stringify({ type: 'hello', v: PROTOCOL_VERSION, client: visit.id(), ...(token !== null && { token }), ...more })
}
