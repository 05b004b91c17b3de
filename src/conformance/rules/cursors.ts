// Rules of cursors: what was missed is replayed from a proved one, and any other leads to a snapshot that says why.
import type { SnapshotReason } from '../../protocol/frames.ts'
import type { Cursor } from '../../protocol/values.ts'
import { TIMES } from '../limits.ts'
import { readingsOf, toldTo } from '../reader.ts'
import type { Tried } from '../rule.ts'
import { heardOf } from '../transcript.ts'
import { Blocked, must } from '../verdict.ts'
import { endOf, type Page, type Visit } from '../visit.ts'
import { cursorIn, headOf, standing, write } from './steps.ts'

export const CURSOR_RULES: readonly Tried[] = [
  {
    id: 'SNAP4',
    name: 'new',
    says: 'A hello without a cursor is given a snapshot, with the reason new',
    needs: [],
    async attempt(visit) {
      const page = await visit.live()
      mustForecast(page, 'new')
      must(isGivenSnapshot(page), 'a snapshot', 'none before live: true')
    },
  },
  {
    id: 'LOG2',
    name: 'replayed',
    says: 'A proved cursor gets exactly what follows it, and no snapshot',
    needs: [],
    async attempt(visit) {
      const [page, other] = [await visit.live(), await visit.live()]
      const cursor = standing(page)
      await page.line.hangUp()
      const written = await write(visit, other)
      const back = await visit.live({ client: page.client, cursor })
      must(back.welcome.outcome === 'replayed', 'the outcome replayed', back.welcome.outcome)
      must(!isGivenSnapshot(back), 'a replay', 'a snapshot')
      const offsets = toldTo(back.line.transcript).flatMap(told => (told.kind === 'item' ? [told.item.offset] : []))
      must(offsets.includes(written.offset), `the entry at ${written.offset}, which was missed`, offsets)
    },
  },
  {
    id: 'LOG2',
    name: 'nothing-missed',
    says: 'A cursor at the head is live at once: nothing is replayed',
    needs: [],
    async attempt(visit) {
      const page = await visit.live()
      const back = await visit.live({ cursor: standing(page) })
      must(back.welcome.outcome === 'replayed', 'the outcome replayed', back.welcome.outcome)
      must(!isGivenSnapshot(back), 'no snapshot', 'a snapshot')
    },
  },
  {
    id: 'LOG1',
    name: 'plus-one',
    says: 'Each entry has the offset after the one before',
    needs: [],
    async attempt(visit) {
      const page = await visit.live()
      const steps: number[] = []
      // Another page or a task may write between the two.
      for (let round = 0; round < 5 && !steps.includes(1); round++) {
        const first = await write(visit, page)
        steps.push((await write(visit, page)).offset - first.offset)
      }
      must(steps.includes(1), 'two writes one offset apart', `steps of ${steps.join(', ')}`)
    },
  },
  {
    id: 'LOG5',
    name: 'told',
    says: 'What is written is told to every live page of the user',
    needs: [],
    async attempt(visit) {
      const [writer, hearer] = [await visit.live(), await visit.live()]
      const cursor = await write(visit, writer)
      const until = visit.now() + TIMES.hintMs
      let isTold = await visit.reach(hearer, cursor)
      while (!isTold && visit.now() < until) isTold = await visit.reach(hearer, cursor)
      must(isTold, `the entry at ${cursor.offset} within 15 s`, endOf(hearer.line.transcript))
    },
  },
  {
    id: 'GAP4',
    name: 'cursor',
    says: 'The receipt of a write carries the cursor of its effect',
    needs: [],
    async attempt(visit) {
      const page = await visit.live()
      const receipt = await visit.call(page, { op: 'notifications.seen', data: { offset: headOf(page) } })
      must(receipt.ok && receipt.cursor !== undefined, 'an accepted receipt with a cursor', receipt)
    },
  },
  {
    id: 'GAP4',
    name: 'reached',
    says: 'The log of the page reaches the cursor of its receipt',
    needs: [],
    async attempt(visit) {
      const page = await visit.live()
      const cursor = cursorIn(await visit.call(page, { op: 'notifications.seen', data: { offset: headOf(page) } }))
      must(await visit.reach(page, cursor), `frames up to ${cursor.offset} of the epoch ${cursor.epoch}`, endOf(page.line.transcript))
    },
  },
  {
    id: 'LOG2',
    name: 'epoch',
    says: 'A cursor of another epoch leads to a snapshot, with the reason epoch',
    needs: [],
    attempt: visit => unproved(visit, 'epoch', cursor => ({ ...cursor, epoch: visit.id() })),
  },
]

/** Where a history diverged a new epoch may begin, so these come late. */
export const LAST_CURSOR_RULES: readonly Tried[] = [
  {
    id: 'LOG3',
    name: 'old',
    says: 'From the oldest cursor of this run everything is replayed, or there is a snapshot: never a part that looks whole',
    needs: [],
    async attempt(visit) {
      const page = await visit.live()
      const { oldest } = visit.facts
      if (oldest === null || oldest.cursor.epoch !== page.welcome.epoch) throw new Blocked('no cursor of this epoch is older')
      const back = await visit.live({ cursor: oldest.cursor, apart: true })
      if (isGivenSnapshot(back)) return
      const first = readingsOf(back.line.transcript).find(({ frame }) => frame.type === 'events')?.frame
      const { offset } = oldest.cursor
      must(first?.type === 'events' && first.prev <= offset, `a first frame with a prev of at most ${offset}, or a snapshot`, first)
      const told = toldTo(back.line.transcript).flatMap(each => (each.kind === 'item' ? [each.item.offset] : []))
      const missing = oldest.entries().find(entry => entry > offset && !told.includes(entry))
      must(missing === undefined, 'every entry that other pages were told since', `none at ${missing}`)
    },
  },
  {
    id: 'LOG2',
    name: 'mark',
    says: 'A cursor with another mark than its entry leads to a snapshot, with the reason diverged',
    needs: [],
    attempt: visit => unproved(visit, 'diverged', cursor => ({ ...cursor, mark: visit.id() })),
  },
  {
    id: 'LOG2',
    name: 'beyond',
    says: 'A cursor beyond the log leads to a snapshot, with the reason diverged',
    needs: [],
    attempt: visit => unproved(visit, 'diverged', cursor => ({ ...cursor, offset: cursor.offset + 1000 })),
  },
]

async function unproved(visit: Visit, reason: SnapshotReason, bent: (cursor: Cursor) => Cursor): Promise<void> {
  const page = await visit.live()
  await write(visit, page)
  const back = await visit.live({ cursor: bent(standing(page)), apart: true })
  mustForecast(back, reason)
  must(isGivenSnapshot(back), 'a snapshot', 'none before live: true')
}

function mustForecast({ welcome }: Page, reason: SnapshotReason): void {
  const { outcome } = welcome
  must(outcome === 'snapshot' && welcome.reason === reason, `the outcome snapshot, reason ${reason}`, { outcome, reason: welcome.reason })
}

const isGivenSnapshot = ({ line }: Page): boolean => heardOf(line.transcript, 'snapshot').length > 0
