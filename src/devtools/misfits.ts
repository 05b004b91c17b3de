// The latest payloads that did not fit, with why: a schema's words are told once, by the event `invalid`, and kept nowhere else.
import type { ResilientSocket } from '../client/types.ts'
import * as SHOWN from './limits.ts'

export interface Misfit {
  readonly id: number
  readonly at: number
  readonly type: string
  readonly reasons: readonly string[]
}

export interface MisfitRing {
  readonly note: (misfit: { readonly type: string; readonly issues: readonly unknown[] }, at: number) => void
  /** Newest first; the same list while none came. */
  readonly latest: () => readonly Misfit[]
}

const rings = new WeakMap<ResilientSocket, MisfitRing>()

/** One per socket, so that tools which are closed, hidden or shown again remember. */
export function ringOf(socket: ResilientSocket): MisfitRing {
  const ring = rings.get(socket) ?? createMisfitRing()
  rings.set(socket, ring)
  return ring
}

function createMisfitRing(): MisfitRing {
  let latest: readonly Misfit[] = []
  return {
    note({ type, issues }, at) {
      const reasons = issues.slice(0, SHOWN.reasons).map(reasonOf)
      latest = [{ id: (latest[0]?.id ?? 0) + 1, at, type, reasons }, ...latest.slice(0, SHOWN.misfits - 1)]
    },
    latest: () => latest,
  }
}

/** Whatever a library made of it, in one line: where, and why. */
function reasonOf(issue: unknown): string {
  if (typeof issue !== 'object' || issue === null) return String(issue).slice(0, SHOWN.reasonChars)
  const message = 'message' in issue ? String(issue.message) : 'no reason was given'
  const path = 'path' in issue && Array.isArray(issue.path) ? issue.path.map(stepOf).join('.') : ''
  return `${path}${path === '' ? '' : ': '}${message}`.slice(0, SHOWN.reasonChars)
}

/** A step of a path is a key, or an object that holds one. */
const stepOf = (step: unknown): string => String(typeof step === 'object' && step !== null && 'key' in step ? step.key : step)
