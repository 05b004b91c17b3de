// Faults in what is sent again over HTTP, and in which of two answers counts (HTTP1, TASK1, TASK5, GAP4).
import type { Mutant } from './mutant.ts'

const agent = 'test/query/agent.test.ts'
const retry = 'test/query/retry.test.ts'

export const HTTP: readonly Mutant[] = [
  {
    id: 'http1-a-key-an-attempt',
    law: 'HTTP1',
    file: 'src/query/create-agent.ts',
    find: 'post: { key: keyOf(key), body }',
    replace: 'post: { get key() { return world.id() }, body }',
    killer: { file: agent, title: '[HTTP1] whose answers are lost is sent again with the same key and the same body' },
  },
  {
    id: 'http1-refusals-are-tried-again',
    law: 'HTTP1',
    file: 'src/query/retry.ts',
    find: 'status === 408 || status === 425',
    replace: 'status >= 400',
    killer: { file: agent, title: '[HTTP1] %i is not: the same would fare no better' },
  },
  {
    id: 'http1-tries-for-ever',
    law: 'HTTP1',
    file: 'src/query/retry.ts',
    find: ' || attempt.number >= policy.tries',
    replace: ' || attempt.number >= policy.tries * 9',
    killer: { file: agent, title: '[HTTP1] %i, four times in all' },
  },
  {
    id: 'http1-retry-after-unread',
    law: 'HTTP1',
    file: 'src/query/retry.ts',
    find: '(retryAfterMs ?? 0) + roll',
    replace: 'roll',
    killer: { file: retry, title: '[HTTP1] Retry-After is the least, never the whole: those who were told the same do not come at once' },
  },
  {
    id: 'http1-no-jitter',
    law: 'HTTP1',
    file: 'src/query/retry.ts',
    find: 'roll * ceilingMs',
    replace: 'ceilingMs',
    killer: { file: retry, title: '[HTTP1] waits are uniform below a ceiling that doubles up to the cap, and end with the tries' },
  },
  {
    id: 'http1-tokens-renewed-for-ever',
    law: 'HTTP1',
    file: 'src/query/retry.ts',
    find: "attempt.token === 'first'",
    replace: "attempt.token !== 'none'",
    killer: { file: retry, title: '[HTTP1] asks for a fresh token once, whatever was tried before' },
  },
  {
    id: 'http1-doubt-forgotten',
    law: 'HTTP1',
    file: 'src/query/retry.ts',
    find: 'attempt.mayHaveRun || isUnknown(failure)',
    replace: 'isUnknown(failure)',
    killer: { file: agent, title: '[HTTP1] a call that was %s says whether it may have run' },
  },
  {
    id: 'task1-late-answer-puts-back',
    law: 'TASK1',
    file: 'src/query/newer.ts',
    find: 'const isLater = next.rev > held.rev',
    replace: 'const isLater = next.rev > 0',
    killer: { file: 'test/query/newer.test.ts', title: '[TASK1] the higher rev wins, in either order' },
  },
  {
    id: 'task5-another-way-another-key',
    law: 'TASK5',
    file: 'src/query/submit-task.ts',
    find: 'agent.submit(kind, input, { ...variables, key })',
    replace: 'agent.submit(kind, input, variables)',
    killer: {
      file: 'test/query/submit-task.test.ts',
      title: '[TASK5] what a socket cannot answer for goes over HTTP under the same key, each time it is tried',
    },
  },
  {
    id: 'gap4-http-writes-are-not-awaited',
    law: 'GAP4',
    file: 'src/core/desk.ts',
    find: "isIn(state, 'live') ? awaiting(state, event.cursor, moment.now) : state",
    replace: "isIn(state, 'live') ? awaiting(state, event.cursor, moment.now) && state : state",
    killer: {
      file: 'test/core/receipts.test.ts',
      title:
        '[GAP4] until the log reaches the cursor of a write over HTTP a live page is catching up, and two seconds without it are a gap',
    },
  },
  {
    id: 'auth1-a-retry-for-whoever',
    law: 'AUTH1',
    file: 'src/query/call.ts',
    find: 'if (identity() !== attempt.user)',
    replace: 'if (identity() === undefined)',
    killer: {
      file: 'test/query/agent.test.ts',
      title: '[AUTH1] gets nothing sent in their name: neither a retry, nor a first try whose token took a while',
    },
  },
  {
    id: 'auth1-a-submit-for-whoever',
    law: 'AUTH1',
    file: 'src/query/ways.ts',
    find: 'if (agent.identity() !== user)',
    replace: 'if (agent.identity() === undefined)',
    killer: {
      file: 'test/query/submit-task.test.ts',
      title: '[AUTH1] what a socket cannot answer for does not go over HTTP in the name of whoever signed in meanwhile',
    },
  },
  {
    id: 'auth1-an-answer-for-whoever',
    law: 'AUTH1',
    file: 'src/query/call.ts',
    find: "identity() === attempt.user ? answered : { what: 'overtaken' as const }",
    replace: 'answered',
    killer: { file: 'test/query/agent.test.ts', title: '[AUTH1] is handed no answer to what another asked for' },
  },
]
