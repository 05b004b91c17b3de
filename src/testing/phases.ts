// What a page meets in which phase, counted at the moment its machine is told; the phase as the status and the dial under way show it.
import type { ResilientSocket } from '../client/index.ts'
import type { SocketHandle, SocketListener, World } from '../client/world.ts'

export type PhaseWord = 'idle' | 'dialing' | 'greeting' | 'live' | 'waiting' | 'halted'

export interface Phases {
  phase(socket: ResilientSocket): PhaseWord
  /** Opens through `open`, and follows what becomes of the socket. */
  dial(open: (listener: SocketListener) => SocketHandle, listener: SocketListener): SocketHandle
}

export type Meet = (event: string) => void

export function createPhases(meet: Meet): Phases {
  let dials = 0
  /** The dial whose socket opened last; null once it ended. */
  let greeted: number | null = null
  let current: number | null = null

  const ended = (dial: number): void => {
    if (current === dial) current = null
    if (greeted === dial) greeted = null
  }

  return {
    phase: socket => phaseOf(socket, greeted !== null),
    dial(open, listener) {
      dials += 1
      const dial = dials
      current = dial
      greeted = null
      const opened = () => {
        if (current === dial) greeted = dial
      }
      const handle = open(heard(listener, { meet, opened, ended: () => ended(dial) }))
      return {
        ...handle,
        abandon(code, reason) {
          ended(dial)
          handle.abandon(code, reason)
        },
      }
    },
  }
}

function phaseOf(socket: ResilientSocket, isGreeted: boolean): PhaseWord {
  const { state, retryAt } = socket.store.status()
  switch (state) {
    case 'idle':
      return 'idle'
    case 'disconnected':
      return 'halted'
    case 'connected':
      return 'live'
    case 'connecting':
    case 'reconnecting':
      if (retryAt !== null) return 'waiting'
      return isGreeted ? 'greeting' : 'dialing'
  }
}

interface Followed {
  readonly meet: Meet
  readonly opened: () => void
  readonly ended: () => void
}

function heard(listener: SocketListener, { meet, opened, ended }: Followed): SocketListener {
  return {
    opened() {
      meet('opened')
      opened()
      listener.opened()
    },
    frame(text) {
      meet(nameOf(text))
      listener.frame(text)
    },
    unreadable() {
      meet('invalid')
      listener.unreadable()
    },
    closed(code, reason) {
      meet('closed')
      ended()
      listener.closed(code, reason)
    },
  }
}

export const FRAMES: readonly string[] = 'welcome events snapshot receipt ping pong bye auth-required authenticated'.split(' ')

function nameOf(text: string): string {
  const name = /^\{"type":"([\w-]+)"/.exec(text)?.[1]
  if (name === undefined) return 'invalid'
  return FRAMES.includes(name) ? name : 'noise'
}

/** The world, with every wake-up and hint counted. */
export function noticing(world: World, meet: Meet): World {
  return {
    ...world,
    wakeAt: (instant, wake) =>
      world.wakeAt(instant, () => {
        meet('tick')
        wake()
      }),
    hints: listen =>
      world.hints(hint => {
        meet(hint)
        listen(hint)
      }),
  }
}

/** The socket, with what its application asks for counted; sends are counted where they are made. */
export function counted(socket: ResilientSocket, meet: Meet): ResilientSocket {
  const met = <T>(event: string, act: () => T): T => {
    meet(event)
    return act()
  }
  return {
    ...socket,
    connect: () => met('connect', () => socket.connect()),
    retain() {
      const release = met('connect', () => socket.retain())
      return () => met('release', release)
    },
    reconnect: () => met('reconnect', () => socket.reconnect()),
    close: () => met('close', () => socket.close()),
    dispose: () => met('dispose', () => socket.dispose()),
    configure: changes => met('settings', () => socket.configure(changes)),
    askTask: idOrKey => met('ask', () => socket.askTask(idOrKey)),
    markSeen: offset => met('see', () => socket.markSeen(offset)),
    dismiss: id => met('dismiss', () => socket.dismiss(id)),
    cancelSend: id => met('cancel', () => socket.cancelSend(id)),
    retrySend: id => met('retry', () => socket.retrySend(id)),
    discardSend: id => met('discard', () => socket.discardSend(id)),
  }
}
