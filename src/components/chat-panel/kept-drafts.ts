// The drafts of one user as one entry of a storage: nobody else's are in it, and whoever comes next finds none of them.
import * as CHAT_BOUNDS from './limits.ts'

/** `sessionStorage` is one. Whatever it throws is as if it were not there. */
export interface DraftStorage {
  readonly getItem: (key: string) => string | null
  readonly setItem: (key: string, text: string) => void
  readonly removeItem: (key: string) => void
}

/** undefined: nobody is named, and the draft's key alone says whose it is. */
export type DraftOwner = string | undefined

/** With the owner's other drafts, newest last. */
type Drafts = readonly (readonly [key: string, text: string])[]

const ENTRIES = { named: 'resilient-socket:drafts-of', unnamed: 'resilient-socket:drafts' }
const entryOf = (owner: DraftOwner): string => (owner === undefined ? ENTRIES.unnamed : ENTRIES.named)

export function keptDraft(storage: DraftStorage, owner: DraftOwner, key: string): string {
  return draftsOf(storage, owner).find(([name]) => name === key)?.[1] ?? ''
}

export function keepDraft(storage: DraftStorage, owner: DraftOwner, [key, text]: Drafts[number]): void {
  const others = draftsOf(storage, owner).filter(([name]) => name !== key)
  const drafts = newest(text === '' ? others : [...others, [key, text]])
  if (drafts.length === 0) storage.removeItem(entryOf(owner))
  else storage.setItem(entryOf(owner), JSON.stringify([owner ?? null, ...drafts]))
}

/** Forgets those of one owner; all when none is given. */
export function dropDrafts(storage: DraftStorage, owner?: string): void {
  if (owner === undefined) Object.values(ENTRIES).forEach(entry => storage.removeItem(entry))
  else if (ownerIn(storage) === owner) storage.removeItem(ENTRIES.named)
}

/** What another user left behind goes as soon as it is seen. */
function draftsOf(storage: DraftStorage, owner: DraftOwner): Drafts {
  if (owner !== undefined && ownerIn(storage) !== owner) storage.removeItem(ENTRIES.named)
  return listIn(storage, entryOf(owner)).slice(1).filter(isDraft)
}

const ownerIn = (storage: DraftStorage): unknown => listIn(storage, ENTRIES.named)[0]

function listIn(storage: DraftStorage, entry: string): readonly unknown[] {
  try {
    const list: unknown = JSON.parse(storage.getItem(entry) ?? '[]')
    return Array.isArray(list) ? list : []
  } catch {
    // Somebody else wrote it.
    return []
  }
}

function isDraft(item: unknown): item is Drafts[number] {
  return Array.isArray(item) && item.length === 2 && item.every(part => typeof part === 'string')
}

function newest(drafts: Drafts): Drafts {
  let room = CHAT_BOUNDS.keptDraftCharacters
  const tooOld = drafts.findLastIndex(([key, text]) => {
    room -= key.length + text.length
    return room < 0
  })
  return drafts.slice(tooOld + 1).slice(-CHAT_BOUNDS.keptDrafts)
}
