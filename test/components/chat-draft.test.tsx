// A draft is kept per user and conversation over a reload, reaches no other user, and no storage that fails stops anyone from writing.
import { act, fireEvent, screen } from '@testing-library/react'
import type { ReactElement } from 'react'
import { renderToString } from 'react-dom/server'
import { beforeEach, expect, test } from 'vitest'
import * as CHAT_BOUNDS from '../../src/components/chat-panel/limits.ts'
import { ChatPanel, type ChatPanelProps, type DraftStorage, forgetDrafts } from '../../src/components/index.ts'
import { ResilientSocketProvider } from '../../src/react/provider.tsx'
import { type FakeSocket, fakeSocket } from '../support/fake-resilient-socket.ts'
import { stage } from './render.tsx'

type Fed = Extract<ChatPanelProps, { conversation?: undefined }>
const Chat = (props: Partial<Fed>) => <ChatPanel messages={[]} onSend={() => {}} draftKey="a" {...props} />
const input = (): HTMLTextAreaElement => screen.getByRole('textbox', { name: 'Message' })
const write = (value: string): boolean => fireEvent.change(input(), { target: { value } })

/** Goes away and comes back, as a reload does. */
function reloaded(props: Partial<Fed> = {}, before: Partial<Fed> = props): string {
  const { unmount } = stage(<Chat {...before} />)
  write('Half a sen')
  unmount()
  stage(<Chat {...props} />)
  return input().value
}

beforeEach(() => sessionStorage.clear())

test('a draft is there again after a reload', () => {
  expect(reloaded()).toBe('Half a sen')
})

test('another conversation has another draft', () => {
  expect(reloaded({ draftKey: 'b' }, { draftKey: 'a' })).toBe('')
})

test('a change of conversation changes the draft, and back', () => {
  const { show } = stage(<Chat />)
  write('For A')
  show(<Chat draftKey="b" />)
  const forB = input().value
  show(<Chat />)
  expect([forB, input().value]).toEqual(['', 'For A'])
})

test('what was sent is not a draft', () => {
  const { unmount } = stage(<Chat />)
  write('Hello')
  fireEvent.keyDown(input(), { key: 'Enter' })
  unmount()
  stage(<Chat />)
  expect([input().value, sessionStorage.length]).toEqual(['', 0])
})

test('without a key nothing is kept', () => {
  expect([reloaded({ draftKey: undefined }), sessionStorage.length]).toEqual(['', 0])
})

test('a controlled draft wins over a kept one', () => {
  sessionStorage.setItem('resilient-socket:drafts', JSON.stringify([null, ['a', 'kept']]))
  stage(<Chat draft="given" />)
  expect(input().value).toBe('given')
})

test('a default draft wins over a kept one', () => {
  sessionStorage.setItem('resilient-socket:drafts', JSON.stringify([null, ['a', 'kept']]))
  stage(<Chat defaultDraft="given" />)
  expect(input().value).toBe('given')
})

const broken: DraftStorage = {
  getItem: () => {
    throw new Error('SecurityError')
  },
  setItem: () => {
    throw new Error('QuotaExceededError')
  },
  removeItem: () => {
    throw new Error('SecurityError')
  },
}
test.each([
  ['a storage that throws', broken],
  ['no storage', null],
])('%s loses the draft and nothing else', (_, draftStorage) => {
  expect(reloaded({ draftStorage })).toBe('')
  write('Hello')
  expect(input().value).toBe('Hello')
})

test('a storage of the page’s own is used', () => {
  const kept = new Map<string, string>()
  const draftStorage: DraftStorage = {
    getItem: key => kept.get(key) ?? null,
    setItem: (key, text) => void kept.set(key, text),
    removeItem: key => void kept.delete(key),
  }
  expect([reloaded({ draftStorage }), [...kept.values()]]).toEqual(['Half a sen', ['[null,["a","Half a sen"]]']])
})

test('a draft beyond its bound is not kept', () => {
  stage(<Chat />)
  write('x'.repeat(CHAT_BOUNDS.keptDraftCharacters - 'a'.length))
  const atTheBound = sessionStorage.length
  write('x'.repeat(CHAT_BOUNDS.keptDraftCharacters))
  expect([atTheBound, sessionStorage.length]).toEqual([1, 0])
})

test('the height of the field is told from a bounded part of a long draft', () => {
  stage(<Chat />)
  write('x'.repeat(100_000))
  const mirror = input().parentElement?.dataset['value']?.length
  expect([input().value.length, mirror]).toEqual([100_000, CHAT_BOUNDS.mirroredCharacters])
})

test('a server renders the default draft, whatever was kept', () => {
  sessionStorage.setItem('resilient-socket:drafts', JSON.stringify([null, ['a', 'kept']]))
  expect(renderToString(<Chat />)).not.toContain('kept')
})

const Signed = ({ socket, children }: { readonly socket: FakeSocket; readonly children?: ReactElement | null }) => (
  <ResilientSocketProvider socket={socket}>
    {children === undefined ? <ChatPanel conversation="support" /> : children}
  </ResilientSocketProvider>
)
const kept = (): string =>
  ['resilient-socket:drafts', 'resilient-socket:drafts-of'].map(name => sessionStorage.getItem(name) ?? '').join('')

test('[AUTH1] after a sign-out and another’s sign-in in one tab, the draft of the first is not the second’s', () => {
  const first = stage(<Signed socket={fakeSocket({ user: 'ana' })} />)
  write('Of Ana')
  first.unmount()
  stage(<Signed socket={fakeSocket({ user: 'bob' })} />)
  expect([input().value, kept()]).toEqual(['', ''])
})

test('[AUTH1] another user before the same panel finds it empty', () => {
  const socket = fakeSocket({ user: 'ana' })
  stage(<Signed socket={socket} />)
  write('Of Ana')
  act(() => socket.set({ user: 'bob' }))
  expect([input().value, kept()]).toEqual(['', ''])
})

test('[AUTH1] a sign-out that takes the chat away takes its drafts along', () => {
  const socket = fakeSocket({ user: 'ana' })
  const { show } = stage(<Signed socket={socket} />)
  write('Of Ana')
  show(<Signed socket={fakeSocket({ user: null })}>{null}</Signed>)
  expect(kept()).toBe('')
})

test('the same user finds the draft again after a reload, whose name comes late', () => {
  const before = stage(<Signed socket={fakeSocket({ user: 'ana' })} />)
  write('Of Ana')
  before.unmount()
  const socket = fakeSocket({ user: null })
  stage(<Signed socket={socket} />)
  const unnamed = input().value
  act(() => socket.set({ user: 'ana' }))
  expect([unnamed, input().value]).toEqual(['', 'Of Ana'])
})

test('what is written before it is known who writes is not kept, and is theirs once it is', () => {
  const socket = fakeSocket({ user: null })
  stage(<Signed socket={socket} />)
  const field = input()
  write('Early')
  const unnamed = kept()
  act(() => socket.set({ user: 'ana' }))
  expect([unnamed, input().value, input() === field, kept()]).toEqual(['', 'Early', true, '["ana",["support","Early"]]'])
})

test('[AUTH1] fed by props, another `draftUser` starts empty, and nothing of the former one stays', () => {
  const { show } = stage(<Chat draftUser="ana" />)
  write('Of Ana')
  show(<Chat draftUser={null} />)
  const signedOut = [input().value, kept()]
  show(<Chat draftUser="bob" />)
  expect([...signedOut, input().value]).toEqual(['', '', ''])
})

test('an application can have all drafts forgotten', () => {
  stage(<Chat draftUser="ana" />)
  write('Of Ana')
  stage(<Chat />)
  fireEvent.change(screen.getAllByRole('textbox')[1] ?? input(), { target: { value: 'Of nobody' } })
  expect(sessionStorage.length).toBe(2)
  forgetDrafts(sessionStorage)
  expect(kept()).toBe('')
})
