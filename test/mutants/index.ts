// Every mutant, law by law.
import { AUTH } from './auth.ts'
import { BACK } from './back.ts'
import { COMMANDS } from './commands.ts'
import { FLOW } from './flow.ts'
import { GAP } from './gap.ts'
import { HEDGE } from './hedge.ts'
import { HTTP } from './http.ts'
import { KEEP } from './keep.ts'
import { LEASES } from './leases.ts'
import { LIFE } from './life.ts'
import { LOG } from './log.ts'
import type { Mutant } from './mutant.ts'
import { PLAIN } from './plain.ts'
import { SCHEMAS } from './schemas.ts'
import { SENDS } from './sends.ts'
import { SIMULATED_UNTRUTHS } from './simulated-truth.ts'
import { SIMULATED_FAULTS } from './simulated.ts'
import { SNAPSHOT } from './snapshot.ts'
import { STORES } from './stores.ts'
import { STREAMS } from './streams.ts'
import { TABS } from './tabs.ts'
import { TASKS } from './tasks.ts'
import { TOKENS } from './tokens.ts'

export const MUTANTS: readonly Mutant[] = [
  ...LOG,
  ...SNAPSHOT,
  ...GAP,
  ...STREAMS,
  ...TASKS,
  ...LEASES,
  ...SENDS,
  ...KEEP,
  ...COMMANDS,
  ...HTTP,
  ...SCHEMAS,
  ...AUTH,
  ...TOKENS,
  ...LIFE,
  ...HEDGE,
  ...BACK,
  ...FLOW,
  ...STORES,
  ...TABS,
  ...PLAIN,
  ...SIMULATED_FAULTS,
  ...SIMULATED_UNTRUTHS,
]
