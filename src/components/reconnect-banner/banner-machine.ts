// When the banner shows, what it shows, and what it says aloud: a pure machine over statuses, focus and time.
//
//   gone ──noticeable──▶ entering ──due──▶ open ──live, then restoredMs──▶ leaving ──due──▶ gone
//                                           └──dismiss─────────────────────▶┘
import type { BannerKind } from '../../core/banner.ts'
import type { Due, Machine } from '../shared/machine.ts'
import * as BANNER from './limits.ts'

export type BannerStatus = BannerKind | 'restored'

export interface BannerView {
  readonly phase: 'gone' | 'entering' | 'open' | 'leaving'
  /** What it shows; kept while leaving. */
  readonly status: BannerStatus
  readonly shownAt: number
  /** When the phase ends by itself. */
  readonly turnAt: number | null
  /** When `restored` has been read long enough. */
  readonly endsAt: number | null
  /** The wait now running, for the progress line. */
  readonly wait: { readonly from: number; readonly until: number } | null
  readonly hasFocus: boolean
  /** The kind the user waved away; null once live again. */
  readonly dismissed: BannerKind | null
  /** Said aloud in this outage, oldest first: each kind once. */
  readonly said: readonly BannerStatus[]
}

interface StatusTold {
  readonly type: 'status'
  readonly kind: BannerKind | null
  readonly isLive: boolean
  /** Nobody wants a connection: nothing is left to tell. */
  readonly isIdle: boolean
  readonly noticeable: boolean
  readonly retryAt: number | null
  readonly minVisibleMs: number
  readonly restoredMs: number
}

export type BannerEvent = StatusTold | { readonly type: 'dismiss' } | { readonly type: 'focus'; readonly isInside: boolean }

const gone: BannerView = {
  phase: 'gone',
  status: 'connecting',
  shownAt: 0,
  turnAt: null,
  endsAt: null,
  wait: null,
  hasFocus: false,
  dismissed: null,
  said: [],
}

export const bannerMachine: Machine<BannerView, BannerEvent> = { initial: gone, step, deadlineOf }

/** While focus is inside, an ended banner waits for the focus to leave (`isHeld`). */
export function isHeld(view: BannerView): boolean {
  return view.phase === 'open' && view.hasFocus && view.status === 'restored' && view.endsAt === null
}

export function isShown(view: BannerView): boolean {
  return view.phase !== 'gone'
}

function deadlineOf({ turnAt, endsAt }: BannerView): number | null {
  if (turnAt === null) return endsAt
  return endsAt === null ? turnAt : Math.min(turnAt, endsAt)
}

function step(view: BannerView, event: BannerEvent | Due, now: number): BannerView {
  switch (event.type) {
    case 'status':
      return view.phase === 'gone' ? appear(view, event, now) : follow(view, event, now)
    case 'dismiss':
      return view.status === 'restored' ? leave(view, now) : { ...leave(view, now), dismissed: view.status }
    case 'focus':
      return focus(view, event.isInside, now)
    case 'due':
      return turn(view, now)
  }
}

function appear(view: BannerView, told: StatusTold, now: number): BannerView {
  if (told.isLive) return view.dismissed === null ? view : gone
  if (told.kind === null || !told.noticeable || isWavedAway(view, told.kind)) return view
  const shown: BannerView = { ...gone, phase: 'entering', status: told.kind, shownAt: now, turnAt: now + BANNER.enterMs }
  return { ...shown, wait: waitOf(shown, told, now), said: [told.kind] }
}

/** A dismissal lasts for the outage, unless it comes to need the user's hand. */
function isWavedAway({ dismissed }: BannerView, kind: BannerKind): boolean {
  if (dismissed === null || dismissed === kind) return dismissed !== null
  return kind !== 'signed-out' && kind !== 'replaced' && kind !== 'blocked' && kind !== 'unreachable'
}

function follow(view: BannerView, told: StatusTold, now: number): BannerView {
  if (told.kind !== null) return view.phase === 'leaving' ? appearAgain(view, told, now) : show(view, told, now)
  if (view.phase === 'leaving') return told.isLive ? { ...view, dismissed: null } : view
  if (told.isIdle) return leave(view, now)
  return told.isLive && view.status !== 'restored' ? restore(view, told, now) : view
}

function appearAgain(view: BannerView, told: StatusTold, now: number): BannerView {
  const next = appear({ ...view, phase: 'gone' }, told, now)
  return next.phase === 'gone' ? view : { ...next, phase: 'open', turnAt: null }
}

function show(view: BannerView, told: StatusTold, now: number): BannerView {
  const status = told.kind ?? view.status
  const wait = waitOf(view, told, now)
  if (view.status === status && view.wait === wait) return view
  // After "Back online." a new outage may be told again.
  const said = view.status === 'restored' ? [] : view.said
  return { ...view, status, wait, endsAt: null, said: said.includes(status) ? said : [...said, status] }
}

function restore(view: BannerView, told: StatusTold, now: number): BannerView {
  const endsAt = Math.max(now + told.restoredMs, view.shownAt + told.minVisibleMs)
  if (endsAt <= now && !view.hasFocus) return leave(view, now)
  return { ...view, status: 'restored', wait: null, endsAt, said: [...view.said, 'restored'] }
}

function waitOf({ wait }: BannerView, { kind, retryAt }: StatusTold, now: number): BannerView['wait'] {
  if (kind !== 'waiting' || retryAt === null) return null
  return wait?.until === retryAt ? wait : { from: now, until: retryAt }
}

function leave(view: BannerView, now: number): BannerView {
  if (view.phase === 'gone' || view.phase === 'leaving') return view
  return { ...view, phase: 'leaving', turnAt: now + BANNER.exitMs, endsAt: null, wait: null }
}

function focus(view: BannerView, isInside: boolean, now: number): BannerView {
  if (view.hasFocus === isInside) return view
  return isHeld(view) ? leave({ ...view, hasFocus: false }, now) : { ...view, hasFocus: isInside }
}

function turn(view: BannerView, now: number): BannerView {
  if (view.turnAt !== null && view.turnAt <= now) {
    return view.phase === 'leaving' ? { ...gone, dismissed: view.dismissed } : { ...view, phase: 'open', turnAt: null }
  }
  if (view.endsAt === null || view.endsAt > now) return view
  return view.hasFocus ? { ...view, endsAt: null } : leave(view, now)
}
