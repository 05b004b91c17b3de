// `Register` gives every hook and method the application's own names and payloads, in a program of its own: augmentation is for a whole program.
import { beforeAll, expect, test } from 'vitest'
import { installedPackage } from '../support/typecheck.ts'

// The smallest library that speaks Standard Schema.
const app = `
import type { StandardSchemaV1 } from '@standard-schema/spec'
import { defineApp } from 'resilient-socket'
const of = <I, O = I>(): StandardSchemaV1<I, O> => ({ '~standard': { version: 1, vendor: 'test', validate: value => ({ value: value as O }) } })
export const app = defineApp({
  tasks: { chat: { input: of<{ text: string }>() }, report: { input: of<{ from: string }, { from: Date }>(), result: of<{ pages: number }>() }, visit: { input: of<null>(), result: of<string, Date>() } },
  events: { price: of<{ amount: number }>(), day: of<string, Date>() },
  ops: { rename: { input: of<{ name: string }>(), output: of<{ at: number }>() }, until: { input: of<string, Date>(), output: of<string, Date>() } },
})
declare module 'resilient-socket' { interface Register { app: typeof app } }
`
const head = `
import { createResilientSocket, useConversation, useResilientSocket, useSocketEvent, useTask, useTasks } from 'resilient-socket'
import type { EventName, InputOf, Kind, Op, ParsedInput, ResultOf } from 'resilient-socket'
import { bridgeToQueryClient, createAgent, useSubmitTask, useTaskQuery } from 'resilient-socket/query'
import { createResilientServer, createTaskWriter, memoryStore } from 'resilient-socket/server'
import { QueryClient } from '@tanstack/react-query'
const authenticate = () => null
const writer = createTaskWriter({ store: memoryStore() })
const same = <A>() => <B>(..._: [A] extends [B] ? ([B] extends [A] ? [] : [never]) : [never]) => undefined
`
const rightUses: readonly (readonly [string, string])[] = [
  [
    'names are the declared ones',
    `same<Kind>()<'chat' | 'report' | 'visit'>(); same<EventName>()<'price' | 'day'>(); same<Op>()<'rename' | 'until'>()`,
  ],
  [
    'a kind’s input, before and after its schema',
    `same<InputOf<'report'>>()<{ from: string }>(); same<ParsedInput<'report'>>()<{ from: Date }>()`,
  ],
  [
    'a result is the schema’s output, and unknown without one',
    `same<ResultOf<'report'>>()<{ pages: number }>(); same<ResultOf<'chat'>>()<unknown>()`,
  ],
  ['submit takes the kind’s input', `useResilientSocket().submit('report', { from: 'May' })`],
  [
    'a sent op answers its output',
    `useResilientSocket().send('rename', { name: 'a' }).settled.then(o => o.outcome === 'accepted' && same<typeof o.data>()<{ at: number }>())`,
  ],
  [
    'request resolves with its output',
    `createResilientSocket({ url: '/rs' }).request('rename', { name: 'a' }).then(answer => answer.at.toFixed())`,
  ],
  [
    'a task is narrowed by kind and status',
    `const task = useTask<'report'>('id'); if (task?.status === 'succeeded') same<typeof task.result>()<{ pages: number }>()`,
  ],
  [
    'any task is narrowed by its kind',
    `for (const task of useTasks()) if (task.kind === 'report') same<typeof task.input>()<{ from: string } | null>()`,
  ],
  ['an app event has its payload', `useSocketEvent('app.price', price => same<typeof price>()<{ amount: number }>())`],
  ['an event of the client keeps its own', `useSocketEvent('task', task => same<typeof task.kind>()<'chat' | 'report' | 'visit'>())`],
  ['an event is heard as its schema makes it', `useSocketEvent('app.day', day => same<typeof day>()<Date>())`],
  [
    'a handler gets the parsed input and returns what the result’s schema takes',
    `createResilientServer({ authenticate, handlers: { report: async ({ from }) => ({ pages: from.getDate() }), visit: () => '2026-05-01', chat: async ({ text }, task) => task.append(text) } })`,
  ],
  [
    'an op gets its parsed data and returns what its output’s schema takes',
    `createResilientServer({ authenticate, ops: { rename: ({ name }) => ({ at: name.length }), until: async day => day.toISOString() } })`,
  ],
  ['what an op answers is what its schema makes', `useResilientSocket().request('until', 'May').then(day => day.getTime())`],
  [
    'a task opened by its writer is of a declared kind',
    `writer.tasks.open('ada', { kind: 'report', input: { from: 'May' } }).then(task => task.succeed({ pages: 1 }))`,
  ],
  ['a writer emits a declared event', `writer.emit('ada', 'day', '2026-05-01')`],
  [
    'an agent submits what the kind takes',
    `createAgent({ baseUrl: '/rs' }).submit('report', { from: 'May' }).then(({ task }) => same<typeof task.kind>()<'report'>())`,
  ],
  [
    'an agent reads what the kind’s result is',
    `createAgent({ baseUrl: '/rs' }).get<'report'>('id').then(task => task?.status === 'succeeded' && same<typeof task.result>()<{ pages: number }>())`,
  ],
  [
    'a submit’s variables hold the kind’s input',
    `useSubmitTask('report', { onSuccess: ({ taskId }) => taskId.length }).mutate({ input: { from: 'May' } })`,
  ],
  [
    'a task’s query is narrowed by kind and status',
    `const { data } = useTaskQuery<'report'>('id'); if (data?.status === 'succeeded') same<typeof data.result>()<{ pages: number }>()`,
  ],
  [
    'a mapped event has its payload',
    `bridgeToQueryClient(createResilientSocket({ url: '/rs' }), new QueryClient(), { events: { price: ({ amount }, client) => client.setQueryData(['price'], amount.toFixed()) } })`,
  ],
  ['a conversation takes a declared kind', `useConversation('c', { kind: 'report', toInput: draft => ({ from: draft.text }) })`],
]

const wrongUses: readonly (readonly [string, string, string])[] = [
  ['an undeclared kind', `useResilientSocket().submit('build', {})`, 'TS2345'],
  ['a wrong input', `useResilientSocket().submit('report', { from: 3 })`, 'TS2322'],
  ['an undeclared op', `useResilientSocket().send('remove', {})`, 'TS2345'],
  ['an undeclared event', `useSocketEvent('app.weather', () => {})`, 'TS2345'],
  ['a task of an undeclared kind', `useTask<'build'>('id')`, 'TS2344'],
  ['a submit of an undeclared kind', `useSubmitTask('build')`, 'TS2345'],
  ['a submit’s wrong input', `useSubmitTask('report').mutate({ input: { from: 3 } })`, 'TS2322'],
  ['a query of an undeclared kind', `useTaskQuery<'build'>('id')`, 'TS2344'],
  ['an agent’s wrong input', `void createAgent({ baseUrl: '/rs' }).submit('report', { from: 3 })`, 'TS2322'],
  [
    'a mapped event that nobody declared',
    `bridgeToQueryClient(createResilientSocket({ url: '/rs' }), new QueryClient(), { events: { weather: () => {} } })`,
    'TS2353',
  ],
  ['a wrong op’s data', `void useResilientSocket().request('rename', { name: 3 })`, 'TS2322'],
  ['a handler of an undeclared kind', `createResilientServer({ authenticate, handlers: { build: () => {} } })`, 'TS2353'],
  ['a handler with a wrong result', `createResilientServer({ authenticate, handlers: { report: () => ({ pages: 'many' }) } })`, 'TS2322'],
  [
    'a handler that returns nothing where a result is declared',
    `createResilientServer({ authenticate, handlers: { report: () => {} } })`,
    'TS2322',
  ],
  ['an op with a wrong answer', `createResilientServer({ authenticate, ops: { rename: () => ({ at: 'noon' }) } })`, 'TS2322'],
  ['an op that nobody declared', `createResilientServer({ authenticate, ops: { remove: () => null } })`, 'TS2353'],
  ['an event that nobody declared', `void writer.emit('ada', 'weather', {})`, 'TS2345'],
  ['an event with wrong data', `void writer.emit('ada', 'price', { amount: 'three' })`, 'TS2322'],
  ['a task opened with a wrong input', `void writer.tasks.open('ada', { kind: 'report', input: { from: 3 } })`, 'TS2322'],
  ['a conversation of an undeclared kind', `useConversation('c', { kind: 'build' })`, 'TS2322'],
]

/** A server's own program, without React, that declares through its own entry. */
const serverOnly =
  app.replaceAll("'resilient-socket'", "'resilient-socket/server'") +
  `
import { createResilientServer } from 'resilient-socket/server'
createResilientServer({ authenticate: () => null, app, handlers: { report: ({ from }) => ({ pages: from.getDate() }) } })
`

/** One file for both: it loads no React on the server, and the page's hooks know it. */
const throughClient =
  app.replaceAll("'resilient-socket'", "'resilient-socket/client'") +
  `
import { useTask } from 'resilient-socket'
export const pages = () => { const task = useTask<'report'>('id'); return task?.status === 'succeeded' ? task.result.pages : 0 }
`

/** What a hover says is what the compiler says in an error. */
const hovers: readonly (readonly [string, string])[] = [
  [`useTask<'report'>('id')`, `TaskOf<"report"> | null | undefined`],
  [`useTasks()`, `readonly Task[]`],
  [`useResilientSocket().submit('report', { from: 'May' })`, `Sent<{ taskId: string; }>`],
  [`useResilientSocket().send('rename', { name: 'a' })`, `Sent<{ at: number; }>`],
  [`useResilientSocket().request('until', 'May')`, `Promise<Date>`],
]

const plain = `same<Kind>()<string>(); same<InputOf<'x'>>()<unknown>(); useResilientSocket().submit('anything', { goes: true }); useSocketEvent('app.any', p => same<typeof p>()<unknown>()); createResilientServer({ authenticate, handlers: { chat({ text }: { text: string }, task) { task.append(text) } }, ops: { any: (data: { x: number }) => data.x } }); void writer.emit('ada', 'any', 1)`

let registered: readonly string[] = []
let unregistered: readonly string[] = []
let elsewhere: readonly string[] = []
beforeAll(async () => {
  using consumer = await installedPackage()
  const uses = [...rightUses, ...wrongUses].map(([name, source]) => [fileOf(name), head + source])
  const hovered = hovers.map(([use]) => [fileOf(`hover ${use}`), `${head}const hover: never = ${use}`])
  registered = await consumer.check({ 'app.ts': app, ...Object.fromEntries([...uses, ...hovered]) })
  unregistered = await consumer.check({ 'use.ts': head + plain })
  elsewhere = [...(await consumer.check({ 'server.ts': serverOnly })), ...(await consumer.check({ 'page.ts': throughClient }))]
}, 120_000)

const fileOf = (name: string) => `${name.replace(/\W+/g, '-')}.ts`
const codesIn = (name: string) => registered.filter(line => line.startsWith(`${fileOf(name)}(`)).map(line => /TS\d+/.exec(line)?.[0])

test('the declaration of the application compiles', () => {
  expect(registered.filter(line => line.startsWith('app.ts'))).toEqual([])
})

test.each(rightUses)('%s', name => {
  expect(codesIn(name)).toEqual([])
})

test.each(wrongUses)('%s is an error', (name, _, code) => {
  expect(codesIn(name)).toEqual([code])
})

test('without Register kinds are strings and payloads unknown', () => {
  expect(unregistered).toEqual([])
})

test('what is declared through one entry holds for the others', () => {
  expect(elsewhere).toEqual([])
})

test.each(hovers)('a hover over %s says %s', (use, says) => {
  expect(registered.find(line => line.startsWith(`${fileOf(`hover ${use}`)}(`))).toContain(
    `Type '${says}' is not assignable to type 'never'`,
  )
})
