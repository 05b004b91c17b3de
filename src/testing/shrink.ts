// Makes a story that breaks a rule as short as it can be while the same rule is still broken.
import type { Action } from './acts.ts'
import { type Result, simulate, tell } from './run.ts'

export interface Shrunk {
  readonly story: readonly Action[]
  readonly result: Result
  /** One line that plays the shrunk story again. */
  readonly command: string
}

const MOST_PLAYS = 400

/** Leaves out halves, quarters, single actions; then tries whether what lasts may last shorter. */
export async function shrink(result: Result): Promise<Shrunk> {
  const [first] = result.violations
  let best = result
  let plays = 0
  const stillBreaks = async (story: readonly Action[]): Promise<boolean> => {
    if (plays >= MOST_PLAYS) return false
    plays += 1
    const next = await simulate({ seed: result.seed, tabs: result.tabs, story })
    const isSame = next.violations[0]?.rule === first?.rule
    if (isSame) best = next
    return isSame
  }
  for (let size = Math.ceil(best.story.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    await withoutEach(size, { story: () => best.story, stillBreaks })
  }
  return { story: best.story, result: best, command: commandOf(best) }
}

interface Shrinking {
  readonly story: () => readonly Action[]
  readonly stillBreaks: (story: readonly Action[]) => Promise<boolean>
}

async function withoutEach(size: number, { story, stillBreaks }: Shrinking): Promise<void> {
  for (let at = 0; at < story().length;) {
    const rest = [...story().slice(0, at), ...story().slice(at + size)]
    if (!(await stillBreaks(rest))) at += size
  }
}

const commandOf = ({ seed, tabs, story }: Result): string =>
  `npm run simulate -- ${tabs ? '--tabs ' : ''}--seed ${seed} --story '${JSON.stringify(story.map(({ at, kind, page, ms, size, roll }) => [at, kind, page, ms, size, roll]))}'`

/** What a failing seed has to say: the rule, the shrunk story, and how to play it again. */
export async function report(result: Result): Promise<string> {
  const { story, command } = await shrink(result)
  const broken = result.violations.map(({ rule, at, what }) => `[${rule}] after ${at / 1000} s: ${what}`)
  return [`Seed ${result.seed} broke a rule.`, ...broken, 'The shortest story found that breaks it:', tell(story), command].join('\n')
}
