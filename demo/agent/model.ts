// Any OpenAI-compatible endpoint as a stream of text: POST {base}/chat/completions with `stream: true`.
import { MODEL } from '../limits.ts'
import { AgentError } from './error.ts'
import { eventData } from './event-stream.ts'

export interface ModelOptions {
  /** `https://api.example.com/v1` */
  readonly baseUrl: string
  readonly apiKey: string | null
  readonly name: string
}

export interface ModelMessage {
  readonly role: 'system' | 'user' | 'assistant'
  readonly content: string
}

/** null unless LLM_BASE_URL is set. */
export function modelFrom(env: Readonly<Record<string, string | undefined>>): ModelOptions | null {
  const baseUrl = env['LLM_BASE_URL']
  if (baseUrl === undefined || baseUrl === '') return null
  return { baseUrl: baseUrl.replace(/\/+$/, ''), apiKey: env['LLM_API_KEY'] ?? null, name: env['LLM_MODEL'] ?? 'default' }
}

export async function* streamAnswer(model: ModelOptions, messages: readonly ModelMessage[], signal: AbortSignal): AsyncGenerator<string> {
  const response = await post(model, messages, signal)
  if (response.body === null) throw new AgentError('model-answer', 'The model answered with nothing. Ask again.', { retryable: true })
  let characters = 0
  for await (const data of eventData(response.body)) {
    if (data === '[DONE]') return
    const text = deltaOf(data)
    characters += text.length
    if (characters > MODEL.answerCharacters) return
    if (text !== '') yield text
  }
}

async function post(model: ModelOptions, messages: readonly ModelMessage[], signal: AbortSignal): Promise<Response> {
  const response = await fetch(`${model.baseUrl}/chat/completions`, {
    method: 'POST',
    signal,
    headers: { 'content-type': 'application/json', ...(model.apiKey === null ? {} : { authorization: `Bearer ${model.apiKey}` }) },
    body: JSON.stringify({ model: model.name, messages, stream: true }),
  }).catch((cause: unknown) => {
    if (signal.aborted) throw cause
    throw new AgentError('model-unreachable', `Nobody answers at ${model.baseUrl}. Is the model running, and is LLM_BASE_URL right?`, {
      retryable: true,
    })
  })
  if (!response.ok) throw await refusal(response)
  return response
}

async function refusal(response: Response): Promise<AgentError> {
  const { status } = response
  const said = (await response.text().catch(() => '')).slice(0, MODEL.errorCharacters).trim()
  const words = `The model's server answered ${status}${said === '' ? '.' : `: ${said}`}`
  if (status === 401 || status === 403) {
    return new AgentError('model-forbidden', `The model's server refused the key (${status}). Set LLM_API_KEY and start again.`, {
      retryable: false,
    })
  }
  return new AgentError(status === 429 ? 'model-busy' : 'model-failed', words, { retryable: status === 429 || status >= 500 })
}

/** The text of one event; empty where it carries none. An `error` inside the stream fails the task. */
function deltaOf(data: string): string {
  const event = parsed(data)
  const error = fieldOf(event, 'error')
  if (error !== undefined && error !== null) throw new AgentError('model-failed', messageOf(error), { retryable: true })
  const choices = fieldOf(event, 'choices')
  const content = fieldOf(fieldOf(Array.isArray(choices) ? choices[0] : undefined, 'delta'), 'content')
  return typeof content === 'string' ? content : ''
}

function parsed(data: string): unknown {
  try {
    return JSON.parse(data)
  } catch {
    throw new AgentError('model-answer', 'The model sent something that is no JSON, so its answer was given up. Is LLM_BASE_URL right?', {
      retryable: true,
    })
  }
}

function messageOf(error: unknown): string {
  const message = typeof error === 'string' ? error : fieldOf(error, 'message')
  return typeof message === 'string' ? message.slice(0, MODEL.errorCharacters) : 'The model failed in the middle of its answer.'
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
}
