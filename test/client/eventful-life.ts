// A page's life that meets everything once, with a secret in every place where somebody said something.
import { piece, wireTask } from '../support/builders.ts'
import { createHarness, EPOCH, type Harness, headOf, markAt, microtasks } from '../support/client-harness.ts'

export const SECRETS = {
  token: 'secret-token-1',
  user: 'secret-user-ana',
  input: 'secret-input',
  chunk: 'secret-chunk',
  item: 'secret-item',
  result: 'secret-result',
  title: 'secret-title',
  body: 'secret-body',
  data: 'secret-data',
  app: 'secret-app-event',
  answer: 'secret-answer',
  progress: 'secret-progress',
  error: 'secret-error',
  prompt: 'secret-prompt',
  conversation: 'secret-conversation',
}

export const NUMBER = 4_929_123_456

const serverFrame = ({ manual }: Harness, frame: unknown) => manual.latest().receive(frame)

/** A page through its whole life: a drop, a gap, a snapshot in parts, sends and their receipts, an ask, a probe, halves of answers. */
export async function eventful(): Promise<Harness> {
  const harness = createHarness({ identity: SECRETS.user, getToken: () => SECRETS.token })
  const { manual, socket } = harness
  const welcome = { user: SECRETS.user, epoch: EPOCH }
  manual.roll(0.25)
  socket.connect()
  await microtasks()
  const sent = socket.submit('chat', { text: SECRETS.input, number: NUMBER }, { key: 'key-t1', conversation: SECRETS.conversation })
  harness.greet(welcome)
  const head = headOf('t1', { conversation: SECRETS.conversation, progress: { value: 1, total: 2, message: SECRETS.progress } })
  harness.events([
    { type: 'task.created', task: { ...head, input: { text: SECRETS.input } } },
    { type: 'task.stream', id: 't1', attempt: 1, name: 'text', kind: 'text', at: 0, chunk: SECRETS.chunk },
    { type: 'task.stream', id: 't1', attempt: 1, name: 'input', kind: 'list', at: 0, chunk: [SECRETS.item, NUMBER] },
    { type: 'notification', id: 'n1', kind: 'hello', title: SECRETS.title, body: SECRETS.body, data: { deep: SECRETS.data } },
    { type: 'app.said', data: { secret: SECRETS.app } },
  ])
  serverFrame(harness, { type: 'receipt', id: sent.id, ok: true, data: { task: head }, cursor: cursorAt(harness.head()) })
  void socket.send('rename', { name: SECRETS.data })
  const renamed = manual.latest().sent.at(-1)?.['id']
  serverFrame(harness, { type: 'receipt', id: renamed, ok: true, data: { task: SECRETS.answer, was: NUMBER } })
  harness.events([{ type: 'task.updated', task: headOf('t1', { rev: 2, status: 'input-required', prompt: { ask: SECRETS.prompt } }) }])
  void socket.answerTask('t1', { text: SECRETS.input })
  // A hole in a stream, and the ask that heals it.
  harness.events([{ type: 'task.stream', id: 't1', attempt: 1, name: 'text', kind: 'text', at: 40, chunk: SECRETS.chunk }])
  const ask = manual.latest().sent.findLast(frame => frame['op'] === 'task.get')?.['id']
  const whole = { ...wireTask('t1', { rev: 2, input: SECRETS.input }), conversation: SECRETS.conversation }
  serverFrame(harness, {
    type: 'receipt',
    id: ask,
    ok: true,
    data: { task: whole, pieces: [piece('t1', 0, SECRETS.chunk.repeat(5).slice(0, 52))] },
  })
  const error = { code: 'broken', message: SECRETS.error, retryable: false }
  harness.events([
    { type: 'task.settled', task: { ...headOf('t1', { rev: 5, status: 'succeeded' }), result: SECRETS.result } },
    { type: 'task.created', task: { ...headOf('t2'), input: null } },
    { type: 'task.settled', task: { ...headOf('t2', { rev: 2, status: 'failed' }), error } },
  ])
  // A receipt that comes before its event.
  const early = socket.submit('chat', SECRETS.input)
  serverFrame(harness, { type: 'receipt', id: early.id, ok: true, data: { task: headOf('t4', { key: early.id }) } })
  socket.markSeen()
  socket.dismiss('n1')
  return drops(harness, welcome)
}

async function drops(harness: Harness, welcome: Record<string, unknown>): Promise<Harness> {
  const { manual, socket } = harness
  manual.latest().close(1006, 'gone')
  void socket.send('while-down', { text: SECRETS.data })
  manual.advance(5_000)
  await microtasks()
  harness.greet({ ...welcome, outcome: 'replayed', reason: undefined })
  // A gap, and the snapshot that follows it, in parts.
  const at = harness.head()
  const lost = { type: 'events', prev: at + 3, offset: at + 3, mark: 'm', list: [] }
  serverFrame(harness, lost)
  manual.advance(5_000)
  await microtasks()
  manual.latest().open()
  serverFrame(harness, { ...welcomeAt(at + 9), ...welcome })
  const cursor = cursorAt(at + 9)
  const empty = { type: 'snapshot', cursor, parts: 2, tasks: [], pieces: [], notifications: [], seen: 0 }
  serverFrame(harness, { ...empty, part: 1, tasks: [wireTask('t3', { input: SECRETS.input, lengths: { text: SECRETS.chunk.length } })] })
  const notifications = [{ offset: 3, time: 1, id: 'n3', kind: 'hello', title: SECRETS.title }]
  serverFrame(harness, { ...empty, part: 2, pieces: [piece('t3', 0, SECRETS.chunk)], notifications })
  serverFrame(harness, { type: 'events', prev: at + 9, offset: at + 9, mark: cursor.mark, list: [], live: true })
  manual.hint('hidden')
  manual.hint('visible')
  manual.advance(30_000)
  await microtasks()
  return harness
}

const cursorAt = (offset: number) => ({ epoch: EPOCH, offset, mark: markAt(offset) })
const welcomeAt = (head: number) => ({
  type: 'welcome',
  connection: 'c-2',
  head,
  outcome: 'snapshot',
  reason: 'trimmed',
  heartbeat: { intervalMs: 15_000, activeIntervalMs: 4_000, timeoutMs: 5_000 },
  limits: { upBytes: 65_536, inFlight: 32, ackBytes: 65_536, hedge: false },
  reconnectSpreadMs: 50,
})
