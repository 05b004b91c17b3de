// Observed rules look at one thing after the other: each is kept, or is the departure that decides.
import type { Judgement } from '../rule.ts'
import { shown } from '../verdict.ts'

export type Finding = 'kept' | { readonly expected: string; readonly came: string }

export function judged(findings: Iterable<Finding>): Judgement {
  let judgement: Judgement = 'unseen'
  for (const finding of findings) {
    if (finding !== 'kept') return finding
    judgement = finding
  }
  return judgement
}

export const finding = (holds: boolean, expected: string, came: unknown): Finding => (holds ? 'kept' : { expected, came: shown(came) })
