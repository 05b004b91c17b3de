// Faults in what is done with payloads that the application declared otherwise (SCHEMA1, SCHEMA2).
import type { Mutant } from './mutant.ts'

const server = (title: string): Mutant['killer'] => ({ file: 'test/server/schemas.test.ts', title })
const page = (title: string): Mutant['killer'] => ({ file: 'test/client/schemas.test.ts', title })

export const SCHEMAS: readonly Mutant[] = [
  {
    id: 'schema1-submits-are-not-judged',
    law: 'SCHEMA1',
    file: 'src/server/commands/submit.ts',
    find: "if ('value' in verdict) return null",
    replace: 'if (verdict) return null',
    killer: server('[SCHEMA1] a submit whose input does not fit is rejected with its issues, and nothing is stored'),
  },
  {
    id: 'schema1-narrower-schema-denies-what-stands',
    law: 'SCHEMA1',
    file: 'src/server/commands/submit.ts',
    find: 'if ((await options.store.get(user, { key: id })) !== null) return null',
    replace: '',
    killer: server('[SEND5] that is repeated is answered with what stands, though its schema has become narrower'),
  },
  {
    id: 'schema1-judging-takes-for-ever',
    law: 'SCHEMA1',
    file: 'src/server/commands/submit.ts',
    find: 'within({ world, ms: limits.handlerMs }, async () => judge(schema, input))',
    replace: 'within({ world, ms: 1e9 + limits.handlerMs }, async () => judge(schema, input))',
    killer: server('[SCHEMA1] whose schema never answers is rejected in time'),
  },
  {
    id: 'schema1-next-command-overtakes',
    law: 'SCHEMA1',
    file: 'src/server/commands/submit.ts',
    find: 'begun: judged(refused)',
    replace: 'begun: Promise.resolve()',
    killer: server('[SEND5] behind an async schema the next command waits, so that both begin in order'),
  },
  {
    id: 'schema1-results-are-not-judged',
    law: 'SCHEMA1',
    file: 'src/server/schemas.ts',
    find: 'await fitted(schema, json, place)',
    replace: 'void place',
    killer: server('[SCHEMA1] a result that does not fit fails its task'),
  },
  {
    id: 'schema2-misfits-are-told',
    law: 'SCHEMA2',
    file: 'src/core/inspector.ts',
    find: 'misfit(type, verdict.issues)\n      return null',
    replace: 'misfit(type, verdict.issues)\n      return { value: data }',
    killer: page('[SCHEMA2] an event that does not fit is told as invalid, to nobody else, and the log goes on'),
  },
  {
    id: 'schema2-misfit-breaks-the-frame',
    law: 'SCHEMA2',
    file: 'src/client/engine.ts',
    find: 'if (fit === null) return undefined',
    replace: "if (fit === null) throw new Error('invalid')",
    killer: page('[SCHEMA2] an event that does not fit is told as invalid, to nobody else, and the log goes on'),
  },
  {
    id: 'schema2-result-is-shown-as-it-came',
    law: 'SCHEMA2',
    file: 'src/core/view.ts',
    find: 'return error === null ? { ...base, status: head.status, result, finishedAt }',
    replace: 'return error !== undefined ? { ...base, status: head.status, result, finishedAt }',
    killer: page('[SCHEMA2] a task whose result does not fit is shown as failed, and keeps everything else'),
  },
]
