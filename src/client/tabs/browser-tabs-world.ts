// What tabs share in a browser: Web Locks and BroadcastChannel. null where either is missing, as on a page that is not secure.
import type { Channel, Claim, TabsWorld } from './tabs-world.ts'

export function browserTabs(): TabsWorld | null {
  return globalThis.navigator?.locks === undefined || typeof BroadcastChannel !== 'function' ? null : { claim, channel }
}

function claim(name: string, how: 'in-turn' | 'steal', { granted, lost }: Claim): () => void {
  const queue = new AbortController()
  let free = (): void => {}
  const held = new Promise<void>(resolve => (free = resolve))
  const hold = () => {
    if (!queue.signal.aborted) granted()
    return held
  }
  // A lock that is stolen rejects its request. Stealing knows no queue, and so no signal.
  const options: LockOptions = how === 'steal' ? { steal: true } : { signal: queue.signal }
  navigator.locks.request(name, options, hold).catch(() => (queue.signal.aborted ? undefined : lost()))
  return () => {
    queue.abort()
    free()
  }
}

function channel(name: string, heard: (message: unknown) => void): Channel {
  const broadcast = new BroadcastChannel(name)
  broadcast.onmessage = ({ data }: MessageEvent<unknown>) => heard(data)
  return {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has no target: only its own origin hears it
    post: message => broadcast.postMessage(message),
    close() {
      broadcast.onmessage = null
      broadcast.close()
    },
  }
}
