// A test that waits for minutes begins before the others of its project, which run beside it: begun last, the whole run would wait for it.
import { BaseSequencer, type TestSpecification } from 'vitest/node'

const LONG = /(?:-minutes\.interop|answer\.e2e|looks\.e2e)\.test\.ts$/
const rankOf = ({ moduleId }: TestSpecification): number => (LONG.test(moduleId) ? 0 : 1)
const groupOf = ({ project }: TestSpecification): number => project.config.sequence.groupOrder

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    // oxlint-disable-next-line unicorn/no-array-sort -- Vitest's own, which returns another list
    const sorted = await super.sort(files)
    return sorted.toSorted((one, other) => groupOf(one) - groupOf(other) || rankOf(one) - rankOf(other))
  }
}
