// What a server lists of long ago: ended tasks that the page does not hold. The newest are shown once, and none of them is news.
import { isSettled } from '../../protocol/notice.ts'
import * as PLAIN from './limits.ts'
import type { Report } from './report.ts'
import type { Machine, Plain } from './state.ts'
import { submissionOf } from './submissions.ts'

export const isEnd = ({ status }: Report): boolean => status !== null && isSettled(status)

/** What a submit of ours began is waited for, and no stranger. */
export const endedStrangers = (plain: Plain, reports: readonly Report[], machine: Machine): readonly Report[] =>
  reports.filter(report => isEnd(report) && !machine.tasks.has(report.id) && submissionOf(plain, report, machine) === null)

/** What of them is news: what was not listed before, and of much the newest. The rest is told by the next answer. */
export const freshOf = ({ past }: Pick<Plain, 'past'>, strangers: readonly Report[]): readonly Report[] =>
  past === null ? [] : strangers.filter(({ id }) => !past.has(id)).slice(-PLAIN.strangers)

/** With these; the longest unheard of leave. */
export function pastAfter({ past }: Pick<Plain, 'past'>, strangers: readonly Report[]): ReadonlySet<string> {
  if (past !== null && strangers.length === 0) return past
  return new Set([...(past ?? []), ...strangers.map(({ id }) => id)].slice(-PLAIN.past))
}
