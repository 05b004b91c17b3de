// One attempt at a time: a press is pending until the attempt has ended, then rests a moment, and its result is said once.
//
//   ready ──press──▶ pending ──connected──▶ ready
//                       └──failed──▶ resting ──due──▶ ready
import type { Due, Machine } from '../shared/machine.ts'

export interface ButtonView {
  readonly phase: 'ready' | 'pending' | 'resting'
  /** pending: the earliest end; resting: the end. */
  readonly turnAt: number | null
  readonly cooldownMs: number
  /** An attempt is in flight, whoever began it. */
  readonly isTrying: boolean
  /** How the last press ended; numbered, so that the same result is news again. */
  readonly result: { readonly press: number; readonly outcome: 'reconnected' | 'failed' } | null
  readonly press: number
}

export type ButtonEvent =
  | { readonly type: 'status'; readonly isTrying: boolean; readonly isConnected: boolean }
  | { readonly type: 'press'; readonly pendingMinMs: number; readonly cooldownMs: number }

const ready: ButtonView = { phase: 'ready', turnAt: null, cooldownMs: 0, isTrying: false, result: null, press: 0 }

export const buttonMachine: Machine<ButtonView, ButtonEvent> = { initial: ready, step, deadlineOf: view => view.turnAt }

function step(view: ButtonView, event: ButtonEvent | Due, now: number): ButtonView {
  switch (event.type) {
    case 'press':
      return view.phase === 'ready' ? begin(view, event, now) : view
    case 'status':
      return heard(view, event, now)
    case 'due':
      return due(view, now)
  }
}

function begin(view: ButtonView, { pendingMinMs, cooldownMs }: ButtonEvent & { type: 'press' }, now: number): ButtonView {
  return { ...view, phase: 'pending', turnAt: now + pendingMinMs, cooldownMs, press: view.press + 1 }
}

function heard(view: ButtonView, { isTrying, isConnected }: ButtonEvent & { type: 'status' }, now: number): ButtonView {
  const next = view.isTrying === isTrying ? view : { ...view, isTrying }
  if (view.phase !== 'pending') return next
  if (isConnected) return { ...next, phase: 'ready', turnAt: null, result: { press: view.press, outcome: 'reconnected' } }
  // Past its shortest time a pending press ends with the attempt it waited for.
  return view.turnAt === null && !isTrying ? rest(next, now) : next
}

function due(view: ButtonView, now: number): ButtonView {
  if (view.turnAt === null || view.turnAt > now) return view
  if (view.phase === 'resting') return { ...view, phase: 'ready', turnAt: null }
  return view.isTrying ? { ...view, turnAt: null } : rest(view, now)
}

function rest(view: ButtonView, now: number): ButtonView {
  return { ...view, phase: 'resting', turnAt: now + view.cooldownMs, result: { press: view.press, outcome: 'failed' } }
}
