// Every rule of the kit, in the order in which they are tried. Those that begin a new history come late, and those that fill it last.
import { FRAME_RULES } from '../heard/frames.ts'
import { LOG_RULES } from '../heard/log.ts'
import { SNAPSHOT_RULES } from '../heard/snapshots.ts'
import { STREAM_RULES } from '../heard/streams.ts'
import { TASK_RULES } from '../heard/tasks.ts'
import type { Rule } from '../rule.ts'
import { BULK_RULES } from './bulk.ts'
import { COMMAND_RULES } from './commands.ts'
import { CURSOR_RULES, LAST_CURSOR_RULES } from './cursors.ts'
import { HANDSHAKE_RULES } from './handshake.ts'
import { HTTP_RULES } from './http.ts'
import { IDENTITY_RULES } from './identity.ts'
import { LIFE_RULES } from './life.ts'
import { SNAPSHOT_TRIALS } from './snapshots.ts'
import { STRICTNESS_RULES } from './strictness.ts'
import { TASK_TRIALS } from './tasks.ts'

export const RULES: readonly Rule[] = [
  ...HANDSHAKE_RULES,
  ...STRICTNESS_RULES,
  ...IDENTITY_RULES,
  ...CURSOR_RULES,
  ...SNAPSHOT_TRIALS,
  ...COMMAND_RULES,
  ...TASK_TRIALS,
  ...LIFE_RULES,
  ...HTTP_RULES,
  ...LAST_CURSOR_RULES,
  ...BULK_RULES,
  ...FRAME_RULES,
  ...LOG_RULES,
  ...SNAPSHOT_RULES,
  ...STREAM_RULES,
  ...TASK_RULES,
]
