// The chat's words: its own and those of a task's states.
import { chatEn, type ChatStrings } from '../strings/en-parts/chat.ts'
import { taskEn, type TaskStrings } from '../strings/en-parts/task.ts'

export type ChatWords = ChatStrings & TaskStrings

export const chatWords: ChatWords = { ...chatEn, ...taskEn }
