// A draft is kept per conversation over a reload, and no storage that fails stops anyone from writing.
import { fireEvent, screen } from '@testing-library/react'
import { renderToString } from 'react-dom/server'
import { beforeEach, expect, test } from 'vitest'
import { CHAT_BOUNDS } from '../../src/components/chat-panel/limits.ts'
import { ChatPanel, type ChatPanelProps, type DraftStorage } from '../../src/components/index.ts'
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
  sessionStorage.setItem('resilient-socket:draft:a', 'kept')
  stage(<Chat draft="given" />)
  expect(input().value).toBe('given')
})

test('a default draft wins over a kept one', () => {
  sessionStorage.setItem('resilient-socket:draft:a', 'kept')
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
  expect([reloaded({ draftStorage }), [...kept.values()]]).toEqual(['Half a sen', ['Half a sen']])
})

test('a draft beyond its bound is not kept', () => {
  stage(<Chat />)
  write('x'.repeat(CHAT_BOUNDS.keptDraftCharacters))
  const atTheBound = sessionStorage.length
  write('x'.repeat(CHAT_BOUNDS.keptDraftCharacters + 1))
  expect([atTheBound, sessionStorage.length]).toEqual([1, 0])
})

test('the height of the field is told from a bounded part of a long draft', () => {
  stage(<Chat />)
  write('x'.repeat(100_000))
  const mirror = input().parentElement?.dataset['value']?.length
  expect([input().value.length, mirror]).toEqual([100_000, CHAT_BOUNDS.mirroredCharacters])
})

test('a server renders the default draft, whatever was kept', () => {
  sessionStorage.setItem('resilient-socket:draft:a', 'kept')
  expect(renderToString(<Chat />)).not.toContain('kept')
})
