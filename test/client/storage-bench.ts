// Pages that share a disk, driven by hand: records that can be held, failed and looked into, and pages that end without a word.
import type { SocketOptions } from '../../src/client/index.ts'
import { type Records, recordStorage, type SocketStorage } from '../../src/client/storage/index.ts'
import { memoryRecords } from '../../src/client/storage/memory.ts'
import { createHarness, type Harness } from '../support/client-harness.ts'
import { createManualWorld } from '../support/manual-world.ts'

export interface Disk {
  readonly records: Records
  /** Every record, by the end of its key. */
  readonly texts: () => Promise<Readonly<Record<string, string>>>
  readonly put: (key: string, text: string | null) => Promise<void>
  /** `hang`: steps wait until it is well again. */
  weather: 'well' | 'hang' | 'full' | 'unreadable'
  /** How many steps were done. */
  steps: number
}

export function createDisk(): Disk {
  const inner = memoryRecords()
  const waiting: (() => void)[] = []
  let weather: Disk['weather'] = 'well'
  const passable = async () => {
    if (weather === 'hang') await new Promise<void>(resolve => void waiting.push(resolve))
    if (weather === 'full') throw new DOMException('The quota has been exceeded.', 'QuotaExceededError')
    if (weather === 'unreadable') throw new DOMException('Internal error.', 'UnknownError')
  }
  const disk: Disk = {
    steps: 0,
    get weather() {
      return weather
    },
    set weather(next) {
      weather = next
      if (next !== 'hang') for (const go of waiting.splice(0)) go()
    },
    records: {
      async read(prefix) {
        if (weather !== 'full') await passable()
        return inner.read(prefix)
      },
      async update(keys, change, durability) {
        await passable()
        await inner.update(keys, change, durability)
        disk.steps += 1
      },
      locks: inner.locks,
    },
    texts: async () =>
      Object.fromEntries(
        [...(await inner.read(''))].map(([key, text]) => [key.slice(key.indexOf('/', key.indexOf(']')) + 1), String(text)]),
      ),
    put: (key, text) => inner.update([], () => new Map([[key, text]]), 'strict'),
  }
  return disk
}

export interface KeptHarness extends Harness {
  /** The page ends without a word, as when its renderer is killed: its locks go, its timers and sockets are heard of no more. */
  readonly crash: () => void
}

// Each has ids of its own, as pages have.
let pages = 0

/** What one page of this disk has of it, until it crashes. */
export function storageOn(disk: Disk): { readonly storage: SocketStorage; readonly crash: () => void } {
  const life = new AbortController()
  const { locks } = disk.records
  const dead = () => new Promise<never>(() => undefined)
  const own: Records = {
    read: prefix => (life.signal.aborted ? dead() : disk.records.read(prefix)),
    update: (keys, change, durability) => (life.signal.aborted ? dead() : disk.records.update(keys, change, durability)),
    locks: locks && {
      held: () => locks.held(),
      async hold(name, signal) {
        const release = await locks.hold(name, AbortSignal.any([signal, life.signal]))
        life.signal.addEventListener('abort', release, { once: true })
        return release
      },
    },
  }
  return { storage: recordStorage(own), crash: () => life.abort() }
}

/** A page on this disk. Time stands where the test has brought it. */
export function openPage(disk: Disk, options: Partial<SocketOptions> & { readonly at?: number } = {}): KeptHarness {
  const { storage, crash } = storageOn(disk)
  const { at = 0, ...rest } = options
  const harness = createHarness({ storage, ...rest }, createManualWorld(`page-${(pages += 1)}`))
  if (at > 0) harness.manual.sleep(at)
  return { ...harness, crash }
}

/** Lets every promise that is due be heard: what is loaded, what is committed. */
export const settled = (): Promise<void> => new Promise(resolve => void setImmediate(resolve))
