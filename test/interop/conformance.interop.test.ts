// Every rule of the conformance kit, the slow ones too, against the Python reference on uvicorn and hypercorn.
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { FLAVOURS, referenceNeeds, startReference } from './support/reference.ts'
import { describeWith } from './support/tools.ts'

const KIT = fileURLToPath(new URL('../../src/conformance/main.ts', import.meta.url))
const MOST_MS = 200_000

const GIVEN: readonly string[] = [
  ['--http', 'none'],
  ['--input', '{"text":"The sea 🌊 is wide."}'],
  ['--long-input', '{"to":10000,"ms":50}'],
].flat()

/** A page that is told of what the other rules do acks it, which is no silence: each rule of silence has a user of its own. */
const SILENCE: readonly string[] = ['LIFE1.server-asks', 'SLOW1.given-up']

/** What examples/fastapi/README.md says that the reference leaves out: the HTTP API and ops of the application. */
const LEFT_OUT = /^(?:HTTP\.|BACK6\.|TASK5\.http-|AUTH4\.http|SEND6\.(?:epoch-changed|own-epoch)|SEND5\.app-again)/

interface Verdict {
  readonly rule: string
  readonly verdict: string
}

/** The kit's verdicts, whatever its exit code, and its whole report. */
async function tried(
  url: string,
  ...options: readonly string[]
): Promise<{ readonly verdicts: readonly Verdict[]; readonly report: string }> {
  const report = await new Promise<string>(resolve => {
    execFile(process.execPath, [KIT, url, ...GIVEN, ...options], { timeout: MOST_MS }, (_error, out, errors) => resolve(out + errors))
  })
  const lines = report.matchAll(/^(?<rule>[A-Z]+\d?\.\S+) +(?<verdict>passed|FAILED|blocked|not applicable)/gm)
  const verdicts = [...lines].map(({ groups }) => ({ rule: groups?.['rule'] ?? '', verdict: groups?.['verdict'] ?? '' }))
  return { verdicts, report }
}

const isExcused = ({ rule, verdict }: Verdict): boolean =>
  verdict === 'passed' || (verdict === 'not applicable' && (LEFT_OUT.test(rule) || SILENCE.includes(rule)))

describeWith(referenceNeeds, 'the conformance kit', () => {
  test.concurrent.each(FLAVOURS)(
    'finds that the Python reference on %s keeps every rule but those of what it leaves out',
    { timeout: MOST_MS },
    async flavour => {
      await using server = await startReference(flavour)
      const [whole, ...silent] = await Promise.all([
        tried(server.url, '--token', 'ada', '--second-token', 'bob'),
        ...SILENCE.map(rule => tried(server.url, '--token', `alone-${rule.slice(0, 4)}`, '--slow', '--only', rule)),
      ])
      expect(
        whole.verdicts.filter(each => !isExcused(each)),
        `The kit said:\n${whole.report}`,
      ).toEqual([])
      expect(whole.verdicts.filter(({ verdict }) => verdict === 'passed').length).toBeGreaterThan(100)
      expect(
        silent.flatMap(({ verdicts }) => verdicts),
        `The kit said:\n${silent.map(({ report }) => report).join('\n')}`,
      ).toEqual(SILENCE.map(rule => ({ rule, verdict: 'passed' })))
    },
  )
})
