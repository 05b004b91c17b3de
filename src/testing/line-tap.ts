// A tab's line to the leading tab is its wire: what is said on it is evidence, as what is said on a socket is.
import type { Channel, TabsWorld } from '../client/tabs/tabs-world.ts'
import type { Browser } from './browser.ts'
import type { PageRecord } from './evidence.ts'
import type { Host } from './host.ts'
import type { Tap } from './wire.ts'

/** The bus that all tabs hear is named by a list, and a line by what follows it. */
export const isLine = (channel: string): boolean => !channel.endsWith(']')

/** The follower opens a line before the leader does. */
export function tapped({ tabs, isOpen }: Browser, host: Host, record: PageRecord): TabsWorld {
  const { claim, channel } = tabs(host)
  return {
    claim,
    channel: (name, heard) =>
      isLine(name) && !isOpen(name) ? overheard(record.tap('line'), ears => channel(name, ears), heard) : channel(name, heard),
  }
}

type Heard = (message: unknown) => void

function overheard(tap: Tap, open: (heard: Heard) => Channel, heard: Heard): Channel {
  const line = open(message => {
    const text = textIn(message)
    if (text !== null) tap.arrived('down', text)
    heard(message)
  })
  return {
    post(message) {
      const text = textIn(message)
      if (text !== null) tap.sent('up', text)
      line.post(message)
    },
    close() {
      tap.over()
      line.close()
    },
  }
}

function textIn(message: unknown): string | null {
  if (typeof message !== 'object' || message === null || !('text' in message)) return null
  return typeof message.text === 'string' ? message.text : null
}
