// Rules of much at once: long replays, large snapshots, slow readers. They come late, for all that they write is in each snapshot from then on.
import { BOUNDS, TIMES } from '../limits.ts'
import { ackOf } from '../line.ts'
import { cursorOf } from '../reader.ts'
import type { Tried } from '../rule.ts'
import { closingOf, heardOf, sentOf, type Transcript } from '../transcript.ts'
import { must } from '../verdict.ts'
import { closes, endOf, type Page, type Visit } from '../visit.ts'
import { fill, namedIn, padded, standing, submitStillborn } from './steps.ts'

export const BULK_RULES: readonly Tried[] = [
  {
    id: 'SNAP3',
    name: 'several-parts',
    says: 'What does not fit 64 kB comes in several parts',
    needs: ['padding'],
    async attempt(visit) {
      const page = await visit.live()
      const padding = 'x'.repeat(BOUNDS.paddingBytes)
      for (let made = 0; made < 5; made++) await submitStillborn(visit, page, padded(visit.options.input, padding))
      const parts = heardOf((await visit.live()).line.transcript, 'snapshot').length
      must(parts > 1, 'more than one part', `${parts} of them`)
    },
  },
  {
    id: 'SNAP1',
    name: 'settled',
    says: 'A snapshot names the newest 100 tasks that have ended',
    needs: ['kind'],
    async attempt(visit) {
      const made = await submitStillborn(visit, await visit.live())
      const ended = [...new Set(visit.facts.ended())].slice(-BOUNDS.settledTasks)
      const named = new Set(namedIn(await visit.live()).map(task => task.id))
      const missing = [...ended, made.id].filter(id => !named.has(id))
      must(
        missing.length === 0,
        `the ${ended.length} tasks that ended in this run`,
        `${named.size} tasks, and ${missing.length} of them missing`,
      )
    },
  },
  {
    id: 'LOG2',
    name: 'long-replay',
    says: 'What does not fit one frame is replayed in several, up to the head',
    needs: ['padding'],
    async attempt(visit) {
      const page = await visit.live()
      const cursor = standing(page)
      await page.line.hangUp()
      const end = standing(await fill(visit))
      const back = await visit.greet({ client: page.client, cursor })
      must(await visit.reach(back, end), `the log up to ${end.offset}`, endOf(back.line.transcript))
    },
  },
  {
    id: 'SLOW1',
    name: 'window',
    says: 'A reader that acks nothing is sent at most 256 kB, and its pings are still answered',
    needs: ['padding'],
    async attempt(visit) {
      const reader = await visit.live()
      const answersPings = await isPinged(visit, reader)
      reader.line.stopAcking()
      await fill(visit)
      await visit.wait(TIMES.quietMs)
      const bytes = pushedBytes(reader.line.transcript)
      must(bytes <= BOUNDS.windowBytes, `at most ${BOUNDS.windowBytes} bytes`, `${bytes} bytes`)
      must(!answersPings || (await isPinged(visit, reader)), 'a pong', endOf(reader.line.transcript))
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
    pace: 'long',
    async attempt(visit) {
      const { line } = await visit.live()
      line.stopAcking()
      const stillFrom = visit.now() + TIMES.stallMs - TIMES.stillMs
      await fill(visit)
      const until = visit.now() + TIMES.stallMs + TIMES.slackMs
      // A page that is slow still speaks. Not at the end: what crosses the server's close resets the line, and its code is lost with it.
      while (visit.now() < stillFrom && closingOf(line.transcript) === null) {
        line.say({ type: 'ping', id: 1 })
        await line.when(closingOf, TIMES.speakMs)
      }
      await line.when(closingOf, until - visit.now())
      await closes(visit, line, 4002)
    },
  },
]

async function isPinged({ options }: Visit, { line }: Page): Promise<boolean> {
  const before = heardOf(line.transcript, 'pong').length
  line.say({ type: 'ping', id: before })
  return (await line.when(transcript => heardOf(transcript, 'pong')[before] ?? null, options.timeoutMs)) !== null
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
