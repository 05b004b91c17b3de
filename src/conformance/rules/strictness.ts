// Rules of what is tolerated after the welcome and what is not.
import * as WIRE from '../../protocol/limits.ts'
import type { Tried } from '../rule.ts'
import { must } from '../verdict.ts'
import { closes, endOf, isAlive, type Visit } from '../visit.ts'

const command = (data: string): string => `{"type":"command","id":"deep","op":"task.get","data":${data},"ttlMs":1000}`
const nested = '['.repeat(WIRE.upDepth + 1) + ']'.repeat(WIRE.upDepth + 1)

const refused = (name: string, says: string, data: string): Tried => ({
  id: 'P4',
  name,
  says: `${says} is closed with 4503`,
  needs: [],
  attempt: visit => refusedLater(visit, data, 4503),
})

export const STRICTNESS_RULES: readonly Tried[] = [
  {
    id: 'P3',
    name: 'unknown-frame',
    says: 'A frame of unknown type is ignored',
    needs: [],
    async attempt(visit) {
      const page = await visit.live()
      page.line.sayRaw('{"type":"from-the-future","list":[1,2]}')
      must(await isAlive(visit, page), 'the socket served on', endOf(page.line.transcript))
    },
  },
  {
    id: 'P3',
    name: 'unknown-field',
    says: 'An unknown field of a frame is ignored',
    needs: [],
    async attempt(visit) {
      const page = await visit.live()
      page.line.sayRaw('{"type":"pong","id":7,"future":true}')
      must(await isAlive(visit, page), 'the socket served on', endOf(page.line.transcript))
    },
  },
  refused('not-json', 'Text that is not JSON', 'nonsense'),
  refused('no-object', 'JSON that is no object', '[1,2]'),
  refused('missing-field', 'A frame that lacks a field', '{"type":"command","id":"c1","op":"task.get","ttlMs":1000}'),
  refused('wrong-type', 'A field of the wrong type', '{"type":"ping","id":"1"}'),
  refused('range', 'An integer out of range', '{"type":"ack","offset":-1}'),
  refused(
    'bad-id',
    'An id with other characters than A-Z a-z 0-9 _ -',
    '{"type":"command","id":"a b","op":"task.get","data":{},"ttlMs":1}',
  ),
  refused('reserved-key', 'A payload with the key __proto__', command('{"key":{"__proto__":{}}}')),
  refused('depth', 'A payload that nests too deep', command(nested)),
  {
    id: 'P1',
    name: 'binary-later',
    says: 'A binary frame is closed with 1003',
    needs: [],
    attempt: visit => refusedLater(visit, new TextEncoder().encode('{"type":"ping","id":1}'), 1003),
  },
]

async function refusedLater(visit: Visit, data: string | Uint8Array<ArrayBuffer>, code: number): Promise<void> {
  const { line } = await visit.live()
  line.sayRaw(data)
  await closes(visit, line, code)
}
