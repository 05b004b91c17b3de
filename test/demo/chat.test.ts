// The task `chat`: where a message goes, at which pace the answer comes, and when it stops.
import { createServer, type Server, type ServerResponse } from 'node:http'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { answerFrom } from '../../demo/agent/answer.ts'
import { chatHandler } from '../../demo/agent/chat.ts'
import { eventData } from '../../demo/agent/event-stream.ts'
import { historyOf } from '../../demo/agent/history.ts'
import { modelFrom, streamAnswer, type ModelOptions } from '../../demo/agent/model.ts'
import { passagesOf } from '../../demo/agent/passages.ts'
import { rank } from '../../demo/agent/ranking.ts'
import { piecesOf, readAloud } from '../../demo/agent/reading-pace.ts'
import { MODEL } from '../../demo/limits.ts'
import { listen } from '../../demo/listen.ts'
import { looksLikeTable } from '../../demo/table/csv.ts'
import type { WireTask } from '../../src/protocol/values.ts'
import type { Store } from '../../src/server/store.ts'
import { handClock, hastyClock } from './hand-clock.ts'

const ranking = rank(passagesOf([{ path: 'README.md', text: '# Cursor\nA cursor says how far a reader has got.' }]))

async function collected(texts: AsyncIterable<string>): Promise<readonly string[]> {
  const all: string[] = []
  for await (const text of texts) all.push(text)
  return all
}

const history = async () => []

function recordingTask() {
  const abort = new AbortController()
  const chunks: string[] = []
  const task = {
    user: 'u',
    conversation: 'demo',
    signal: abort.signal,
    progress: () => {},
    append: (chunk: string | readonly unknown[]) => void chunks.push(String(chunk)),
  }
  return { task, abort, text: () => chunks.join(''), chunks }
}

describe('an answer from the documents', () => {
  test('streamed word by word is the answer, character for character', async () => {
    const { task, text, chunks } = recordingTask()
    await chatHandler({ ranking, pace: { clock: hastyClock, wordMs: 1 }, model: null, history })({ text: 'What is a cursor?' }, task)
    expect(text()).toBe(answerFrom(ranking, 'What is a cursor?'))
    expect(chunks.length).toBeGreaterThan(5)
  })

  test('comes at its pace', async () => {
    const { clock, advance, waiting } = handClock()
    const words = readAloud('one two', { clock, wordMs: 100 }, new AbortController().signal)
    const first = words.next()
    advance(99)
    expect(waiting()).toBe(1)
    advance(1)
    expect(await first).toEqual({ value: 'one', done: false })
  })

  test('stops at the signal', async () => {
    const { task, abort, text } = recordingTask()
    const { clock, advance } = handClock()
    const running = chatHandler({ ranking, pace: { clock, wordMs: 100 }, model: null, history })({ text: 'cursor' }, task)
    advance(100)
    abort.abort(new Error('cancelled'))
    await expect(running).rejects.toThrow('cancelled')
    expect(text().length).toBeLessThan(10)
  })

  test('an empty message is refused with a code', async () => {
    const asked = chatHandler({ ranking, pace: { clock: hastyClock, wordMs: 0 }, model: null, history })(
      { text: ' ' },
      recordingTask().task,
    )
    await expect(asked).rejects.toMatchObject({ code: 'empty-question', retryable: false })
  })

  test('pieces joined are the text', () => {
    const text = '  Two  words,\n\nand a line.\n'
    expect(piecesOf(text).join('')).toBe(text)
  })
})

describe('a pasted table', () => {
  test('is profiled', async () => {
    const { task, text } = recordingTask()
    await chatHandler({ ranking, pace: { clock: hastyClock, wordMs: 0 }, model: null, history })({ text: 'a,b\n1,2\n3,4' }, task)
    expect(text()).toMatch(/^pasted\.csv: 2 rows, 2 columns/)
  })

  test.each([
    ['two lines with a comma each', 'first, do this\nthen, do that', false],
    ['a question', 'What is a cursor, and why?', false],
    ['three rows', 'a,b\n1,2\n3,4', true],
  ])('%s: %s', (_name, text, expected) => {
    expect(looksLikeTable(text)).toBe(expected)
  })
})

describe('what was said before', () => {
  const settled = { rev: 2, attempt: 1, status: 'succeeded', cancelRequested: false, lengths: {}, createdAt: 1, updatedAt: 1 } as const
  const turn = (id: string, more: Partial<WireTask> = {}): WireTask => ({
    ...settled,
    id,
    key: id,
    kind: 'chat',
    conversation: 'demo',
    input: { text: `ask ${id}` },
    ...more,
  })
  const piece = (id: string, at: number, chunk: string) => ({ id, attempt: 1, name: 'text', kind: 'text', at, chunk }) as const
  /** Newest first, as stores list. */
  const storeOf = (tasks: readonly WireTask[]): Pick<Store, 'list' | 'get'> => ({
    list: async () => ({ tasks, next: null }),
    get: async (_user, ref) => {
      const task = tasks.find(({ id }) => 'id' in ref && id === ref.id)
      return task === undefined ? null : { task, pieces: [piece(task.id, 2, task.id), piece(task.id, 0, 'A:')] }
    },
  })

  test('is the finished turns of this conversation, oldest first', async () => {
    const others = [turn('r', { status: 'running' }), turn('p', { kind: 'profile' }), turn('x', { conversation: 'other' })]
    const said = await historyOf(storeOf([turn('2'), ...others, turn('1')]), { user: 'u', conversation: 'demo' })
    expect(said.map(({ role, content }) => `${role}: ${content}`)).toEqual([
      'user: ask 1',
      'assistant: A:1',
      'user: ask 2',
      'assistant: A:2',
    ])
  })

  test('is the newest turns where there are many', async () => {
    const tasks = Array.from({ length: MODEL.turns + 2 }, (_, index) => turn(`${index}`))
    const said = await historyOf(storeOf(tasks), { user: 'u', conversation: 'demo' })
    expect([said.length, said.at(-1)?.content]).toEqual([2 * MODEL.turns, 'A:0'])
  })
})

describe('an event stream', () => {
  async function* bytes(...pieces: readonly (string | Uint8Array)[]) {
    for (const piece of pieces) yield typeof piece === 'string' ? new TextEncoder().encode(piece) : piece
  }
  const all = (body: AsyncIterable<Uint8Array>) => collected(eventData(body))

  test('is read however it is cut', async () => {
    expect(await all(bytes('da', 'ta: one\n', '\ndata:two\r\n\r', '\n'))).toEqual(['one', 'two'])
  })

  test('joins the data lines of one event and ignores comments and other fields', async () => {
    expect(await all(bytes(': hello\nevent: x\nid: 1\ndata: a\ndata: b\n\n'))).toEqual(['a\nb'])
  })

  test('keeps a character that is cut in two', async () => {
    const euro = new TextEncoder().encode('data: €\n\n')
    expect(await all(bytes(euro.slice(0, 7), euro.slice(7)))).toEqual(['€'])
  })

  test('ends its last event with the body', async () => {
    expect(await all(bytes('data: last'))).toEqual(['last'])
  })

  test('that never ends a line is given up', async () => {
    await expect(all(bytes('data: ', 'x'.repeat(300_000)))).rejects.toMatchObject({ code: 'model-answer' })
  })
})

describe('an OpenAI-compatible model', () => {
  let server: Server
  let model: ModelOptions
  let respond: (response: ServerResponse, asked: { readonly body: string; readonly url: string; readonly key: string }) => void

  beforeEach(async () => {
    server = createServer((request, response) => {
      let body = ''
      request.on('data', (chunk: Buffer) => (body += chunk.toString()))
      request.on('end', () => respond(response, { body, url: request.url ?? '', key: request.headers.authorization ?? '' }))
    })
    model = { baseUrl: `http://127.0.0.1:${await listen(server, 0)}/v1`, apiKey: 'k', name: 'tiny' }
  })

  afterEach(() => {
    server.closeAllConnections()
    server.close()
  })

  const delta = (content: string) => `data: ${JSON.stringify({ choices: [{ delta: { content } }] })}\n\n`
  const ask = () => collected(streamAnswer(model, [{ role: 'user', content: 'hi' }], new AbortController().signal))

  test('streams its deltas into the task, with the documents in the prompt', async () => {
    let seen = { body: '', url: '', key: '' }
    respond = (response, asked) => {
      seen = asked
      response.end(`${delta('Hello ')}${delta('there')}data: {"choices":[]}\n\ndata: [DONE]\n\n${delta('never')}`)
    }
    const { task, chunks } = recordingTask()
    await chatHandler({ ranking, pace: { clock: hastyClock, wordMs: 0 }, model, history })({ text: 'What is a cursor?' }, task)
    expect(chunks).toEqual(['Hello ', 'there'])
    expect(seen).toMatchObject({ url: '/v1/chat/completions', key: 'Bearer k' })
    expect(JSON.parse(seen.body)).toMatchObject({
      model: 'tiny',
      stream: true,
      messages: [{ role: 'system' }, { role: 'user', content: 'What is a cursor?' }],
    })
    expect(seen.body).toContain('how far a reader has got')
  })

  test.each([
    [401, 'model-forbidden', false],
    [429, 'model-busy', true],
    [500, 'model-failed', true],
    [404, 'model-failed', false],
  ])('status %i fails as %s', async (status, code, retryable) => {
    respond = response => void response.writeHead(status).end('no')
    await expect(ask()).rejects.toMatchObject({ code, retryable })
  })

  test('an error inside the stream fails with its message', async () => {
    respond = response => void response.end(`${delta('a')}data: {"error":{"message":"out of memory"}}\n\n`)
    await expect(ask()).rejects.toMatchObject({ code: 'model-failed', message: 'out of memory' })
  })

  test('what is no JSON fails with a code', async () => {
    respond = response => void response.end('data: <html>\n\n')
    await expect(ask()).rejects.toMatchObject({ code: 'model-answer' })
  })

  test('nobody there fails with a code that says where to look', async () => {
    model = { ...model, baseUrl: 'http://127.0.0.1:1/v1' }
    await expect(ask()).rejects.toMatchObject({ code: 'model-unreachable', message: expect.stringContaining('LLM_BASE_URL') })
  })

  test('the signal ends the request at the endpoint', async () => {
    const abort = new AbortController()
    const closed = new Promise(resolve => {
      respond = response => {
        response.on('close', resolve)
        response.write(delta('a'))
      }
    })
    const words = streamAnswer(model, [], abort.signal)
    expect(await words.next()).toEqual({ value: 'a', done: false })
    abort.abort()
    await expect(words.next()).rejects.toThrow('aborted')
    await closed
  })

  test.each([
    [{}, null],
    [{ LLM_BASE_URL: '' }, null],
    [{ LLM_BASE_URL: 'http://m/v1/' }, { baseUrl: 'http://m/v1', apiKey: null, name: 'default' }],
  ])('the environment %o gives %o', (env, expected) => {
    expect(modelFrom(env)).toEqual(expected)
  })
})
