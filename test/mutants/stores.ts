// Faults in stores: durability, bounds, and what is the caller's (STORE).
import type { Mutant } from './mutant.ts'

export const STORES: readonly Mutant[] = [
  {
    id: 'store1-callers-object-kept',
    law: 'STORE1',
    file: 'src/server/log/json.ts',
    find: 'return JSON.parse(JSON.stringify(value))',
    replace: 'return value',
    killer: {
      file: 'test/contracts/memory.test.ts',
      title: '[STORE1] a caller that changes its answer or prompt later does not change the task',
    },
  },
  {
    id: 'store1-order-of-names-counts',
    law: 'STORE1',
    file: 'src/server/log/json.ts',
    find: 'isRecord(part) ? sorted(part) : part',
    replace: 'part',
    killer: {
      file: 'test/contracts/memory.test.ts',
      title: '[SEND5] the same key with the same input is answered with the current head and cursor',
    },
  },
  {
    id: 'store1-names-of-streams-collide',
    law: 'STORE1',
    file: 'src/server/log/heads.ts',
    find: 'Object.fromEntries([...streams].map(([name, stream]) => [name, stream.length]))',
    replace: 'Object.fromEntries([...streams].map(([name, stream]) => [name.slice(0, 3), stream.length]))',
    killer: {
      file: 'test/server/engine-log.test.ts',
      title: '[SNAP3] parts are at most 64 kB, active tasks first, and hold every stream whole',
    },
  },
  {
    id: 'store2-not-durable',
    law: 'STORE2',
    file: 'src/server/sqlite/database.ts',
    find: 'PRAGMA synchronous = FULL;',
    replace: 'PRAGMA synchronous = OFF;',
    killer: { file: 'test/server/sqlite.test.ts', title: '[STORE2] the file is in WAL mode, and each commit waits for the disk' },
  },
  {
    id: 'store2-neighbours-unheard',
    law: 'STORE2',
    file: 'src/server/sqlite/limits.ts',
    find: 'pollMs: 100,',
    replace: 'pollMs: 10_000,',
    killer: { file: 'test/server/sqlite.test.ts', title: "[STORE2] see each other's writes, and are woken within a poll" },
  },
  {
    id: 'store2-newer-file-opened',
    law: 'STORE2',
    file: 'src/server/sqlite/schema.ts',
    find: 'if (from > MIGRATIONS.length) {',
    replace: 'if (from > 1000 * MIGRATIONS.length) {',
    killer: {
      file: 'test/server/sqlite.test.ts',
      title: '[STORE2] a file of a newer version is not touched, and the error says what to do',
    },
  },
  {
    id: 'store2-epoch-anew-at-each-start',
    law: 'STORE2',
    file: 'src/server/sqlite/incarnation.ts',
    find: 'known?.incarnation !== name()) begin()',
    replace: 'true) begin()',
    killer: { file: 'test/server/sqlite.test.ts', title: '[STORE2] keeps the epoch of users whose log has not begun' },
  },
  {
    id: 'store2-neighbours-workers-sleep',
    law: 'STORE2',
    file: 'src/server/sqlite/neighbours.ts',
    find: 'wakers.wake(written)\n    wakers.wakeWork()',
    replace: 'wakers.wake(written)',
    killer: { file: 'test/server/sqlite.test.ts', title: "[STORE2] wake each other's workers" },
  },
  {
    id: 'store3-event-unbounded',
    law: 'STORE3',
    file: 'src/server/log/readable.ts',
    find: 'if (bytes > WIRE.eventBytes) throw',
    replace: 'if (bytes > 100 * WIRE.eventBytes) throw',
    killer: { file: 'test/contracts/memory.test.ts', title: '[STORE3] an event above 256 kB is refused and appends nothing' },
  },
  {
    id: 'store3-task-unbounded',
    law: 'STORE3',
    file: 'src/server/log/chunk-rule.ts',
    find: 'if (bytes > WIRE.taskBytes) throw',
    replace: 'if (bytes > 100 * WIRE.taskBytes) throw',
    killer: { file: 'test/contracts/memory.test.ts', title: '[STORE3] a task record above 1 MB is refused, and what stands stays' },
  },
  {
    id: 'store3-streams-on-after-refusal',
    law: 'STORE3',
    file: 'src/server/tasks/task-pen.ts',
    find: 'this.#failure = error\n',
    replace: '\n',
    killer: {
      file: 'test/server/tasks-handle.test.ts',
      title: '[STORE3] after a chunk that the store refused nothing more is streamed, and the task fails with its reason',
    },
  },
]
