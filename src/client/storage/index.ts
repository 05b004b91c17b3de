// The entry `resilient-socket/storage`: state and sends that outlive the page.
import type { Keeper, SocketStorage } from '../keeper.ts'
import { createKeeper } from './create-keeper.ts'
import { indexedDbRecords } from './indexed-db-world.ts'
import { memoryRecords } from './memory.ts'
import type { Records } from './records.ts'

/**
 * Keeps state and sends in IndexedDB, one slot per url and identity. Where that is missing, blocked, full or too slow the page goes on in memory, and
 * its status says `storage: 'memory'`. Signing out (`identity: null`, a `getToken` that gives null, or a server that revokes) wipes it: while you do not
 * know yet who is signed in, leave `identity` out or pass `enabled={false}`.
 */
export const indexedDbStorage = ({ name = 'resilient-socket' }: { readonly name?: string } = {}): SocketStorage =>
  recordStorage(indexedDbRecords(name))

/** For tests: what sockets with the same `memoryStorage` keep for one another as long as the process lives. */
export const memoryStorage = (): SocketStorage => recordStorage(memoryRecords())

/** A storage over records of your own, as over React Native's AsyncStorage. */
export const recordStorage = (records: Records): SocketStorage => ({
  attach(page) {
    // At the first event: creating a socket touches nothing.
    let made: Keeper | null = null
    const keeper = (): Keeper => (made ??= createKeeper(records, page))
    return {
      pass: (effect, run) => keeper().pass(effect, run),
      moved: (before, after, event) => keeper().moved(before, after, event),
      shown: state => keeper().shown(state),
    }
  },
})

export type { SocketStorage } from '../keeper.ts'
export type { Changes, Locks, Records } from './records.ts'
