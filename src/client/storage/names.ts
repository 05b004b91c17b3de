// The names of records and locks: a slot per url and identity, so that two identities never meet (AUTH1).
import type { Settings } from '../../core/settings.ts'

export interface Names {
  /** Begins the keys of every slot of this url. */
  readonly url: string
  /** Begins the keys of this slot. */
  readonly slot: string
  /** Who wrote the state last, and in which term. */
  readonly head: string
  readonly state: string
  readonly outbox: string
  readonly entry: (id: string) => string
  /** Held by the one page that writes the state. */
  readonly writerLock: string
  /** Held by a page as long as it lives. */
  readonly pageLock: (client: string) => string
}

/** Where nobody is stated there is one slot, for the last user. JSON quotes what could make one name the beginning of another. */
export function namesOf(url: string, identity: Settings['identity']): Names {
  const user = typeof identity === 'string' ? null : identity.user
  const slot = `${JSON.stringify([url, user])}/`
  return {
    url: JSON.stringify([url]).slice(0, -1) + ',',
    slot,
    head: `${slot}head`,
    state: `${slot}state`,
    outbox: `${slot}outbox/`,
    entry: id => `${slot}outbox/${id}`,
    writerLock: `resilient-socket ${slot}writer`,
    pageLock: client => `resilient-socket ${slot}page/${client}`,
  }
}
