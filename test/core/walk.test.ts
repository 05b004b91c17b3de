import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import * as BOUNDS from '../../src/core/limits.ts'
import { deadlineOf, transition } from '../../src/core/machine.ts'
import { isBookkeeping } from '../../src/core/outbox-room.ts'
import { dialsOf } from '../../src/core/phases/common.ts'
import type { MachineState, PhaseName } from '../../src/core/state.ts'
import { createBench } from '../support/builders.ts'
import { type Visit, walk } from '../support/walk.ts'

const SEEDS = Array.from({ length: 40 }, (_, index) => index + 1)
const CHOICES = [
  {},
  { identity: 'ana', hasToken: true },
  { identity: 'ana', maxAttempts: 5, outbox: { maxCount: 4, maxBytes: 350, whenFull: 'drop-oldest' as const } },
  { identity: null },
]

/** Walks every seed. Returns the first seed and step at which `visit` finds something untrue, or null. */
function untrue(makeVisit: () => (step: Visit) => void, steps = 600): string | null {
  for (const seed of SEEDS) {
    const visit = makeVisit()
    let index = 0
    try {
      walk({ seed, steps, choices: CHOICES[seed % CHOICES.length] ?? {} }, step => {
        index += 1
        visit(step)
      })
    } catch (error) {
      return `seed ${seed}, step ${index}: ${String(error)}`
    }
  }
  return null
}

const hold = (isTrue: boolean, what: string): void => {
  if (!isTrue) throw new Error(what)
}

test('[GAP1] no order of events makes the machine throw, and none sends on a socket that is not out', () => {
  const failure = untrue(() => ({ before, after, effects }) => {
    const dials = new Set([...dialsOf(before.phase), ...dialsOf(after.phase), after.past.dial])
    for (const effect of effects) if ('dial' in effect) hold(dials.has(effect.dial), `${effect.type} on dial ${effect.dial}`)
    const sent = effects.filter(({ type }) => type === 'send' || type === 'hello')
    const isUp = (state: MachineState) => state.phase.name === 'live' || state.phase.name === 'greeting'
    hold(sent.length === 0 || isUp(before) || isUp(after), 'sent without a socket')
  })
  expect(failure).toBeNull()
})

test('[HEDGE1] at most one socket is open at a time, and one more beside a live one', () => {
  const failure = untrue(() => {
    const open = new Set<number>()
    return ({ event, after, effects }) => {
      if (event.type === 'closed') open.delete(event.dial)
      for (const effect of effects) {
        if (effect.type === 'hang-up') open.delete(effect.dial)
        if (effect.type === 'dial') open.add(effect.dial)
      }
      hold(open.size <= (after.phase.name === 'live' ? 2 : 1), `${open.size} sockets are open`)
    }
  })
  expect(failure).toBeNull()
})

test('[BACK1] at most twenty sockets are dialed in any minute', () => {
  const failure = untrue(() => {
    const dials: number[] = []
    return ({ effects, now }) => {
      for (const effect of effects) if (effect.type === 'dial') dials.push(now)
      hold(dials.filter(at => at > now - 60_000).length <= 20, 'more than 20 dials a minute')
    }
  })
  expect(failure).toBeNull()
})

test('[SEND1] each send settles at most once, and none is forgotten', () => {
  const failure = untrue(() => {
    const due = new Map<string, number>()
    return ({ event, before, after, effects }) => {
      if (event.type === 'send' && !isUnsettled(before, event.command.id)) due.set(event.command.id, 1)
      // A retry gives an id a new life.
      if (event.type === 'retry' && !isUnsettled(before, event.id)) due.delete(event.id)
      for (const effect of effects) {
        if (effect.type !== 'settle' || !due.has(effect.id)) continue
        hold(due.get(effect.id) === 1, `${effect.id} settled twice`)
        due.set(effect.id, 0)
      }
      for (const { id, op, passage } of after.outbox.entries) if (passage.at !== 'ended' && op !== 'notifications.seen') due.set(id, 1)
      for (const [id, count] of due) hold(count === 0 || isUnsettled(after, id), `${id} is neither held nor settled`)
    }
  }, 300)
  expect(failure).toBeNull()
})

const isUnsettled = (state: MachineState, id: string) => state.outbox.entries.some(entry => entry.id === id && entry.passage.at !== 'ended')

test('[SEND7] every queue keeps within its bound, and hang-ups say what a close frame has room for', () => {
  const failure = untrue(() => ({ after, effects }) => {
    const unsettled = after.outbox.entries.filter(({ passage }) => passage.at !== 'ended')
    const rooms = [after.settings.outbox, { maxCount: BOUNDS.bookkeepingEntries, maxBytes: BOUNDS.bookkeepingBytes }]
    for (const [index, { maxCount, maxBytes }] of rooms.entries()) {
      const waiting = unsettled.filter(({ op }) => isBookkeeping(op) === (index === 1))
      hold(waiting.length <= maxCount, 'the outbox is over its count')
      hold(waiting.reduce((sum, { bytes }) => sum + bytes, 0) <= maxBytes, 'the outbox is over its bytes')
    }
    hold(after.asks.open.size <= 600 && after.notifications.list.length <= 200 && after.tasks.size <= 500, 'a book is over its bound')
    const inFlight = [...after.asks.open.values(), ...unsettled.map(({ passage }) => passage)].filter(
      each => 'dial' in each && each.dial === after.past.dial,
    )
    hold(inFlight.length <= 32, 'more than 32 are in flight')
    for (const effect of effects) if (effect.type === 'hang-up') hold(effect.reason.length <= 123, 'a reason is too long')
  })
  expect(failure).toBeNull()
})

test('[GAP3] the status is live only when welcomed, caught up and level with every receipt; its fields agree with the phase', () => {
  const failure = untrue(() => ({ before, after }) => {
    const { phase, status, cursor } = after
    const link = phase.name === 'live' ? phase.link : null
    const isLevel = link !== null && link.caughtUpAt !== null && link.awaited.length === 0 && cursor?.epoch === link.epoch
    hold(status.freshness !== 'live' || isLevel, 'live while behind')
    hold((status.retryAt !== null) === (phase.name === 'waiting'), 'retryAt outside waiting')
    hold(status.staleSince === null || status.freshness !== 'live', 'stale since, and live')
    hold(
      JSON.stringify(before.status) !== JSON.stringify(after.status) || before.status === after.status,
      'an equal status lost its identity',
    )
  })
  expect(failure).toBeNull()
})

test('[LIFE3] every phase but idle and halted has a deadline, and a tick at it always makes progress', () => {
  const failure = untrue(() => ({ after, now }) => {
    const deadline = deadlineOf(after)
    const isQuiet = after.phase.name === 'idle' || after.phase.name === 'halted'
    hold(isQuiet || deadline !== null, `${after.phase.name} has no deadline`)
    if (deadline === null) return
    hold(Number.isFinite(deadline), `the deadline is ${deadline}`)
    const at = Math.max(now, deadline)
    // What one tick decides may be due at once in its turn: a candidate for who was found silent.
    let next = after
    for (let tick = 0; tick < 3; tick += 1) [next] = transition(next, { type: 'tick' }, { now: at, roll: 0.5 })
    const following = deadlineOf(next)
    hold(following === null || following > at, 'ticks do not move the deadline')
  })
  expect(failure).toBeNull()
})

test('[LIFE3] left alone from anywhere, the machine wakes at most a few dozen times a minute', () => {
  for (const seed of SEEDS) {
    let last: Visit | null = null
    walk({ seed, steps: 100, choices: CHOICES[seed % CHOICES.length] ?? {} }, step => {
      last = step
    })
    const { after, now } = last as unknown as Visit
    expect(wakesIn(60_000, after, now), `seed ${seed}`).toBeLessThan(80)
  }
})

function wakesIn(ms: number, start: MachineState, from: number): number {
  let state = start
  let count = 0
  for (let at = deadlineOf(state); at !== null && at <= from + ms && count < 1_000; at = deadlineOf(state)) {
    ;[state] = transition(state, { type: 'tick' }, { now: Math.max(from, at), roll: 0.5 })
    count += 1
  }
  return count
}

type Arrow = `${PhaseName} → ${PhaseName}`

/** The diagram's list of arrows, as machine.ts opens with it. */
function drawn(): readonly string[] {
  const source = readFileSync(new URL('../../src/core/machine.ts', import.meta.url), 'utf8')
  return [...source.matchAll(/^\/\/ {3}(\w+) → ([\w ]+)$/gm)].flatMap(([, from, targets]) =>
    (targets ?? '').split(' ').map(to => `${from} → ${to}`),
  )
}

test('[BACK1] the arrows of the diagram are those the machine takes, no more and no fewer', { timeout: 20_000 }, () => {
  const taken = new Set<Arrow>()
  const note = (from: MachineState['phase'], to: MachineState['phase']) => {
    const isArrow = from.name !== to.name || (from.name === 'dialing' && to.name === 'dialing' && from.dial !== to.dial)
    if (isArrow) taken.add(`${from.name} → ${to.name}`)
  }
  const failure = untrue(
    () =>
      ({ before, after, now }) => {
        note(before.phase, after.phase)
        // The walk seldom dials often enough to meet the brake, so every state is shown it.
        const braked = { ...after, past: { ...after.past, dials: Array.from({ length: 20 }, () => now) } }
        note(after.phase, transition(braked, { type: 'reconnect' }, { now, roll: 0 })[0].phase)
      },
    1_500,
  )
  expect(failure).toBeNull()
  expect(drawn().toSorted()).toEqual([...taken].toSorted())
})

test('[BACK4] from wherever it is, close leads to idle and dispose leaves nothing to wake for', () => {
  const failure = untrue(
    () =>
      ({ after, now }) => {
        const [closed] = transition(after, { type: 'close', why: 'closed-by-user' }, { now, roll: 0 })
        hold(closed.phase.name === 'idle', 'close did not lead to idle')
        const [ended] = transition(after, { type: 'dispose' }, { now, roll: 0 })
        hold(deadlineOf(ended) === null && ended.outbox.entries.length === 0, 'something is left after dispose')
      },
    200,
  )
  expect(failure).toBeNull()
})

test('[BACK1] a machine nobody wants has nothing to wake for', () => {
  expect(deadlineOf(createBench().state())).toBeNull()
})
