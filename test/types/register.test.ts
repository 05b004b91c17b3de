// `Register` gives every hook and method the application's own names and payloads, in a program of its own: augmentation is for a whole program.
import { beforeAll, expect, test } from 'vitest'
import { installedPackage } from '../support/typecheck.ts'

// The smallest library that speaks Standard Schema.
const app = `
import type { StandardSchemaV1 } from '@standard-schema/spec'
import { defineApp } from 'resilient-socket'
const of = <I, O = I>(): StandardSchemaV1<I, O> => ({ '~standard': { version: 1, vendor: 'test', validate: value => ({ value: value as O }) } })
export const app = defineApp({
  tasks: { chat: { input: of<{ text: string }>() }, report: { input: of<{ from: string }, { from: Date }>(), result: of<{ pages: number }>() } },
  events: { price: of<{ amount: number }>() },
  ops: { rename: { input: of<{ name: string }>(), output: of<{ at: number }>() } },
})
declare module 'resilient-socket' { interface Register { app: typeof app } }
`
const head = `
import { createResilientSocket, useConversation, useResilientSocket, useSocketEvent, useTask, useTasks } from 'resilient-socket'
import type { InputOf, Kind, ParsedInput, ResultOf } from 'resilient-socket'
const same = <A>() => <B>(..._: [A] extends [B] ? ([B] extends [A] ? [] : [never]) : [never]) => undefined
`
const rightUses: readonly (readonly [string, string])[] = [
  ['kinds are the declared names', `same<Kind>()<'chat' | 'report'>()`],
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
    `for (const task of useTasks()) if (task.kind === 'report') same<typeof task.input>()<{ from: string }>()`,
  ],
  ['an app event has its payload', `useSocketEvent('app.price', price => same<typeof price>()<{ amount: number }>())`],
  ['an event of the client keeps its own', `useSocketEvent('task', task => same<typeof task.kind>()<'chat' | 'report'>())`],
  ['a conversation takes a declared kind', `useConversation('c', { kind: 'report', toInput: draft => ({ from: draft.text }) })`],
]

const wrongUses: readonly (readonly [string, string, string])[] = [
  ['an undeclared kind', `useResilientSocket().submit('build', {})`, 'TS2345'],
  ['a wrong input', `useResilientSocket().submit('report', { from: 3 })`, 'TS2322'],
  ['an undeclared op', `useResilientSocket().send('remove', {})`, 'TS2345'],
  ['an undeclared event', `useSocketEvent('app.weather', () => {})`, 'TS2345'],
  ['a conversation of an undeclared kind', `useConversation('c', { kind: 'build' })`, 'TS2322'],
]

const plain = `same<Kind>()<string>(); same<InputOf<'x'>>()<unknown>(); useResilientSocket().submit('anything', { goes: true }); useSocketEvent('app.any', p => same<typeof p>()<unknown>())`

let registered: readonly string[] = []
let unregistered: readonly string[] = []
beforeAll(async () => {
  using consumer = await installedPackage()
  const uses = [...rightUses, ...wrongUses].map(([name, source]) => [fileOf(name), head + source])
  registered = await consumer.check({ 'app.ts': app, ...Object.fromEntries(uses) })
  unregistered = await consumer.check({ 'use.ts': head + plain })
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
