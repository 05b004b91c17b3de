// Records in IndexedDB. By hand, and not by idb-keyval: a send must survive a loss of power (`durability`), and nobody's delete may be blocked (`versionchange`).
import type { Changes, Locks, Records } from './records.ts'
import { webLocks } from './web-locks-world.ts'

const STORE = 'records'
const VERSION = 1

export function indexedDbRecords(name: string): Records {
  let opening: Promise<IDBDatabase> | null = null
  let locks: Locks | null = null
  const line = (): Locks => (locks ??= webLocks())

  const database = (): Promise<IDBDatabase> => {
    opening ??= opened(name, () => {
      opening = null
    })
    return opening
  }

  return {
    async read(prefix) {
      const store = (await database()).transaction(STORE).objectStore(STORE)
      // The last of all characters: no key that begins so stands behind it.
      const range = IDBKeyRange.bound(prefix, `${prefix}\uffff`)
      const [keys, values] = await Promise.all([answered(store.getAllKeys(range)), answered(store.getAll(range))])
      return new Map(keys.flatMap((key, index) => (typeof key === 'string' ? [[key, values[index]] as const] : [])))
    },
    async update(keys, change, durability) {
      const transaction = (await database()).transaction(STORE, 'readwrite', { durability })
      await stepped(transaction, keys, change)
    },
    // Asked for when used: a page without them still comes up, in memory.
    locks: { hold: async (lock, signal) => line().hold(lock, signal), held: async () => line().held() },
  }
}

function opened(name: string, lost: () => void): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, VERSION)
    request.onupgradeneeded = () => request.result.createObjectStore(STORE)
    request.onerror = () => {
      lost()
      reject(request.error)
    }
    request.onsuccess = () => {
      const { result } = request
      // Somebody deletes it, or a newer version needs it: stand in nobody's way.
      result.onversionchange = () => {
        result.close()
        lost()
      }
      result.onclose = lost
      resolve(result)
    }
  })
}

const answered = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })

/** All in one transaction: what it reads cannot change before it writes. */
function stepped(
  transaction: IDBTransaction,
  keys: readonly string[],
  change: (found: ReadonlyMap<string, unknown>) => Changes,
): Promise<void> {
  const store = transaction.objectStore(STORE)
  const found = new Map<string, unknown>()
  const write = (): void => {
    for (const [key, text] of change(found)) {
      if (text === null) store.delete(key)
      else store.put(text, key)
    }
  }
  const readFrom = (index: number): void => {
    const key = keys[index]
    if (key === undefined) return write()
    const request = store.get(key)
    request.onsuccess = () => {
      if (request.result !== undefined) found.set(key, request.result)
      readFrom(index + 1)
    }
  }
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve()
    transaction.onabort = () => reject(transaction.error ?? new Error('the transaction was aborted'))
    readFrom(0)
  })
}
