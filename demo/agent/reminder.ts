// The task `reminder`: waits, then has the server notify the user. The notice bears the task's key, so a second run after a crash tells nothing twice.
import type { TaskHandle, TaskWriter } from '../../src/server/types.ts'
import { wait, type Clock } from '../clock.ts'

const REMIND_MS = 5000

type Notify = TaskWriter['notify']

export const reminderHandler =
  (clock: Clock, notify: Notify) =>
  async (_input: unknown, { user, key, id, signal }: Pick<TaskHandle, 'user' | 'key' | 'id' | 'signal'>): Promise<void> => {
    await wait(clock, REMIND_MS, signal)
    await notify(user, {
      kind: 'reminder',
      key,
      title: 'You asked to be told',
      body: 'Five seconds of server time have passed.',
      taskId: id,
    })
  }
