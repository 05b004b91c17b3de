// A client's core that reads frames and shows what it holds.
import { expect } from 'vitest'
import type { Effect } from '../../src/core/effects.ts'
import type { Task } from '../../src/core/model.ts'
import type { MachineState } from '../../src/core/state.ts'
import { tasksOf } from '../../src/core/view.ts'
import type { ServerMessage } from '../../src/protocol/frames.ts'
import type { Cursor, StreamPiece } from '../../src/protocol/values.ts'
import type { Batch } from '../../src/server/engine/coalesce.ts'
import { partsOf } from '../../src/server/engine/snapshot-parts.ts'
import type { MarkedItem, StoreSnapshot } from '../../src/server/store.ts'
import { accepted, commandsBy, createBench, emissionsBy, refused, welcome } from '../support/builders.ts'

export interface Reader {
  readonly state: () => MachineState
  /** The `app.*` events it was told of, and the notifications: each in its own order. */
  readonly told: { readonly messages: readonly string[]; readonly notifications: readonly string[] }
  /** Ids of the tasks it asked for and has no answer to, by command. */
  readonly asks: ReadonlyMap<string, string>
  hear(...frames: readonly ServerMessage[]): void
  /** Answers its asks with what the store held then, until it asks for nothing. */
  heal(truth: StoreSnapshot): void
}

/** A reader that is welcomed and holds this snapshot. */
export function readerFrom(snapshot: StoreSnapshot, partBytes = 60_000): Reader {
  const bench = createBench()
  const told = { messages: [] as string[], notifications: [] as string[] }
  const asks = new Map<string, string>()
  const note = (effects: readonly Effect[]) => {
    for (const { name, data } of emissionsBy(effects, 'message')) told.messages.push(`${name} ${JSON.stringify(data)}`)
    for (const { notification } of emissionsBy(effects, 'notification'))
      told.notifications.push(`${notification.id} at ${notification.offset}`)
    for (const { id, op, data } of commandsBy(effects)) if (op === 'task.get') asks.set(id, String((data as { id?: string }).id))
    for (const effect of effects) expect(effect.type, 'it hung up').not.toBe('hang-up')
  }
  const reader: Reader = {
    state: bench.state,
    told,
    asks,
    hear: (...frames) => note(bench.hear(...frames)),
    heal(truth) {
      for (let round = 0; asks.size > 0; round += 1) {
        if (round > 600) throw new Error('it asks for ever')
        const [first] = asks
        if (first === undefined) return
        asks.delete(first[0])
        reader.hear(answerTo(first, truth))
      }
    },
  }
  bench.open()
  reader.hear(welcome({ epoch: snapshot.cursor.epoch, outcome: 'snapshot' }), ...snapshotFrames(snapshot, partBytes))
  told.notifications.length = 0
  return reader
}

function answerTo([commandId, id]: readonly [string, string], { tasks, pieces }: StoreSnapshot): ServerMessage {
  const task = tasks.find(each => each.id === id)
  if (task === undefined) return refused(commandId, 'not-found')
  return accepted(commandId, { data: { task, pieces: pieces.filter((piece: StreamPiece) => piece.id === id) } })
}

export function snapshotFrames(snapshot: StoreSnapshot, partBytes: number): readonly ServerMessage[] {
  const parts = partsOf(snapshot, partBytes)
  const { cursor, seen } = snapshot
  return parts.map((part, index) => ({ type: 'snapshot', cursor, part: index + 1, parts: parts.length, ...part, seen }))
}

/** One item a frame, as if nothing were ever packed. */
export const oneByOne = (entries: readonly MarkedItem[]): readonly Batch[] =>
  entries.map(({ mark, ...item }) => ({ offset: item.offset, mark, list: [item] }))

/** Each frame begins where the one before it ended. */
export function framesOf(batches: readonly Batch[], from: number): readonly ServerMessage[] {
  return batches.map((batch, index) => ({ type: 'events', prev: batches[index - 1]?.offset ?? from, ...batch }))
}

export interface Held {
  readonly cursor: Cursor | null
  readonly tasks: readonly Task[]
  readonly notifications: readonly unknown[]
  readonly seen: number
}

/** What a page shows of it. */
export function heldBy(state: MachineState): Held {
  const { cursor, notifications } = state
  return { cursor, tasks: tasksOf(state), notifications: notifications.list, seen: notifications.seen }
}
