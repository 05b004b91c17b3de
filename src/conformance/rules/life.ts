// Rules of life: pings are answered, and silence is noticed.
import { TIMES } from '../limits.ts'
import type { Tried } from '../rule.ts'
import { closingOf, heardOf } from '../transcript.ts'
import { must } from '../verdict.ts'
import { endOf } from '../visit.ts'

export const LIFE_RULES: readonly Tried[] = [
  {
    id: 'LIFE1',
    name: 'pong',
    says: 'A ping is answered at once, with a pong of its id',
    needs: [],
    async attempt(visit) {
      const { line } = await visit.live()
      for (const id of [1, 0, 9007199254740991]) {
        const askedAt = visit.now()
        line.say({ type: 'ping', id })
        const pong = await line.when(
          transcript => heardOf(transcript, 'pong').find(each => each.id === id) ?? null,
          visit.options.timeoutMs,
        )
        must(pong !== null, `a pong with the id ${id}`, endOf(line.transcript))
        const tookMs = Math.round(visit.now() - askedAt)
        must(tookMs <= TIMES.pongMs, `a pong within ${TIMES.pongMs} ms`, `one after ${tookMs} ms`)
      }
    },
  },
  {
    id: 'LIFE1',
    name: 'server-asks',
    says: 'After 25 s of silence the server sends a ping, and after 45 s it closes with 4001',
    needs: ['slow'],
    pace: 'long',
    async attempt(visit) {
      const { line } = await visit.live({ pongs: 'never' })
      const ping = await line.when(transcript => heardOf(transcript, 'ping')[0] ?? null, TIMES.serverPingMs + TIMES.slackMs)
      must(ping !== null, 'a ping after 25 s', endOf(line.transcript))
      const closing = await line.when(closingOf, TIMES.reapMs - TIMES.serverPingMs + TIMES.slackMs)
      must(closing?.code === 4001, 'a close with 4001 after 45 s', endOf(line.transcript))
    },
  },
]
