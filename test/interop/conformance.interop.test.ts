// Every rule of the conformance kit, the slow ones too, against the Python reference on uvicorn and hypercorn.
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { FLAVOURS, referenceNeeds, startReference } from './support/reference.ts'
import { describeWith } from './support/tools.ts'

const KIT = fileURLToPath(new URL('../../src/conformance/main.ts', import.meta.url))
const MOST_MS = 300_000

/** What docs/SERVERS.md says the reference leaves out. */
const LEFT_OUT = /^(?:HTTP|BACK6|TASK5\.http|AUTH4\.http|SEND6\.(?:epoch-changed|own-epoch)|SEND5\.app-again)/

const GIVEN = [
  ['--token', 'ada'],
  ['--second-token', 'bob'],
  ['--http', 'none'],
  ['--input', '{"text":"The sea 🌊 is wide."}'],
  ['--long-input', '{"to":10000,"ms":50}'],
].flat()

/** The kit's report, whatever its exit code. */
const tried = (url: string): Promise<string> =>
  new Promise(resolve => {
    execFile(process.execPath, [KIT, url, ...GIVEN, '--slow'], { timeout: MOST_MS }, (_error, out, errors) => resolve(out + errors))
  })

describeWith(referenceNeeds, 'the conformance kit', () => {
  test.concurrent.each(FLAVOURS)(
    '[SEND5] finds that the Python reference on %s keeps every rule but those of what it leaves out',
    { timeout: MOST_MS },
    async flavour => {
      await using server = await startReference(flavour)
      const report = await tried(server.url)
      const lines = report.split('\n').filter(line => /^[A-Z]+\d?[\w.-]* +(?:passed|FAILED|blocked|not applicable)/.test(line))
      const others = lines.filter(line => !/^\S+ +passed/.test(line))
      expect(others.filter(line => !(LEFT_OUT.test(line) && line.includes('not applicable'))), report).toEqual([])
      expect(lines.length - others.length, report).toBeGreaterThan(100)
    },
  )
})
