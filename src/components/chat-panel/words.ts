// The chat's words: its own and those of a task's states.
import type { ChatMessage } from '../../core/model.ts'
import { chatEn, type ChatStrings } from '../strings/en-parts/chat.ts'
import { taskEn, type TaskStrings } from '../strings/en-parts/task.ts'

export type ChatWords = ChatStrings & TaskStrings

export const chatWords: ChatWords = { ...chatEn, ...taskEn }

export function authorOf({ role }: ChatMessage, text: ChatWords): string {
  switch (role) {
    case 'user':
      return text.chatAuthorUser
    case 'assistant':
      return text.chatAuthorAssistant
    case 'system':
      return text.chatAuthorSystem
  }
}
