// The task `chat`: a pasted table is profiled, a question goes to the model if there is one, and else to the documents.
import type { TaskHandle } from '../../src/server/types.ts'
import { MODEL } from '../limits.ts'
import { looksLikeTable } from '../table/csv.ts'
import { answerFrom } from './answer.ts'
import type { Asker } from './history.ts'
import { readQuestion, readUpload } from './input.ts'
import { streamAnswer, type ModelMessage, type ModelOptions } from './model.ts'
import { profileUpload } from './profile.ts'
import type { Ranking } from './ranking.ts'
import { readAloud, type Pace } from './reading-pace.ts'
import { termsOf } from './words.ts'

export interface ChatAgent {
  readonly ranking: Ranking
  readonly pace: Pace
  readonly model: ModelOptions | null
  /** What was said before; asked only for a model. */
  readonly history: (asker: Asker) => Promise<readonly ModelMessage[]>
}

type Asked = Asker & Pick<TaskHandle, 'append' | 'progress' | 'signal'>

export const chatHandler =
  (agent: ChatAgent) =>
  async (input: unknown, task: Asked): Promise<void> => {
    const { text } = readQuestion(input)
    if (looksLikeTable(text)) return void (await profileUpload(readUpload({ name: 'pasted.csv', content: text }), task, agent.pace))
    for await (const word of wordsFor(text, task, agent)) task.append(word)
  }

async function* wordsFor(text: string, task: Asked, { ranking, pace, model, history }: ChatAgent): AsyncGenerator<string> {
  if (model === null) yield* readAloud(answerFrom(ranking, text), pace, task.signal)
  else yield* streamAnswer(model, [...groundsFor(text, ranking), ...(await history(task)), { role: 'user', content: text }], task.signal)
}

/** The model reads what the documents say before it answers. */
function groundsFor(question: string, ranking: Ranking): readonly ModelMessage[] {
  const hits = ranking.search(termsOf(question)).slice(0, MODEL.passages)
  const passages = hits.map(({ passage }) => `[${passage.title}]\n${[...passage.sentences, ...passage.code].join('\n')}`)
  const system = [
    'You answer questions about the repository of resilient-socket. Use the passages from its documents below where they help, name them, and say so when they do not hold the answer.',
    ...passages,
  ]
  return [{ role: 'system', content: system.join('\n\n') }]
}
