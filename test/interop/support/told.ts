// What every test with our client asks of it: a task that is begun is shown as running, and its end is told once, as the server has it.
import { expect } from 'vitest'
import type { PlainPage } from './plain-page.ts'

interface Begin {
  readonly submit: (task: { readonly user: string; readonly text: string; readonly ms: number }) => string | Promise<string>
  readonly user?: string
  readonly ms: number
}

/** Posts a task, as an app does, and has it shown as running. */
export async function begin(page: PlainPage, { submit, user = 'ada', ms }: Begin): Promise<string> {
  await page.live()
  const taskId = await submit({ user, text: 'answer', ms })
  await page.watch(taskId)
  return taskId
}

/** The end came once and comes no more, though the page leaves, returns, and REST is asked about it again; and it is the server's own. */
export async function expectToldOnce(page: PlainPage, taskId: string): Promise<void> {
  await page.until(() => page.told.includes(taskId))
  page.remember(taskId)
  const rounds = page.rounds()
  leaveAndReturn(page)
  await page.until(() => page.rounds() > rounds)
  await page.live()
  expect(page.told).toEqual([taskId])
  expect(page.socket.store.task(taskId)).toMatchObject({ status: 'succeeded', result: 'ANSWER', sync: 'synced' })
}

export function leaveAndReturn({ socket }: PlainPage): void {
  socket.close()
  socket.connect()
}
