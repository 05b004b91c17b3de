// What all tabs of one user hear: open while this page takes part, and checked as the wire is.
import { Refusal } from '../../protocol/check.ts'
import { busMessage, type BusMessage } from './messages.ts'
import type { Channel, TabsWorld } from './tabs-world.ts'

export interface Bus {
  readonly open: () => void
  readonly close: () => void
  /** Nothing while it is closed. */
  readonly post: (message: BusMessage) => void
}

export function createBus(tabs: TabsWorld, name: string, heard: (message: BusMessage) => void): Bus {
  let channel: Channel | null = null
  return {
    open() {
      channel ??= tabs.channel(name, given => {
        const message = busMessage(given)
        // What cannot be read is of another version, or of nobody.
        if (!(message instanceof Refusal)) heard(message)
      })
    },
    close() {
      channel?.close()
      channel = null
    },
    post: message => channel?.post(message),
  }
}
