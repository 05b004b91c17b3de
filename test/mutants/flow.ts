// Faults in going away and in slow readers (DRAIN, SLOW).
import type { Mutant } from './mutant.ts'

export const FLOW: readonly Mutant[] = [
  {
    id: 'drain1-no-grace',
    law: 'DRAIN1',
    file: 'src/server/engine/serving.ts',
    find: 'leaveAt: now + graceMs',
    replace: 'leaveAt: now',
    killer: { file: 'test/server/engine-life.test.ts', title: '[DRAIN1] bye says when to go, service goes on for the grace, then 4000' },
  },
  {
    id: 'drain1-newcomers-are-served',
    law: 'DRAIN1',
    file: 'src/server/engine/handshake.ts',
    find: 'if (state.draining !== null) return sendOn(state, state.draining, moment)',
    replace: '',
    killer: {
      file: 'test/server/engine-life.test.ts',
      title: '[DRAIN1] a draining node refuses hello with 4000 and a hint, and authenticates nobody',
    },
  },
  {
    id: 'drain1-crowd-returns-at-once',
    law: 'DRAIN1',
    file: 'src/core/loss.ts',
    find: 'if (bye?.retryAfterMs === undefined && bye?.spreadMs === undefined) return notBefore',
    replace: 'if (bye?.retryAfterMs === undefined) return notBefore',
    killer: { file: 'test/core/dialing.test.ts', title: '[DRAIN1] a drain without a time still spreads the crowd' },
  },
  {
    id: 'drain1-handlers-cut-off',
    law: 'DRAIN1',
    file: 'src/server/tasks/workers.ts',
    find: 'wait(this.#options.world, drainMs)',
    replace: 'wait(this.#options.world, 0)',
    killer: { file: 'test/server/tasks-workers.test.ts', title: '[DRAIN1] waits for handlers that end in time, and claims no more' },
  },
  {
    id: 'slow1-no-window',
    law: 'SLOW1',
    file: 'src/server/engine/flow.ts',
    find: 'flow.unackedBytes + bytes <= limits.unackedBytes',
    replace: 'flow.unackedBytes + bytes <= 1000 * limits.unackedBytes',
    killer: { file: 'test/server/engine-flow.test.ts', title: '[SLOW1] a reader that acks nothing is sent at most 256 kB' },
  },
  {
    id: 'slow1-large-frames-never-pass',
    law: 'SLOW1',
    file: 'src/server/engine/flow.ts',
    find: 'flow.unackedBytes === 0 || flow.unackedBytes + bytes',
    replace: 'flow.unackedBytes + bytes',
    killer: {
      file: 'test/server/engine-flow.test.ts',
      title: '[SLOW1] an event larger than the whole window waits for what is before it, and then passes',
    },
  },
  {
    id: 'slow1-buffer-unread',
    law: 'SLOW1',
    file: 'src/server/engine/flow.ts',
    find: '!isOpen(flow) || moment.bufferedBytes > limits.bufferedBytes',
    replace: '!isOpen(flow)',
    killer: {
      file: 'test/server/engine-flow.test.ts',
      title: '[SLOW1] over 256 kB in the transport nothing more is pushed until it drains',
    },
  },
  {
    id: 'slow1-slow-is-kept',
    law: 'SLOW1',
    file: 'src/server/engine/flow.ts',
    find: 'isPunctual && moment.bufferedBytes >= flow.gate.bufferedBytes',
    replace: 'isPunctual && moment.bufferedBytes > flow.gate.bufferedBytes',
    killer: { file: 'test/server/engine-flow.test.ts', title: '[SLOW1] 30 s without progress of acks close 4002, with one log entry' },
  },
  {
    id: 'slow1-reopens-at-the-brim',
    law: 'SLOW1',
    file: 'src/server/engine/flow.ts',
    find: 'flow.unackedBytes < limits.resumeBelowBytes',
    replace: 'flow.unackedBytes < limits.unackedBytes',
    killer: { file: 'test/server/engine-flow.test.ts', title: '[SLOW1] it continues below 64 kB unacked, not before' },
  },
  {
    id: 'slow1-commands-begin-behind-it',
    law: 'SLOW1',
    file: 'src/server/engine/serving.ts',
    find: 'next === null || !isOpen(state.phase.flow)',
    replace: 'next === null',
    killer: {
      file: 'test/server/engine-flow.test.ts',
      title: '[SLOW1] commands that wait behind a full window do not keep its acks from being read',
    },
  },
  {
    id: 'slow1-no-ack',
    law: 'SLOW1',
    file: 'src/core/phases/live-frames.ts',
    find: 'frames >= BOUNDS.ackFrames || bytes',
    replace: 'bytes',
    killer: {
      file: 'test/core/inbox.test.ts',
      title: '[SLOW1] an ack goes out after 32 frames, after 64 kB, and a second after the first unacknowledged frame',
    },
  },
]
