// Every mutant, by the law it breaks.
import type { Mutant } from './mutant.ts'

export const MUTANTS: readonly Mutant[] = [
  { id: 'gap1-beyond-is-taken', law: 'GAP1', file: 'src/core/inbox.ts', find: "if (frame.prev > cursor.offset) return { outcome: 'gap' }", replace: '', killer: { file: 'test/core/inbox.test.ts', title: '[GAP2] a frame beyond the cursor closes with 4003 and the next hello resumes from the cursor' } },
  { id: 'x-not', law: 'GAP1', file: 'src/core/inbox.ts', find: "frame.prev > cursor.offset", replace: 'frame.prev > (cursor.offset + 0)', killer: { file: 'test/core/inbox.test.ts', title: '[GAP2] a frame beyond the cursor closes with 4003 and the next hello resumes from the cursor' } },
  { id: 'x-broken', law: 'GAP1', file: 'src/core/inbox.ts', find: "frame.prev > cursor.offset", replace: 'frame.prev >', killer: { file: 'test/core/inbox.test.ts', title: '[GAP2] a frame beyond the cursor closes with 4003 and the next hello resumes from the cursor' } },
  { id: 'x-store', law: 'GAP1', file: 'src/server/log/cursor-rules.ts', find: "if (mark !== after.mark) return 'diverged'", replace: '', killer: { file: 'test/contracts/memory.test.ts', title: '[LOG2] after a new epoch, offsets go on and old cursors stay unbelieved' } },
]
