// The kept drafts: of one user at a time, so many and so long, and whatever stands in the storage.
import { describe, expect, test } from 'vitest'
import { type DraftStorage, dropDrafts, keepDraft, keptDraft } from '../../src/components/chat-panel/kept-drafts.ts'
import * as CHAT_BOUNDS from '../../src/components/chat-panel/limits.ts'

interface Shelf extends DraftStorage {
  readonly texts: () => string
}

function shelf(held: Readonly<Record<string, string>> = {}): Shelf {
  const items = new Map(Object.entries(held))
  return {
    getItem: key => items.get(key) ?? null,
    setItem: (key, text) => void items.set(key, text),
    removeItem: key => void items.delete(key),
    texts: () => [...items.values()].join(''),
  }
}

describe('another user', () => {
  test('[AUTH1] is not shown a draft of the former one, which is gone from then on', () => {
    const storage = shelf()
    keepDraft(storage, 'ana', ['support', 'Of Ana'])
    expect([keptDraft(storage, 'bob', 'support'), storage.texts()]).toEqual(['', ''])
  })

  test('[AUTH1] writes beside no draft of the former one', () => {
    const storage = shelf()
    keepDraft(storage, 'ana', ['support', 'Of Ana'])
    keepDraft(storage, 'bob', ['sales', 'Of Bob'])
    expect(storage.texts()).toBe('["bob",["sales","Of Bob"]]')
  })

  test('keeps their own when the former one is forgotten late', () => {
    const storage = shelf()
    keepDraft(storage, 'bob', ['sales', 'Of Bob'])
    dropDrafts(storage, 'ana')
    expect(keptDraft(storage, 'bob', 'sales')).toBe('Of Bob')
  })

  test('is not the panel that names nobody: neither reads nor clears the other’s', () => {
    const storage = shelf()
    keepDraft(storage, undefined, ['support', 'Of a panel'])
    keepDraft(storage, 'ana', ['support', 'Of Ana'])
    expect([keptDraft(storage, undefined, 'support'), keptDraft(storage, 'ana', 'support')]).toEqual(['Of a panel', 'Of Ana'])
  })
})

test('each conversation has its own, and an emptied one is gone', () => {
  const storage = shelf()
  keepDraft(storage, 'ana', ['a', 'For A'])
  keepDraft(storage, 'ana', ['b', 'For B'])
  keepDraft(storage, 'ana', ['a', ''])
  expect([keptDraft(storage, 'ana', 'a'), keptDraft(storage, 'ana', 'b')]).toEqual(['', 'For B'])
})

test('only so many are kept: the one written longest ago goes', () => {
  const storage = shelf()
  for (let n = 0; n < CHAT_BOUNDS.keptDrafts; n += 1) keepDraft(storage, 'ana', [`${n}`, 'text'])
  keepDraft(storage, 'ana', ['0', 'anew'])
  keepDraft(storage, 'ana', ['one more', 'text'])
  expect(['0', '1', '2', 'one more'].map(key => keptDraft(storage, 'ana', key))).toEqual(['anew', '', 'text', 'text'])
})

test('only so much is kept in all: a long one drives out the old, and itself if too long', () => {
  const storage = shelf()
  keepDraft(storage, 'ana', ['a', 'short'])
  keepDraft(storage, 'ana', ['b', 'x'.repeat(CHAT_BOUNDS.keptDraftCharacters - 7)])
  expect([keptDraft(storage, 'ana', 'a'), keptDraft(storage, 'ana', 'b').length]).toEqual(['short', CHAT_BOUNDS.keptDraftCharacters - 7])
  keepDraft(storage, 'ana', ['b', 'x'.repeat(CHAT_BOUNDS.keptDraftCharacters - 6)])
  expect(keptDraft(storage, 'ana', 'a')).toBe('')
  keepDraft(storage, 'ana', ['b', 'x'.repeat(CHAT_BOUNDS.keptDraftCharacters)])
  expect(storage.texts()).toBe('')
})

test.each(['{', '7', '["ana",7,["a"],["a",7],["a","b","c"]]'])('a storage that holds %s holds no draft, and takes one', text => {
  const storage = shelf({ 'resilient-socket:drafts-of': text })
  expect(keptDraft(storage, 'ana', 'a')).toBe('')
  keepDraft(storage, 'ana', ['a', 'anew'])
  expect(keptDraft(storage, 'ana', 'a')).toBe('anew')
})
