// What every part of every component promises: its element's own props, a ref, `render`, and `className` and `style` as functions of its state.
import { cleanup, render } from '@testing-library/react'
import { type ComponentType, createRef, type ReactElement, type ReactNode } from 'react'
import { afterEach, expect, test } from 'vitest'
import * as components from '../../src/components/index.ts'
import { ChatPanel, ConnectionIndicator, NotificationBell, ReconnectBanner, ReconnectButton, TaskList } from '../../src/components/index.ts'
import { noticeWith, taskWith } from '../support/fake-resilient-socket.ts'
import * as status from './builders.ts'

type Around = (part: ReactNode) => ReactElement
type AnyPart = ComponentType<Record<string, unknown>>

const nothing = (): void => {}
const chat = { onSend: nothing, onRetry: nothing, onStop: nothing, onDiscard: nothing, onLoadOlder: nothing, hasOlder: true, busy: true }
const streaming = status.reply({ id: 'b', text: 'B', status: 'streaming' })
const inChat: Around = part => (
  <ChatPanel {...chat} messages={[streaming]}>
    {part}
  </ChatPanel>
)
/** Its rows are the parts' place; the last message is the one with most to say. */
const inMessage =
  (message = status.message({ id: 'a', text: 'A', status: 'failed' })): Around =>
  part => (
    <ChatPanel {...chat} messages={[message]} components={{ Message: () => <>{part}</> }}>
      <ChatPanel.Viewport>
        <ChatPanel.List />
      </ChatPanel.Viewport>
    </ChatPanel>
  )
const inBanner =
  (given = status.waitingLong): Around =>
  part => (
    <ReconnectBanner status={given} onReconnect={nothing} onSignIn={nothing} dismissible>
      {part}
    </ReconnectBanner>
  )
const inIndicator: Around = part => <ConnectionIndicator status={{ ...status.waitingLong, queued: 2 }}>{part}</ConnectionIndicator>
const failed = taskWith({ status: 'failed', error: { code: 'x', message: 'No.', retryable: true }, finishedAt: 1 })
const running = taskWith({ status: 'running' })
const done = taskWith({ status: 'succeeded', result: 1, finishedAt: 1 })
const inTask =
  (task = failed): Around =>
  part => (
    <TaskList
      tasks={[task]}
      onCancel={nothing}
      onRetry={nothing}
      renderResult={() => 'done'}
      renderTask={one => (
        <TaskList.Item key={one.key} task={one}>
          {part}
        </TaskList.Item>
      )}
    />
  )
const notice = noticeWith({ id: 'n', seen: false })
const inBell: Around = part => (
  <NotificationBell notifications={[notice]} onMarkSeen={nothing} seen="manual" defaultOpen>
    {part}
  </NotificationBell>
)
const alone: Around = part => <>{part}</>
const task = { key: 't', kind: 'export', status: 'running', progress: null } as const

/** Around each part what it needs; `props` is what it must be given. */
const places: Readonly<Record<string, readonly [around: Around, props?: object]>> = {
  'ReconnectBanner.Root': [alone, { status: status.waitingLong }],
  'ReconnectBanner.Description': [inBanner(status.offline)],
  'ReconnectBanner.SignInButton': [inBanner(status.signedOut)],
  'ConnectionIndicator.Root': [alone, { status: status.live }],
  'ChatPanel.Root': [alone, { ...chat, messages: [] }],
  'ChatPanel.EmptyState': [
    part => (
      <ChatPanel {...chat} messages={[]}>
        {part}
      </ChatPanel>
    ),
  ],
  'ChatPanel.ConnectionSlot': [
    part => (
      <ChatPanel {...chat} messages={[]} status={status.offline}>
        {part}
      </ChatPanel>
    ),
  ],
  'ChatPanel.CharactersLeft': [
    part => (
      <ChatPanel {...chat} messages={[]} maxLength={5}>
        {part}
      </ChatPanel>
    ),
  ],
  'ChatPanel.TaskProgress': [inChat, { task }],
  'ChatPanel.DaySeparator': [inChat, { at: status.NOW }],
  'ChatPanel.CopyButton': [inMessage(status.reply({ id: 'a', text: 'A' }))],
  'ChatPanel.RegenerateButton': [inMessage(status.reply({ id: 'a', text: 'A' }))],
  'TaskList.Root': [alone, { tasks: [] }],
  'TaskList.Item': [part => <TaskList tasks={[failed]} renderTask={() => part} />, { task: failed }],
  'TaskList.Progress': [inTask(running)],
  'TaskList.CancelButton': [inTask(running)],
  'TaskList.Result': [inTask(done)],
  'TaskList.Empty': [part => <TaskList tasks={[]}>{part}</TaskList>],
  'NotificationBell.Root': [alone, { notifications: [] }],
  'NotificationBell.Item': [inBell, { notification: notice }],
  'NotificationBell.ItemText': [
    part => (
      <NotificationBell notifications={[notice]} onSelect={nothing}>
        {inNoticeOf(part)}
      </NotificationBell>
    ),
  ],
  'NotificationBell.DismissButton': [
    part => (
      <NotificationBell notifications={[notice]} onDismiss={nothing}>
        {inNoticeOf(part)}
      </NotificationBell>
    ),
  ],
  'NotificationBell.Empty': [part => <NotificationBell notifications={[]}>{part}</NotificationBell>],
}

function inNoticeOf(part: ReactNode): ReactElement {
  return <NotificationBell.Item notification={notice}>{part}</NotificationBell.Item>
}

const inside: Readonly<Record<string, Around>> = {
  ReconnectBanner: inBanner(),
  ConnectionIndicator: inIndicator,
  ChatPanel: inChat,
  TaskList: inTask(),
  NotificationBell: inBell,
}
const ofMessage = ['Message', 'MessageContent', 'MessageStatus', 'MessageTime', 'RetryButton', 'DiscardButton']
// Shown only while the reader is further up, where jsdom has no layout to be in: a story holds it.
const elsewhere = new Set(['ChatPanel.ScrollToLatest'])

const parts = Object.entries(components).flatMap(([name, component]) =>
  typeof component === 'function' && name in inside
    ? Object.entries(component as unknown as Record<string, AnyPart>)
        .filter(([part]) => /^[A-Z]/.test(part) && !elsewhere.has(`${name}.${part}`))
        .map(([part, Part]) => ({ name: `${name}.${part}`, component: name, part, Part }))
    : [],
)
const cases = [
  ...parts,
  { name: 'ReconnectButton', component: '', part: '', Part: ReconnectButton as unknown as AnyPart },
  { name: 'ReconnectBanner', component: '', part: '', Part: ReconnectBanner as unknown as AnyPart },
  { name: 'ChatPanel', component: '', part: '', Part: ChatPanel as unknown as AnyPart },
]
const whole: Readonly<Record<string, object>> = {
  ReconnectButton: { status: status.waitingLong },
  ReconnectBanner: { status: status.waitingLong },
  ChatPanel: { ...chat, messages: [] },
}

function placeOf({ name, component, part }: (typeof cases)[number]): readonly [Around, object] {
  const [around, props = {}] = places[name] ?? []
  const ofRow = component === 'ChatPanel' && ofMessage.includes(part) ? inMessage() : undefined
  return [around ?? ofRow ?? inside[component] ?? alone, whole[name] ?? props]
}

afterEach(cleanup)

test.each(cases)('$name takes native props, a ref, and class and style as functions of its state', one => {
  const { Part } = one
  const [around, props] = placeOf(one)
  const ref = createRef<HTMLElement>()
  const states: unknown[] = []
  const className = (state: unknown): string => `seen-${states.push(state)}`
  render(around(<Part {...props} ref={ref} id="mine" data-mine="yes" className={className} style={() => ({ opacity: 0.5 })} />))
  const element = document.querySelector<HTMLElement>('[data-mine="yes"]')
  expect([element?.id, /^seen-\d+$/.test(element?.className ?? ''), element?.style.opacity, ref.current === element]).toEqual([
    'mine',
    true,
    '0.5',
    true,
  ])
  expect(element?.dataset['rs']).toBeTruthy()
  expect(states.every(state => state !== undefined)).toBe(true)
})

test.each(cases)('$name is another element with `render`, which keeps a ref of its own', one => {
  const { Part } = one
  const [around, props] = placeOf(one)
  const [ref, own] = [createRef<HTMLElement>(), createRef<HTMLElement>()]
  render(around(<Part {...props} ref={ref} render={<section ref={own} data-mine="" className="theirs" />} />))
  const element = document.querySelector<HTMLElement>('[data-mine]')
  expect([element?.tagName, element?.classList.contains('theirs'), own.current === element, ref.current === element]).toEqual([
    'SECTION',
    true,
    true,
    true,
  ])
})

test('a handler of the user runs first, and keeps ours from running if it prevents the default', () => {
  const heard: string[] = []
  const press = (prevents: boolean): void => {
    const button = (
      <ReconnectButton
        status={status.waitingLong}
        onReconnect={() => heard.push('ours')}
        onClick={event => {
          heard.push('theirs')
          if (prevents) event.preventDefault()
        }}
      />
    )
    render(button).getByRole('button').click()
    cleanup()
  }
  press(true)
  press(false)
  expect(heard).toEqual(['theirs', 'theirs', 'ours'])
})
