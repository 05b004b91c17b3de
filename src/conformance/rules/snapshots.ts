// Rules of what a snapshot holds.
import { toldTo } from '../reader.ts'
import type { Tried } from '../rule.ts'
import { must } from '../verdict.ts'
import type { Page, Visit } from '../visit.ts'
import { answerIn, headOf, namedIn, submission, submitStillborn } from './steps.ts'

export const SNAPSHOT_TRIALS: readonly Tried[] = [
  {
    id: 'SNAP1',
    name: 'active',
    says: 'A snapshot names every task that runs, with what it has streamed',
    needs: ['long-input'],
    async attempt(visit) {
      const page = await visit.live()
      const id = await submitLong(visit, page)
      const named = namedIn(await visit.live()).find(task => task.id === id)
      await visit.call(page, { op: 'task.cancel', data: { id } })
      must(named !== undefined, 'the task that runs', 'a snapshot without it')
    },
  },
  {
    id: 'SNAP1',
    name: 'input',
    says: 'A snapshot holds the input of its tasks as it was sent',
    needs: ['kind'],
    async attempt(visit) {
      const made = await submitStillborn(visit, await visit.live())
      const named = namedIn(await visit.live()).find(task => task.id === made.id)
      must(named === undefined || JSON.stringify(named.input) === JSON.stringify(visit.options.input), 'the input', named?.input)
    },
  },
  {
    id: 'SNAP1',
    name: 'seen',
    says: 'A snapshot says how far the notifications are seen, on whatever device',
    needs: [],
    async attempt(visit) {
      const page = await visit.live()
      const { offset } = answerIn(
        'notifications.seen',
        await visit.call(page, { op: 'notifications.seen', data: { offset: headOf(page) } }),
      )
      const told = toldTo((await visit.live()).line.transcript).find(each => each.kind === 'snapshot')
      const seen = told?.kind === 'snapshot' ? told.parts.at(-1)?.seen : undefined
      must(seen !== undefined && seen >= offset, `seen: ${offset}`, `seen: ${seen}`)
    },
  },
]

/** A task that runs until it is cancelled, and is seen to run. */
export async function submitLong(visit: Visit, page: Page): Promise<string> {
  const input = visit.options.longInput ?? null
  const { task } = answerIn('task.submit', await visit.call(page, { op: 'task.submit', data: submission(visit, input) }))
  await page.line.when(transcript => (toldTo(transcript).some(each => isRunning(each, task.id)) ? true : null), visit.options.timeoutMs)
  return task.id
}

function isRunning(told: ReturnType<typeof toldTo>[number], id: string): boolean {
  if (told.kind !== 'item' || told.item.event.type !== 'task.updated' || !('task' in told.item.event)) return false
  return told.item.event.task.id === id && told.item.event.task.status === 'running'
}
