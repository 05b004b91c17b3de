// What was said before in a conversation, as a model wants it: the newest finished turns, oldest first, from the store itself.
import type { StreamPiece } from '../../src/protocol/values.ts'
import type { Store } from '../../src/server/store.ts'
import type { TaskHandle } from '../../src/server/types.ts'
import { MODEL } from '../limits.ts'
import { readQuestion } from './input.ts'
import type { ModelMessage } from './model.ts'

export type Asker = Pick<TaskHandle, 'user' | 'conversation'>
type Reader = Pick<Store, 'list' | 'get'>

export async function historyOf(store: Reader, { user, conversation }: Asker): Promise<readonly ModelMessage[]> {
  if (conversation === null) return []
  const { tasks } = await store.list(user, { limit: MODEL.looksBack })
  const turns = tasks.filter(task => task.kind === 'chat' && task.status === 'succeeded' && task.conversation === conversation)
  const kept = turns.slice(0, MODEL.turns).toReversed()
  const stored = await Promise.all(kept.map(({ id }) => store.get(user, { id })))
  return stored.flatMap(turn => (turn === null ? [] : messagesOf(turn.task.input, turn.pieces)))
}

const messagesOf = (input: unknown, pieces: readonly StreamPiece[]): readonly ModelMessage[] => [
  { role: 'user', content: readQuestion(input).text },
  { role: 'assistant', content: textOf(pieces) },
]

function textOf(pieces: readonly StreamPiece[]): string {
  const text = pieces.filter(({ name }) => name === 'text').toSorted((a, b) => a.at - b.at)
  return text.map(({ chunk }) => (typeof chunk === 'string' ? chunk : '')).join('')
}
