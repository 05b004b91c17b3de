// Every rule of the conformance kit, the slow ones too, against the Python reference on uvicorn and hypercorn.
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { FLAVOURS, flavourNeeds } from './support/flavours.ts'
import { startReference } from './support/reference.ts'
import { describeWith } from './support/tools.ts'

const KIT = fileURLToPath(new URL('../../src/conformance/main.ts', import.meta.url))
/** Silence is waited for in earnest, and three servers share the machine. */
const MOST_MS = 400_000

const GIVEN: readonly string[] = [
  ['--slow'],
  ['--token', 'ada'],
  ['--second-token', 'bob'],
  ['--http', 'none'],
  ['--input', '{"text":"The sea 🌊 is wide."}'],
  ['--long-input', '{"to":10000,"ms":50}'],
].flat()

/** What examples/fastapi/README.md says that the reference leaves out: the HTTP API and ops of the application. */
const LEFT_OUT = /^(?:HTTP\.|BACK6\.|TASK5\.http-|AUTH4\.http|SEND6\.(?:epoch-changed|own-epoch)|SEND5\.app-again)/

interface Verdict {
  readonly rule: string
  readonly verdict: string
}

/** The kit's verdicts, whatever its exit code, and its whole report. */
async function tried(url: string): Promise<{ readonly verdicts: readonly Verdict[]; readonly report: string }> {
  const report = await new Promise<string>(resolve => {
    execFile(process.execPath, [KIT, url, ...GIVEN], { timeout: MOST_MS }, (_error, out, errors) => resolve(out + errors))
  })
  const lines = report.matchAll(/^(?<rule>[A-Z]+\d?\.\S+) +(?<verdict>passed|FAILED|blocked|not applicable)/gm)
  const verdicts = [...lines].map(({ groups }) => ({ rule: groups?.['rule'] ?? '', verdict: groups?.['verdict'] ?? '' }))
  return { verdicts, report }
}

const isExcused = ({ rule, verdict }: Verdict): boolean => verdict === 'passed' || (verdict === 'not applicable' && LEFT_OUT.test(rule))

describeWith(flavourNeeds, 'the conformance kit', () => {
  test.concurrent.each(FLAVOURS)(
    'finds that the Python reference on %s keeps every rule but those of what it leaves out',
    { timeout: MOST_MS },
    async flavour => {
      await using server = await startReference(flavour)
      const { verdicts, report } = await tried(server.url)
      expect(
        verdicts.filter(each => !isExcused(each)),
        `The kit said:\n${report}`,
      ).toEqual([])
      expect(verdicts.filter(({ verdict }) => verdict === 'passed').length, `The kit said:\n${report}`).toBeGreaterThan(100)
    },
  )
})
