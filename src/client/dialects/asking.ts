// The machine's own questions, as for a reader of `useTask(id)`: answered from what REST says.
import { byteLength, Refusal, toJson } from '../../protocol/codec.ts'
import type { Receipt } from '../../protocol/frames.ts'
import * as WIRE from '../../protocol/limits.ts'
import { snapshotOf } from '../tabs/whole.ts'
import * as PLAIN from './limits.ts'
import type { Report } from './report.ts'
import { type Around, keep, type Plain, type PlainEffect, type PlainStep, type Round } from './state.ts'
import { merged, without } from './telling.ts'

/** The asks that this round was for: the task whole, or, missing twice, that there is none. */
export function answersOf(plain: Plain, answer: { readonly round: Round; readonly reports: readonly Report[] }, around: Around): PlainStep {
  const { socket, asks } = plain
  if (socket === null) return keep(plain)
  let next = plain
  const effects: PlainEffect[] = []
  for (const { command, ref } of asks.filter(each => answer.round.ids.includes(each.ref))) {
    const report = answer.reports.find(({ id }) => id === ref)
    const isMissing = (plain.misses.get(ref) ?? 0) >= PLAIN.misses
    if (report === undefined && !isMissing) continue
    const receipt = report === undefined ? notFound(command) : wholeOf(plain, { command, report }, around)
    effects.push({ type: 'say', dial: socket.dial, message: receipt })
    next = { ...next, asks: next.asks.filter(each => each.command !== command), misses: without(next.misses, ref) }
  }
  return [next, effects]
}

export const refusal = (id: string, code: string, message: string): Receipt => ({
  type: 'receipt',
  id,
  ok: false,
  error: { code, message, retryable: false },
})

export const notFound = (command: string): Receipt => refusal(command, 'not-found', 'The server does not know such a task.')

/** As a snapshot has it. No event goes with it: that a task ended long ago is no news. */
function wholeOf(plain: Plain, { command, report }: { readonly command: string; readonly report: Report }, around: Around): Receipt {
  const { tasks, notifications } = around.machine
  const { record } = merged(plain, report, { around, tasks })
  const parts = snapshotOf({ tasks: new Map([[record.head.id, record]]), notifications: { ...notifications, list: [] } }, NOWHERE)
  const [task] = parts.flatMap(part => part.tasks)
  const data = toJson({ task: task ?? null, pieces: parts.flatMap(part => part.pieces) }, WIRE.downDepth)
  const receipt: Receipt = { type: 'receipt', id: command, ok: true, data: data instanceof Refusal ? null : data }
  return byteLength(JSON.stringify(receipt)) <= WIRE.downBytes
    ? receipt
    : refusal(command, 'too-large', 'The task is too large for a page.')
}

const NOWHERE = { epoch: 'none', offset: 0, mark: 'none' }
