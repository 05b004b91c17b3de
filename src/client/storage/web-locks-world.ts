// Web Locks: held until they are released or the page ends, however it ends.
import type { Locks } from './records.ts'

/** Throws where there are none: a page on plain http, other than localhost, has none. */
export function webLocks(): Locks {
  const locks = globalThis.navigator?.locks
  if (locks === undefined)
    throw new Error('This page has no Web Locks, so two tabs could send the same command. Serve it over https, or keep nothing.')
  return {
    hold: (name, signal) =>
      new Promise((resolve, reject) => {
        const held = () => new Promise<void>(release => resolve(release))
        locks.request(name, { signal }, held).catch(reject)
      }),
    held: async () => new Set(((await locks.query()).held ?? []).flatMap(({ name }) => (name === undefined ? [] : [name]))),
  }
}
