// Conversations for the stories.
import type { ChatMessage } from '../../src/core/model.ts'
import { message, NOW, reply } from '../../test/components/builders.ts'

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000

export const analysis = `Revenue in the file grows by 4.1 % a month, with two exceptions:

March dips by 11 %. Every region dips together, so a billing delay is likelier than lost customers.
August jumps by 19 %, almost all of it from the north.

If you correct for both, the trend is steady. Do you want the corrected series as a file?`

export const conversation: readonly ChatMessage[] = [
  message({ id: 'a', text: 'Here is last year, by month and region.', createdAt: NOW - DAY_MS - 8 * MINUTE_MS }),
  message({ id: 'b', text: 'What stands out?', createdAt: NOW - DAY_MS - 7 * MINUTE_MS }),
  reply({ id: 'c', text: analysis, createdAt: NOW - DAY_MS - 6 * MINUTE_MS }),
  message({ id: 'd', text: 'Yes please. Keep the raw column next to it so that finance can compare.', createdAt: NOW - 12 * MINUTE_MS }),
  reply({ id: 'e', text: 'Done: 12 rows, both columns, one note on each corrected month.', createdAt: NOW - 11 * MINUTE_MS }),
]

const retryable = (text: string): ChatMessage['error'] => ({ code: 'expired', message: text, retryable: true })

export const userStates: readonly ChatMessage[] = [
  message({ id: 'u1', text: 'This one has arrived.', createdAt: NOW - 9 * MINUTE_MS }),
  message({ id: 'u2', text: 'This one is on its way.', status: 'sending', createdAt: NOW - 3 * MINUTE_MS }),
  message({ id: 'u3', text: 'This one waits for the connection.', status: 'queued', createdAt: NOW - 2 * MINUTE_MS }),
  message({ id: 'u4', text: 'Nobody knows about this one.', status: 'unconfirmed', createdAt: NOW - 2 * MINUTE_MS }),
  message({
    id: 'u5',
    text: 'This one did not get through.',
    status: 'failed',
    error: retryable('It could not be sent in time.'),
    createdAt: NOW - MINUTE_MS,
  }),
  message({ id: 'u6', text: 'This one was taken back.', status: 'cancelled', createdAt: NOW - MINUTE_MS }),
]

export const replyStates: readonly ChatMessage[] = [
  message({ id: 'q', text: 'Summarise the contract.', createdAt: NOW - 9 * MINUTE_MS }),
  reply({ id: 'r1', text: 'The term is three years, with a break after', status: 'interrupted', createdAt: NOW - 8 * MINUTE_MS }),
  message({ id: 'q2', text: 'And the notice period?', createdAt: NOW - 7 * MINUTE_MS }),
  reply({ id: 'r2', text: 'Six months, in writing, to', status: 'cancelled', createdAt: NOW - 6 * MINUTE_MS }),
  message({ id: 'q3', text: 'Who signs?', createdAt: NOW - 5 * MINUTE_MS }),
  reply({ id: 'r3', status: 'failed', error: retryable('The model is overloaded.'), createdAt: NOW - 4 * MINUTE_MS }),
  message({ id: 's', role: 'system', status: 'complete', text: 'Ana joined the conversation.', createdAt: NOW - 3 * MINUTE_MS }),
]

export const streaming: readonly ChatMessage[] = [
  ...conversation,
  message({ id: 'f', text: 'Now explain the August jump to somebody who was not there.', createdAt: NOW - MINUTE_MS }),
  reply({
    id: 'g',
    status: 'streaming',
    text: 'In August the northern office moved its yearly contracts forward by one month, because the new',
    createdAt: NOW,
  }),
]

export const waiting: readonly ChatMessage[] = [...conversation, message({ id: 'f', text: 'And the year before?', createdAt: NOW })]

export const withTasks: readonly ChatMessage[] = [
  message({ id: 'f', text: 'Export all of it.', createdAt: NOW - 2 * MINUTE_MS }),
  reply({
    id: 'g',
    status: 'streaming',
    createdAt: NOW - MINUTE_MS,
    parts: [
      { type: 'text', text: 'I am writing the files.' },
      { type: 'task', taskKey: 'export' },
      { type: 'task', taskKey: 'upload' },
      { type: 'task', taskKey: 'mail' },
      { type: 'task', taskKey: 'check' },
    ],
  }),
]

export const tasks = [
  { key: 'export', kind: 'export', status: 'running', progress: { value: 62, total: 100, message: 'Writing region files' } },
  { key: 'upload', kind: 'upload', status: 'running', progress: { value: 3, total: null, message: 'Uploading' } },
  { key: 'mail', kind: 'mail', status: 'succeeded', progress: { value: 1, total: 1, message: 'Telling finance' } },
  { key: 'check', kind: 'check', status: 'failed', progress: { value: 0, total: null, message: 'Checking totals' } },
] as const

export const long: readonly ChatMessage[] = Array.from({ length: 40 }, (_, index) =>
  index % 2 === 0
    ? message({ id: `m${index}`, text: `Question ${index / 2 + 1}`, createdAt: NOW - (40 - index) * MINUTE_MS })
    : reply({ id: `m${index}`, text: `${analysis}\n\nAnswer ${(index + 1) / 2}.`, createdAt: NOW - (40 - index) * MINUTE_MS }),
)

export const awkward: readonly ChatMessage[] = [
  message({ id: 'w1', text: `https://example.org/${'a-very-long-path/'.repeat(14)}` }),
  reply({
    id: 'w2',
    text: '<b>not bold</b>\n\tindented\n\nمرحبا، هذا نص عربي في محادثة إنجليزية.\n\n' + 'Donaudampfschifffahrtsgesellschaft'.repeat(5),
  }),
  message({ id: 'w3', text: 'ok' }),
]

export const arabicConversation: readonly ChatMessage[] = [
  message({ id: 'r1', text: 'ما الذي يلفت النظر في الأرقام؟', createdAt: NOW - 5 * MINUTE_MS }),
  reply({
    id: 'r2',
    text: 'تنخفض الإيرادات في مارس بنسبة 11٪ في كل المناطق معًا، ثم ترتفع في أغسطس بنسبة 19٪.',
    createdAt: NOW - 4 * MINUTE_MS,
  }),
  message({ id: 'r3', text: 'Please answer in English.', createdAt: NOW - 3 * MINUTE_MS }),
  reply({ id: 'r4', text: 'Revenue dips in March and jumps in', status: 'interrupted', createdAt: NOW - 2 * MINUTE_MS }),
  message({ id: 'r5', text: 'شكرًا', status: 'queued', createdAt: NOW }),
]

/** Ten weeks of talk, with rows of many heights. */
export const tenThousand: readonly ChatMessage[] = Array.from({ length: 10_000 }, (_, index) => {
  const createdAt = NOW - (10_000 - index) * 10 * MINUTE_MS
  if (index % 2 === 0) return message({ id: `t${index}`, text: `Question ${index / 2 + 1}`, createdAt })
  return reply({ id: `t${index}`, text: `Answer ${(index + 1) / 2}. ${analysis.slice(0, 40 + ((index * 37) % 300))}`, createdAt })
})
