// The client against a server that says anything in any order: it never throws, dials within its brake, holds no more than its bounds, settles every send once.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as BOUNDS from '../../src/core/limits.ts'
import { isBookkeeping } from '../../src/core/outbox-room.ts'
import type { MachineState } from '../../src/core/state.ts'
import { replayFlight } from '../../src/testing/replay-flight.ts'
import { microtasks } from '../support/client-harness.ts'
import { deeds, SECRET, type Story, storyOf } from './hostile-server.ts'
import { runs } from './runs.ts'

/** Where the machine stands: a flight with all that was said, run again. */
function stateOf({ socket }: Story): MachineState {
  const replay = replayFlight(JSON.stringify(socket.flightRecorder({ payloads: true })))
  if (replay.outcome === 'different') throw new Error(`step ${replay.step} came out otherwise: ${JSON.stringify(replay)}`)
  return replay.state
}

const MINUTE_MS = 60_000

test('[BACK1] whatever comes, nothing throws, two sockets at most are open at a time, and twenty at most are opened in a minute', async () => {
  await fc.assert(
    fc.asyncProperty(deeds, async list => {
      const { dials, widest, errors } = await storyOf(list)
      expect(errors).toEqual([])
      expect(widest()).toBeLessThanOrEqual(2)
      const inMinuteAfter = (start: number) => dials.filter(at => at >= start && at < start + MINUTE_MS).length
      expect(Math.max(0, ...dials.map(inMinuteAfter))).toBeLessThanOrEqual(BOUNDS.dialsPerBrake)
    }),
    runs(300),
  )
})

test('[SEND7] whatever comes, what is held stays within its bounds', async () => {
  await fc.assert(
    fc.asyncProperty(deeds, async list => {
      const story = await storyOf(list, { outbox: { maxCount: 6 } })
      const { asks, notifications, outbox, tasks, phase } = stateOf(story)
      expect(tasks.size).toBeLessThanOrEqual(BOUNDS.tasks)
      expect(asks.open.size).toBeLessThanOrEqual(BOUNDS.asks)
      expect(asks.absent.size).toBeLessThanOrEqual(BOUNDS.asks)
      expect(notifications.list.length).toBeLessThanOrEqual(BOUNDS.notifications)
      expect(notifications.told.length).toBeLessThanOrEqual(BOUNDS.remembered)
      const waiting = outbox.entries.filter(({ passage }) => passage.at !== 'ended')
      const marks = waiting.filter(({ op }) => isBookkeeping(op))
      expect(waiting.length - marks.length).toBeLessThanOrEqual(6)
      expect(marks.length).toBeLessThanOrEqual(BOUNDS.bookkeepingEntries)
      expect(phase.name === 'live' ? phase.link.awaited.length : 0).toBeLessThanOrEqual(BOUNDS.awaited)
      expect(story.manual.pending().length).toBeLessThanOrEqual(2)
    }),
    runs(150),
  )
})

test('[SEND1] whatever comes, every send settles, and once', async () => {
  await fc.assert(
    fc.asyncProperty(deeds, async list => {
      const { manual, outcomes } = await storyOf(list)
      manual.advance(400_000)
      await microtasks()
      expect([...outcomes].filter(([, ends]) => ends.length !== 1)).toEqual([])
    }),
    runs(200),
  )
})

test('[AUTH4] whatever comes, its flight replays to the same end, and without payloads tells nothing that was said', async () => {
  await fc.assert(
    fc.asyncProperty(deeds, async list => {
      const { socket } = await storyOf(list, { getToken: () => `${SECRET}-token` })
      const json = JSON.stringify(socket.flightRecorder())
      expect(replayFlight(json).outcome).toBe('same')
      expect(json).not.toContain(SECRET)
      expect(JSON.stringify(socket.flightRecorder({ payloads: true }))).not.toContain(`${SECRET}-token`)
    }),
    runs(200),
  )
})
