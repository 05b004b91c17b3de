// What the page sends, read with no trust: a question, or a text to profile.
import { TABLE } from '../limits.ts'
import { AgentError } from './error.ts'

export interface Question {
  readonly text: string
}

export interface Upload {
  readonly name: string
  readonly content: string
}

export function readQuestion(input: unknown): Question {
  const text = textField(input, 'text')
  if (text === null || text.trim() === '')
    throw new AgentError('empty-question', 'There is nothing to answer: the message is empty.', { retryable: false })
  return { text }
}

export function readUpload(input: unknown): Upload {
  const content = textField(input, 'content')
  if (content === null || content.trim() === '')
    throw new AgentError('empty-file', 'There is nothing to profile: the file is empty.', { retryable: false })
  if (Buffer.byteLength(content) > TABLE.uploadBytes) {
    throw new AgentError(
      'file-too-large',
      `The file is larger than ${TABLE.uploadBytes / 1024} kB, which is what this demo takes. Send its first part.`,
      {
        retryable: false,
      },
    )
  }
  return { name: textField(input, 'name') ?? 'The text', content }
}

function textField(input: unknown, name: string): string | null {
  if (typeof input !== 'object' || input === null) return null
  const value: unknown = Reflect.get(input, name)
  return typeof value === 'string' ? value : null
}
