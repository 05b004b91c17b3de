// However a log reaches a reader (whole, packed, cut, doubled, from a snapshot, with holes that are healed), the reader ends with the same.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Task } from '../../src/core/model.ts'
import type { LogEvent } from '../../src/protocol/values.ts'
import { packed } from '../../src/server/engine/coalesce.ts'
import { deeds, type History, historyOf } from './history.ts'
import { framesOf, heldBy, oneByOne, type Reader, readerFrom } from './reader.ts'
import { runs } from './runs.ts'

const ROOMY_BYTES = 60_000
const target = fc.oneof(fc.integer({ min: 200, max: 2_000 }), fc.constant(ROOMY_BYTES))
const share = fc.double({ min: 0, max: 1, noNaN: true })

/** `share` of the way through a list. */
const placeIn = (list: readonly unknown[], at: number) => Math.min(list.length, Math.floor(at * (list.length + 1)))

const first = ({ snapshots }: History) => snapshots[0] as History['snapshots'][number]
const last = ({ snapshots }: History) => snapshots.at(-1) as History['snapshots'][number]

/** Told everything, item by item. */
function plainReader(history: History): Reader {
  const reader = readerFrom(first(history))
  reader.hear(...framesOf(oneByOne(history.entries), 0))
  return reader
}

test('[SNAP1] what a reader has after the whole log is what the store says it is', async () => {
  await fc.assert(
    fc.asyncProperty(deeds, async list => {
      const history = await historyOf(list)
      const reader = plainReader(history)
      expect([...reader.asks.values()]).toEqual([])
      expect(heldBy(reader.state())).toEqual(heldBy(readerFrom(last(history)).state()))
    }),
    runs(250),
  )
})

test('[GAP1] packed and one by one leave the same tasks, notifications and cursor, and tell of the same in the same order', async () => {
  await fc.assert(
    fc.asyncProperty(deeds, target, fc.array(share, { maxLength: 3 }), async (list, targetBytes, cuts) => {
      const history = await historyOf(list)
      const plain = plainReader(history)
      const reader = readerFrom(first(history))
      const places = [0, ...cuts.map(cut => placeIn(history.entries, cut)).toSorted((a, b) => a - b), history.entries.length]
      const reads = places.slice(1).map((end, index) => history.entries.slice(places[index], end))
      reader.hear(
        ...framesOf(
          reads.flatMap(read => packed(read, targetBytes)),
          0,
        ),
      )
      expect(heldBy(reader.state())).toEqual(heldBy(plain.state()))
      expect(reader.told).toEqual(plain.told)
    }),
    runs(250),
  )
})

test('[GAP1] packed frames that begin before the cursor, or come twice, change nothing but what is new', async () => {
  await fc.assert(
    fc.asyncProperty(deeds, target, share, share, async (list, targetBytes, sooner, later) => {
      const history = await historyOf(list)
      const { entries } = history
      const plain = plainReader(history)
      const [from, to] = [placeIn(entries, Math.min(sooner, later)), placeIn(entries, Math.max(sooner, later))]
      const reader = readerFrom(first(history))
      const head = framesOf(oneByOne(entries.slice(0, to)), 0)
      // As from a second socket, which resumed from an older cursor.
      const overlap = framesOf(packed(entries.slice(from), targetBytes), entries[from - 1]?.offset ?? 0)
      reader.hear(...head, ...overlap, ...head.slice(-3), ...overlap)
      expect(heldBy(reader.state())).toEqual(heldBy(plain.state()))
      expect(reader.told).toEqual(plain.told)
    }),
    runs(250),
  )
})

test('[SNAP2] a snapshot at any time, in parts of any size, and the log after it are the whole log', async () => {
  await fc.assert(
    fc.asyncProperty(deeds, fc.integer({ min: 200, max: 3_000 }), share, target, async (list, partBytes, at, targetBytes) => {
      const history = await historyOf(list)
      const snapshot = history.snapshots[placeIn(history.snapshots.slice(1), at)] ?? last(history)
      const reader = readerFrom(snapshot, partBytes)
      const { offset } = snapshot.cursor
      reader.hear(
        ...framesOf(
          packed(
            history.entries.filter(entry => entry.offset > offset),
            targetBytes,
          ),
          offset,
        ),
      )
      expect([...reader.asks.values()]).toEqual([])
      expect(heldBy(reader.state())).toEqual(heldBy(plainReader(history).state()))
    }),
    runs(250),
  )
})

test('[STR2] chunks that the log lost leave a hole, each hole is asked for, and the answers make it whole', async () => {
  await fc.assert(
    fc.asyncProperty(deeds, fc.infiniteStream(share), fc.infiniteStream(share), async (list, lost, healed) => {
      const history = await historyOf(list)
      const reader = readerFrom(first(history))
      const kept = history.entries.filter(({ event }) => event.type !== 'task.stream' || (lost.next().value ?? 0) < 0.7)
      for (const [index, frame] of framesOf(oneByOne(kept), 0).entries()) {
        const shown = holeBefore(kept[index]?.event, reader)
        reader.hear(frame)
        expect(shown === null || reader.state().asks.open.has(shown)).toBe(true)
        // The server answers with what it holds by then, which may be ahead of what the reader was told.
        const heldBySome = history.snapshots.filter(({ cursor }) => cursor.offset >= (reader.state().cursor?.offset ?? 0))
        const luck = healed.next().value ?? 0
        const truth = heldBySome[Math.floor(luck * heldBySome.length)]
        if (luck < 0.5 && truth !== undefined) reader.heal(truth)
      }
      reader.heal(last(history))
      const truth = heldBy(readerFrom(last(history)).state()).tasks
      const held = heldBy(reader.state()).tasks
      // What a running task lost last shows with its next head: until then it is a beginning. What has ended is whole.
      expect(held.filter(hasEnded).map(withoutEmpty)).toEqual(truth.filter(hasEnded).map(withoutEmpty))
      expect(held.map(task => isBeginning(task, truth))).toEqual(held.map(() => true))
    }),
    runs(250),
  )
})

/** The task in whose stream this chunk shows a hole. */
function holeBefore(event: LogEvent | undefined, reader: Reader): string | null {
  if (event?.type !== 'task.stream' || !('chunk' in event)) return null
  const record = reader.state().tasks.get(event.id)
  const length = record?.streams[event.name]?.value.length ?? 0
  return record?.head.attempt === event.attempt && event.at > length ? event.id : null
}

const hasEnded = ({ status }: Task): boolean => status === 'succeeded' || status === 'failed' || status === 'cancelled'

/** Nothing tells of a stream that has nothing in it. */
const withoutEmpty = (task: Task) => ({
  ...task,
  streams: Object.fromEntries(Object.entries(task.streams).filter(([, { value }]) => value.length > 0)),
})

function isBeginning(task: Task, truth: readonly Task[]): boolean {
  const whole = truth.find(({ id }) => id === task.id)
  return Object.entries(task.streams).every(([name, { value }]) => {
    const full = whole?.streams[name]?.value ?? ''
    return JSON.stringify(full.slice(0, value.length)) === JSON.stringify(value)
  })
}
