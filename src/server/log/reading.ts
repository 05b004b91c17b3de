// The reading half of a store: a proved replay or a gap, the snapshot, and single tasks.
import type { Cursor, LogEvent } from '../../protocol/values.ts'
import type { MarkedItem, Reading, Store, StoredTask, StoreSnapshot } from '../store.ts'
import { cursorOf, logIn, prove } from './cursor-rules.ts'
import type { Log, Verdict } from './cursor-rules.ts'
import { piecesOf, wireTaskOf } from './heads.ts'
import type { LedgerParts } from './ledger.ts'
import { STORE } from './limits.ts'
import type { Records } from './records.ts'
import type { EntryRow, TaskRow } from './rows.ts'
import type { Step } from './step.ts'

type ReadLimit = Parameters<Store['read']>[2]

export function readingOf({ backend, step }: LedgerParts): Pick<Store, 'head' | 'read' | 'snapshot' | 'get' | 'list'> {
  const logOf = (records: Records, user: string): Log => logIn(records.log(user), records.incarnation())
  const judge = (records: Records, user: string, after: Cursor): Verdict =>
    prove(logOf(records, user), after, offset => records.markAt(user, offset))

  function replay(records: Records, user: string, { after, limit }: { readonly after: Cursor; readonly limit: ReadLimit }): Reading {
    const verdict = judge(records, user, after)
    const head = cursorOf(logOf(records, user))
    if (verdict !== 'proved') return { outcome: 'gap', reason: verdict, head }
    const { entries, isWhole } = take(records.entriesAfter(user, after.offset), limit)
    return { outcome: 'entries', entries, next: isWhole ? head : (placeOf(entries, head.epoch) ?? after), head }
  }

  // Offsets go on, and no older cursor is believed. Judged again inside the step: another reader may have begun the new epoch meanwhile.
  function beginEpoch(current: Step, user: string, after: Cursor): Reading {
    const verdict = judge(current.records, user, after)
    if (verdict === 'diverged') current.saveLog(user, { ...current.log(user), branch: current.id() })
    return { outcome: 'gap', reason: 'diverged', head: cursorOf(current.log(user)) }
  }

  return {
    head: user => backend.view(records => cursorOf(logOf(records, user))),
    async read(user, after, limit) {
      const reading = await backend.view(records => replay(records, user, { after, limit }))
      const isBeside = reading.outcome === 'gap' && reading.reason === 'diverged'
      return isBeside ? step(current => beginEpoch(current, user, after)) : reading
    },
    snapshot: user => backend.view(records => snapshotOf(records, user, logOf(records, user))),
    get: (user, ref) =>
      backend.view(records => {
        const row = records.task(user, ref)
        return row && storedOf(records, row)
      }),
    list: (user, page) => backend.view(records => pageOf(records, user, page)),
  }
}

/** At least one entry, so that a reader with small limits still moves. */
function take(
  rows: Iterable<EntryRow>,
  { count, bytes }: ReadLimit,
): { readonly entries: readonly MarkedItem[]; readonly isWhole: boolean } {
  const entries: MarkedItem[] = []
  let total = 0
  for (const row of rows) {
    total += row.bytes
    if (entries.length > 0 && (entries.length >= count || total > bytes)) return { entries, isWhole: false }
    entries.push(itemOf(row))
  }
  return { entries, isWhole: true }
}

function itemOf({ offset, mark, time, event: text }: EntryRow): MarkedItem {
  const event: LogEvent = JSON.parse(text)
  return { offset, mark, time, event }
}

function placeOf(entries: readonly MarkedItem[], epoch: string): Cursor | null {
  const last = entries.at(-1)
  return last ? { epoch, offset: last.offset, mark: last.mark } : null
}

function snapshotOf(records: Records, user: string, log: Log): StoreSnapshot {
  const stored = [...records.active(user), ...records.settled(user, STORE.settledInSnapshot)].map(row => storedOf(records, row))
  return {
    cursor: cursorOf(log),
    tasks: stored.map(({ task }) => task),
    pieces: stored.flatMap(({ pieces }) => pieces),
    notifications: records.notifications(user).map(text => JSON.parse(text)),
    seen: log.seen,
  }
}

function storedOf(records: Records, row: TaskRow): StoredTask {
  return { task: wireTaskOf(row, records.payload(row)), pieces: piecesOf(row, records.chunks(row)) }
}

function pageOf(records: Records, user: string, page: Parameters<Store['list']>[1]): Awaited<ReturnType<Store['list']>> {
  const limit = Math.max(1, Math.min(page.limit, STORE.listed))
  const rows = records.older(user, { ...page, before: placeBefore(page.before), limit: limit + 1 })
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  const next = rows.length > limit && last ? String(last.order) : null
  return { tasks: shown.map(row => wireTaskOf(row, records.payload(row))), next }
}

/** A place that no page ever gave shows the newest. */
function placeBefore(before: string | undefined): number {
  return before !== undefined && /^\d{1,15}$/.test(before) ? Number(before) : Number.MAX_SAFE_INTEGER
}
