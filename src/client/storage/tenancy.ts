// The locks of one page: one that says it lives, and a place in the line of those that may write the state.
import type { Names } from './names.ts'
import type { Records } from './records.ts'

export interface Tenancy {
  /** From here on the page's own records are its own. */
  readonly begin: () => Promise<void>
  readonly end: () => void
  readonly ended: AbortSignal
}

export interface TenancyOptions {
  readonly records: Records
  readonly names: Names
  readonly client: string
  readonly elected: () => void
}

export function createTenancy({ records: { locks }, names, client, elected }: TenancyOptions): Tenancy {
  const life = new AbortController()
  let isBegun = false

  const hold = async (name: string): Promise<boolean> => {
    const release = await locks?.hold(name, life.signal)
    if (release === undefined) return true
    if (life.signal.aborted) release()
    else life.signal.addEventListener('abort', release, { once: true })
    return !life.signal.aborted
  }

  /** Waits behind the page that writes now, for as long as that lives. */
  const stand = async (): Promise<void> => {
    try {
      if (await hold(names.writerLock)) elected()
    } catch {
      // It left the line, for it has ended; or there is no line, and another page will write.
    }
  }

  return {
    async begin() {
      if (isBegun) return
      await hold(names.pageLock(client))
      isBegun = true
      void stand()
    },
    end: () => life.abort(),
    ended: life.signal,
  }
}
