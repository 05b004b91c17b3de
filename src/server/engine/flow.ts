// Flow control: what was pushed and not acknowledged, and whether more may go out (SLOW1).
//   open ── a frame does not fit ──► shut ── acks and the network made room ──► open
import type { Ack } from '../../protocol/frames.ts'
import { TIMES } from '../limits.ts'
import type { Limits } from '../types.ts'
import type { Moment } from './events.ts'

/** A pushed frame that its ack will free. `part` is null for events. */
export interface Pushed {
  readonly offset: number
  readonly part: number | null
  readonly bytes: number
}

export interface Flow {
  readonly pushed: readonly Pushed[]
  readonly unackedBytes: number
  /** `stallBy`: without progress until then the reader is given up. `bufferedBytes`: what the transport held when that was judged last. */
  readonly gate: 'open' | { readonly stallBy: number; readonly bufferedBytes: number }
}

export const EMPTY_FLOW: Flow = { pushed: [], unackedBytes: 0, gate: 'open' }

export const isOpen = ({ gate }: Flow): boolean => gate === 'open'

/** Anything goes into an empty window: a frame larger than it must still pass. */
export function fits(flow: Flow, bytes: number, room: Room): boolean {
  const { limits, moment } = room
  if (!isOpen(flow) || moment.bufferedBytes > limits.bufferedBytes) return false
  return flow.unackedBytes === 0 || flow.unackedBytes + bytes <= limits.unackedBytes
}

export interface Room {
  readonly limits: Limits
  readonly moment: Moment
}

export function withPushed(flow: Flow, frame: Pushed): Flow {
  return { ...flow, pushed: [...flow.pushed, frame], unackedBytes: flow.unackedBytes + frame.bytes }
}

export function shut(flow: Flow, { limits, moment }: Room): Flow {
  if (!isOpen(flow)) return flow
  return { ...flow, gate: { stallBy: moment.now + limits.ackStallMs, bufferedBytes: moment.bufferedBytes } }
}

/** An ack frees its frame and all before it: they came in order. One that frees nothing changes nothing. */
export function acked(flow: Flow, ack: Ack, room: Room): Flow {
  const last = lastFreed(flow.pushed, ack)
  if (last === -1) return flow
  const pushed = flow.pushed.slice(last + 1)
  const unackedBytes = pushed.reduce((sum, { bytes }) => sum + bytes, 0)
  const { limits, moment } = room
  const gate = isOpen(flow) ? ('open' as const) : { stallBy: moment.now + limits.ackStallMs, bufferedBytes: moment.bufferedBytes }
  return reopened({ pushed, unackedBytes, gate }, room)
}

function lastFreed(pushed: readonly Pushed[], { offset, part }: Ack): number {
  if (part !== undefined) return pushed.findIndex(frame => frame.part === part && frame.offset === offset)
  return pushed.findLastIndex(frame => frame.part === null && frame.offset <= offset)
}

/** Opens again well below the bound, so that what follows is read from the log in few, coalesced frames. */
export function reopened(flow: Flow, { limits, moment }: Room): Flow {
  const hasRoom = flow.unackedBytes < limits.resumeBelowBytes && moment.bufferedBytes < limits.resumeBelowBytes
  return hasRoom && !isOpen(flow) ? { ...flow, gate: 'open' } : flow
}

/** Past the deadline: a transport that still drains is slow, not stuck, and gets as long again, as after a wake too late to judge (LIFE3). null: stuck. */
export function afterStall(flow: Flow, { limits, moment }: Room): Flow | null {
  if (flow.gate === 'open' || moment.now < flow.gate.stallBy) return flow
  const isPunctual = moment.now < flow.gate.stallBy + TIMES.lateWakeMs
  if (isPunctual && moment.bufferedBytes >= flow.gate.bufferedBytes) return null
  return { ...flow, gate: { stallBy: moment.now + limits.ackStallMs, bufferedBytes: moment.bufferedBytes } }
}

export const stallBy = ({ gate }: Flow): number | null => (gate === 'open' ? null : gate.stallBy)
