// What a run found, for people and for programs. No token is in it, whatever the server said.
import type { Options } from './options.ts'
import type { Outcome, Result } from './run.ts'
import type { Verdict } from './verdict.ts'

export function tableOf(outcome: Outcome, options: Options): string {
  const lines = 'unreachable' in outcome ? [outcome.unreachable] : [...outcome.results.flatMap(rowOf), '', summaryOf(outcome.results)]
  return withoutTokens([placeOf(options.url), '', ...lines].join('\n'), options)
}

export function jsonOf(outcome: Outcome, options: Options): string {
  const url = placeOf(options.url)
  const body =
    'unreachable' in outcome
      ? { url, unreachable: outcome.unreachable }
      : {
          url,
          counts: countsOf(outcome.results),
          rules: outcome.results.map(({ key, id, says, verdict }) => ({ rule: key, id, says, ...verdict })),
        }
  return withoutTokens(JSON.stringify(body, null, 2), options)
}

function rowOf({ key, says, verdict }: Result): readonly string[] {
  return [`${key.padEnd(28)} ${WORDS[verdict.outcome].padEnd(15)} ${says}`, ...detailsOf(verdict).map(line => `${' '.repeat(29)}${line}`)]
}

const WORDS: Readonly<Record<Verdict['outcome'], string>> = {
  passed: 'passed',
  failed: 'FAILED',
  'not-applicable': 'not applicable',
  blocked: 'BLOCKED',
}

function detailsOf(verdict: Verdict): readonly string[] {
  switch (verdict.outcome) {
    case 'passed':
      return []
    case 'failed':
      return [`expected: ${verdict.expected}`, `came:     ${verdict.came}`]
    case 'not-applicable':
    case 'blocked':
      return [`because ${verdict.why}`]
  }
}

function countsOf(results: readonly Result[]): Readonly<Record<Verdict['outcome'], number>> {
  const count = (outcome: Verdict['outcome']): number => results.filter(({ verdict }) => verdict.outcome === outcome).length
  return { passed: count('passed'), failed: count('failed'), blocked: count('blocked'), 'not-applicable': count('not-applicable') }
}

function summaryOf(results: readonly Result[]): string {
  const counts = countsOf(results)
  return `${counts.passed} passed, ${counts.failed} failed, ${counts.blocked} blocked (what they build upon did not happen), ${counts['not-applicable']} not applicable`
}

/** A URL may hold a secret too. */
function placeOf(url: string): string {
  const { protocol, host, pathname } = new URL(url)
  return `${protocol}//${host}${pathname}`
}

/** Shorter ones are names rather than secrets, and stand in every other word. */
const SECRET_LENGTH = 4

function withoutTokens(text: string, { token, secondToken }: Options): string {
  const secrets = [token, secondToken].filter(each => each !== null && each.length >= SECRET_LENGTH)
  return secrets.reduce<string>((clean, secret) => clean.replaceAll(secret ?? '', '•••'), text)
}
