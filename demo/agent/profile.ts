// The task `profile`: looks through a table or a text step by step, says how far it is, and tells what it found.
import type { TaskHandle } from '../../src/server/types.ts'
import { wait } from '../clock.ts'
import { TABLE } from '../limits.ts'
import { sniffDelimiter } from '../table/csv.ts'
import { workOnTable, type TableProfile } from '../table/table-profile.ts'
import { workOnText, type TextProfile } from '../table/text-profile.ts'
import { wordsForTable, wordsForText } from '../table/words-for.ts'
import { readUpload, type Upload } from './input.ts'
import { readAloud, type Pace } from './reading-pace.ts'

export type Profile = TableProfile | TextProfile
type Working = Pick<TaskHandle, 'append' | 'progress' | 'signal'>

export const profileHandler =
  (pace: Pace) =>
  (input: unknown, task: Working): Promise<Profile> =>
    profileUpload(readUpload(input), task, pace)

export async function profileUpload({ name, content }: Upload, task: Working, pace: Pace): Promise<Profile> {
  const delimiter = sniffDelimiter(content)
  const work = delimiter === null ? textJob(name, content) : tableJob(name, content, delimiter)
  const size = Math.max(1, Math.ceil(work.total / TABLE.steps))
  task.progress(0, work.total, `Looking at ${name}`)
  for (let done = 0; done < work.total;) {
    // The steps take a moment each, so that a person sees them.
    await wait(pace.clock, pace.wordMs, task.signal)
    done = work.step(size)
    task.progress(done, work.total, `${done} of ${work.total} ${work.unit}`)
  }
  const { profile, words } = work.finish()
  for await (const piece of readAloud(words, { ...pace, wordMs: pace.wordMs / 4 }, task.signal)) task.append(piece)
  return profile
}

interface Job {
  readonly total: number
  readonly unit: 'rows' | 'lines'
  readonly step: (count: number) => number
  readonly finish: () => { readonly profile: Profile; readonly words: string }
}

function tableJob(name: string, content: string, delimiter: TableProfile['delimiter']): Job {
  const work = workOnTable(name, content, delimiter)
  const finish = () => {
    const profile = work.profile()
    return { profile, words: wordsForTable(profile) }
  }
  return { total: work.rowCount, unit: 'rows', step: work.step, finish }
}

function textJob(name: string, content: string): Job {
  const work = workOnText(name, content)
  const finish = () => {
    const profile = work.profile()
    return { profile, words: wordsForText(profile) }
  }
  return { total: work.lineCount, unit: 'lines', step: work.step, finish }
}
