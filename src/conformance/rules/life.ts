// Rules of life and of slow readers: pings are answered, silence is noticed, and nobody is sent more than it acks.
import { TIMES, BOUNDS } from '../limits.ts'
import { ackOf } from '../line.ts'
import { cursorOf } from '../reader.ts'
import type { Tried } from '../rule.ts'
import { closingOf, heardOf, sentOf, type Transcript } from '../transcript.ts'
import { must } from '../verdict.ts'
import { closes, endOf, isAlive, type Page, type Visit } from '../visit.ts'
import { padded, standing, submitStillborn } from './steps.ts'

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
    pace: 'aside',
    async attempt(visit) {
      const { line } = await visit.live({ pongs: 'never' })
      const ping = await line.when(transcript => heardOf(transcript, 'ping')[0] ?? null, TIMES.serverPingMs + TIMES.slackMs)
      must(ping !== null, 'a ping after 25 s', endOf(line.transcript))
      const closing = await line.when(closingOf, TIMES.reapMs - TIMES.serverPingMs + TIMES.slackMs)
      must(closing?.code === 4001, 'a close with 4001 after 45 s', endOf(line.transcript))
    },
  },
  {
    id: 'SLOW1',
    name: 'window',
    says: 'A reader that acks nothing is sent at most 256 kB, and is still answered',
    needs: ['padding'],
    async attempt(visit) {
      const reader = await visit.live()
      reader.line.stopAcking()
      await fill(visit)
      await visit.wait(TIMES.quietMs)
      const bytes = pushedBytes(reader.line.transcript)
      must(bytes <= BOUNDS.windowBytes, `at most ${BOUNDS.windowBytes} bytes`, `${bytes} bytes`)
      must(await isAlive(visit, reader), 'a pong', endOf(reader.line.transcript))
    },
  },
  {
    id: 'SLOW1',
    name: 'goes-on',
    says: 'A reader that acks after a while is sent the rest, with nothing left out',
    needs: ['padding'],
    async attempt(visit) {
      const reader = await visit.live()
      reader.line.stopAcking()
      const end = standing(await fill(visit))
      await visit.wait(TIMES.quietMs)
      await caughtUp(visit, reader, end.offset)
      const at = cursorOf(reader.line.transcript)?.offset ?? 0
      must(at >= end.offset, `the log up to ${end.offset}`, `up to ${at}; ${endOf(reader.line.transcript)}`)
    },
  },
  {
    id: 'SLOW1',
    name: 'given-up',
    says: 'A reader that acks nothing for 30 s while data is pending is closed with 4002',
    needs: ['slow', 'padding'],
    pace: 'aside',
    async attempt(visit) {
      const { line } = await visit.live()
      line.stopAcking()
      await fill(visit)
      const until = visit.now() + TIMES.stallMs + TIMES.slackMs
      // A page that is slow still speaks.
      while (visit.now() < until && closingOf(line.transcript) === null) {
        line.say({ type: 'ping', id: 1 })
        await line.when(closingOf, TIMES.slackMs)
      }
      await closes(visit, line, 4002)
    },
  },
]

/** More than the window of a reader that acks nothing. */
async function fill(visit: Visit): Promise<Page> {
  const writer = await visit.live()
  const padding = 'x'.repeat(BOUNDS.paddingBytes)
  for (let made = 0; made < BOUNDS.paddedTasks; made++) await submitStillborn(visit, writer, padded(visit.options.input, padding))
  return writer
}

/** What came since the last ack. A frame alone may be larger than the window. */
function pushedBytes({ entries }: Transcript): number {
  const acked = entries.findLastIndex(entry => entry.kind === 'sent' && entry.message?.type === 'ack')
  const sizes = entries
    .slice(acked)
    .flatMap(entry => (entry.kind === 'heard' && (entry.frame.type === 'events' || entry.frame.type === 'snapshot') ? [entry.bytes] : []))
  return sizes.length === 1 ? 0 : sizes.reduce((sum, bytes) => sum + bytes, 0)
}

/** Acks whatever has come, again and again, until the log is told up to `offset` or nothing more comes. */
async function caughtUp(visit: Visit, { line }: Page, offset: number): Promise<void> {
  let acked = sentOf(line.transcript, 'ack').length
  const acks = ({ entries }: Transcript) => entries.flatMap(entry => (entry.kind === 'heard' ? (ackOf(entry.frame) ?? []) : []))
  while ((cursorOf(line.transcript)?.offset ?? 0) < offset) {
    const due = acks(line.transcript).slice(acked)
    acked += due.length
    line.say(...due)
    const more = await line.when(transcript => (acks(transcript).length > acked ? true : null), visit.options.timeoutMs)
    if (more === null) return
  }
}
