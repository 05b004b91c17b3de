// What a user sees when hovering over the hooks of resilient-socket/query: TanStack's own results, of named types.
import {
  type QueryClient,
  type UseInfiniteQueryResult,
  type UseMutationResult,
  type UseQueryResult,
  useQuery,
  useSuspenseInfiniteQuery,
  useSuspenseQuery,
} from '@tanstack/react-query'
import { expectTypeOf, test } from 'vitest'
import type { ResilientSocket, Task } from '../../src/index.ts'
import {
  type Accepted,
  type AgentError,
  bridgeToQueryClient,
  type Cancelled,
  createAgent,
  type Submitted,
  type SubmitVariables,
  type TaskPage,
  taskHistoryOptions,
  taskQueryOptions,
  useCancelTask,
  useSubmitTask,
  useTaskHistory,
  useTaskQuery,
} from '../../src/query/index.ts'

declare const client: QueryClient
declare const socket: ResilientSocket
const agent = createAgent({ baseUrl: '/rs', getToken: async ({ refused }) => (refused ? null : 'token'), retry: false, scope: undefined })

test('an agent gives tasks, and null for one that nobody knows', () => {
  expectTypeOf(agent.get('id')).resolves.toEqualTypeOf<Task | null>()
  expectTypeOf(agent.submit('chat', { text: 'hi' })).resolves.toEqualTypeOf<Accepted<'chat'>>()
  expectTypeOf(agent.cancel('id')).resolves.toEqualTypeOf<Accepted | null>()
  expectTypeOf(agent.list({ status: ['queued'] })).resolves.toEqualTypeOf<{
    readonly tasks: readonly Task[]
    readonly next: string | null
  }>()
})

test('hooks give what TanStack Query gives', () => {
  expectTypeOf(useTaskQuery('id', { pollMs: 1_000 })).toEqualTypeOf<UseQueryResult<Task | null, AgentError>>()
  expectTypeOf(useTaskHistory({ conversation: 'support' })).toEqualTypeOf<UseInfiniteQueryResult<readonly Task[], AgentError>>()
  expectTypeOf(useCancelTask()).toEqualTypeOf<UseMutationResult<Cancelled, AgentError, string>>()
  const submit = useSubmitTask('chat')
  expectTypeOf(submit.mutateAsync({ input: 1, key: 'k' })).resolves.toEqualTypeOf<Submitted>()
  expectTypeOf(submit.variables).toEqualTypeOf<SubmitVariables<'chat'> | undefined>()
  expectTypeOf(submit.taskKey).toEqualTypeOf<string | null>()
  // @ts-expect-error variables name their input
  submit.mutate('hi')
})

test('options fit TanStack’s own hooks, those that suspend too', () => {
  expectTypeOf(useQuery(taskQueryOptions(agent, 'id')).data).toEqualTypeOf<Task | null | undefined>()
  expectTypeOf(useSuspenseQuery(taskQueryOptions(agent, 'id')).data).toEqualTypeOf<Task | null>()
  expectTypeOf(useSuspenseInfiniteQuery(taskHistoryOptions(agent)).data.pages[0]).toEqualTypeOf<TaskPage | undefined>()
})

test('options fit the query client’s own methods', () => {
  expectTypeOf(client.fetchQuery(taskQueryOptions(agent, 'id'))).resolves.toEqualTypeOf<Task | null>()
  expectTypeOf(client.ensureQueryData(taskQueryOptions(agent, 'id'))).resolves.toEqualTypeOf<Task | null>()
  expectTypeOf(client.prefetchInfiniteQuery(taskHistoryOptions(agent, { limit: 20 }))).resolves.toEqualTypeOf<void>()
})

test('a mapping hears notifications and events, and the bridge can be stopped', () => {
  const stop = bridgeToQueryClient(socket, client, {
    agent,
    notification: ({ title }) => expectTypeOf(title).toEqualTypeOf<string | null>(),
    events: { anything: payload => expectTypeOf(payload).toEqualTypeOf<unknown>() },
    queryKeys: [['inbox'], ['price', 1]],
  })
  expectTypeOf(stop).toEqualTypeOf<() => void>()
})
