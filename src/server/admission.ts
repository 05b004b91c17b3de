// How many handshakes a node holds at once, in all and from one address; the rest is shed before `authenticate` is asked (AUTH2).
import type { Limits } from './types.ts'

export interface Admission {
  /** A place for one handshake, freed by the answer; null when there is none. Freeing twice does nothing. */
  take(address: string): (() => void) | null
  count(): number
}

export function createAdmission({ handshakes, handshakesPerAddress }: Limits): Admission {
  const byAddress = new Map<string, number>()
  let count = 0

  function change(address: string, by: 1 | -1): void {
    const own = (byAddress.get(address) ?? 0) + by
    if (own === 0) byAddress.delete(address)
    else byAddress.set(address, own)
    count += by
  }

  return {
    take(address) {
      if (count >= handshakes || (byAddress.get(address) ?? 0) >= handshakesPerAddress) return null
      change(address, 1)
      let place: 'held' | 'free' = 'held'
      return () => {
        if (place === 'held') change(address, -1)
        place = 'free'
      }
    },
    count: () => count,
  }
}
