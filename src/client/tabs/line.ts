// A follower's socket: a line to the leader, over which it speaks protocol v1 as over a socket of its own.
import { Refusal } from '../../protocol/check.ts'
import { decodeServer } from '../../protocol/codec.ts'
import type { Welcome } from '../../protocol/frames.ts'
import type { SocketHandle, SocketListener } from '../world.ts'
import { lineMessage } from './messages.ts'
import type { Channel } from './tabs-world.ts'
import { LEADER_GONE } from './tap.ts'

export interface LineParts {
  readonly listener: SocketListener
  readonly channel: (heard: (message: unknown) => void) => Channel
  /** The leader knows less than this page, or not yet as much. */
  readonly isBehind: (welcome: Welcome) => boolean
  /** Asks the leader to open it. */
  readonly knock: () => void
  /** It is over. `failed`: nobody welcomed this page on it. One that worked and then fell silent says nothing against lines. */
  readonly over: (how: 'closed' | 'failed' | 'unreadable') => void
}

export interface Line extends SocketHandle {
  readonly isOpen: () => boolean
  /** Asks again, while it is not open: the leader may not have heard. */
  readonly knock: () => void
}

type Stage = 'knocking' | 'opened' | 'welcomed' | 'over'

export function openLine({ listener, channel: channelOf, isBehind, knock, over }: LineParts): Line {
  let stage: Stage = 'knocking'

  const end = (how: 'closed' | 'failed' | 'unreadable'): void => {
    stage = 'over'
    channel.close()
    over(how)
  }
  const lost = (how: 'closed' | 'failed' | 'unreadable', code: number, reason: string): void => {
    if (stage === 'over') return
    end(how)
    listener.closed(code, reason)
  }
  const unreadable = (): void => lost('unreadable', 1006, 'the leading tab said what cannot be read')

  const frameCame = (text: string): void => {
    // Later ones the page itself judges, as it does a server's; before the first is read it could take its server for another's.
    if (stage === 'opened') {
      const message = decodeServer(text)
      if (message.type !== 'welcome') return unreadable()
      // It catches up in a moment; or history went back under the same name, which only the server can tell (LOG2).
      if (isBehind(message)) return lost('failed', LEADER_GONE, 'the leading tab knows less than this one')
    }
    stage = 'welcomed'
    listener.frame(text)
  }

  const channel = channelOf(given => {
    const message = lineMessage(given)
    if (message instanceof Refusal) return unreadable()
    switch (message.type) {
      case 'opened':
        if (stage !== 'knocking') return
        stage = 'opened'
        return listener.opened()
      case 'frame':
        return stage === 'opened' || stage === 'welcomed' ? frameCame(message.text) : undefined
      case 'closed':
        return lost('closed', message.code, message.reason)
    }
  })

  knock()
  return {
    isOpen: () => stage !== 'knocking',
    knock: () => (stage === 'knocking' ? knock() : undefined),
    send: text => (stage === 'opened' || stage === 'welcomed' ? channel.post({ type: 'frame', text }) : undefined),
    abandon(code, reason) {
      if (stage === 'over') return
      channel.post({ type: 'closed', code, reason })
      end(code === 1000 || stage === 'welcomed' ? 'closed' : 'failed')
    },
    bufferedBytes: () => 0,
  }
}
