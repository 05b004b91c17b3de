// A `text/event-stream` body as the data of its events, however its bytes are cut.
import { MODEL } from '../limits.ts'
import { AgentError } from './error.ts'

export async function* eventData(body: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let data: string[] = []
  for await (const line of linesOf(body)) {
    if (line === '' && data.length > 0) {
      yield data.join('\n')
      data = []
    } else if (line.startsWith('data:')) data.push(line.slice(5).replace(/^ /, ''))
  }
  // Some servers end the last event with the body instead of a blank line.
  if (data.length > 0) yield data.join('\n')
}

async function* linesOf(body: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const bytes of body) {
    const lines = (rest + decoder.decode(bytes, { stream: true })).split('\n')
    rest = lines.pop() ?? ''
    if (rest.length > MODEL.eventCharacters) throw tooLong()
    for (const line of lines) yield withoutReturn(line)
  }
  const last = withoutReturn(rest + decoder.decode())
  if (last !== '') yield last
}

const withoutReturn = (line: string): string => (line.endsWith('\r') ? line.slice(0, -1) : line)

const tooLong = () =>
  new AgentError('model-answer', 'The model sent an event that never ends, so its answer was given up. Ask again, or check LLM_BASE_URL.', {
    retryable: true,
  })
