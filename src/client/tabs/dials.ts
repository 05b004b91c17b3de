// The page's own dials: each goes over a socket where the page leads or stands alone, and over a line where it follows.
import type { SocketHandle, SocketListener } from '../world.ts'
import type { Role } from './election.ts'
import type { Line } from './line.ts'
import { LEADER_GONE } from './tap.ts'

export interface DialRequest {
  readonly url: string
  readonly protocol: string | null
  readonly listener: SocketListener
}

type Way =
  | { readonly by: 'none' }
  | { readonly by: 'line'; readonly line: Line; readonly leader: string }
  | { readonly by: 'socket'; readonly socket: SocketHandle }

interface Dial {
  readonly request: DialRequest
  /** A follower's dial has no token, and must not become a leader's. */
  readonly madeBy: Role['name']
  way: Way
}

export interface DialsParts {
  readonly role: () => Role
  readonly socket: (request: DialRequest) => SocketHandle
  readonly line: (listener: SocketListener, leader: string) => Line
}

export interface Dials {
  readonly open: (request: DialRequest) => SocketHandle
  readonly follow: (role: Role) => void
  /** Asks again for every line that is not open. */
  readonly knock: () => void
}

const NOWHERE: Way = { by: 'none' }
const ANOTHER = 'another tab leads'

export function createDials({ role, socket, line }: DialsParts): Dials {
  const dials = new Set<Dial>()

  const wayOf = (listener: SocketListener, request: DialRequest, now: Role): Way => {
    if (isDirect(now)) return { by: 'socket', socket: socket({ ...request, listener }) }
    if (now.name !== 'following' || now.leader === null) return NOWHERE
    return { by: 'line', line: line(listener, now.leader), leader: now.leader }
  }

  const over = (dial: Dial): void => {
    dials.delete(dial)
    dial.way = NOWHERE
  }

  const begin = (dial: Dial, now: Role): void => {
    const { listener } = dial.request
    const closed: SocketListener['closed'] = (code, reason) => {
      over(dial)
      listener.closed(code, reason)
    }
    const ears = {
      opened: () => listener.opened(),
      frame: (text: string, proof?: 'none') => listener.frame(text, proof),
      unreadable: () => listener.unreadable(),
      closed,
    }
    dial.way = wayOf(ears, dial.request, now)
  }

  const moved = (dial: Dial, now: Role): void => {
    if (isPlaced(dial, now)) return
    const isMovable = canMove(dial, now)
    handleOf(dial)?.abandon(1000, ANOTHER)
    dial.way = NOWHERE
    if (isMovable) return begin(dial, now)
    over(dial)
    dial.request.listener.closed(LEADER_GONE, ANOTHER)
  }

  return {
    open(request) {
      const dial: Dial = { request, madeBy: role().name, way: NOWHERE }
      dials.add(dial)
      begin(dial, role())
      return {
        send: text => handleOf(dial)?.send(text),
        abandon(code, reason) {
          const handle = handleOf(dial)
          over(dial)
          handle?.abandon(code, reason)
        },
        bufferedBytes: () => handleOf(dial)?.bufferedBytes() ?? 0,
      }
    },
    follow: now => dials.forEach(dial => moved(dial, now)),
    knock: () => dials.forEach(({ way }) => (way.by === 'line' ? way.line.knock() : undefined)),
  }
}

const isDirect = ({ name }: Role): boolean => name === 'leading' || name === 'alone'

/** It goes the way that this role asks for, or none is known yet. */
function isPlaced({ way }: Dial, now: Role): boolean {
  if (now.name === 'out' || now.name === 'joining') return true
  return isDirect(now) ? way.by === 'socket' : way.by === 'line' && now.name === 'following' && way.leader === now.leader
}

/** Nothing was said on it yet, and it may go the other way. */
function canMove({ way, madeBy }: Dial, now: Role): boolean {
  if (way.by === 'socket' || (way.by === 'line' && way.line.isOpen())) return false
  return !isDirect(now) || madeBy !== 'following'
}

function handleOf({ way }: Dial): SocketHandle | null {
  switch (way.by) {
    case 'none':
      return null
    case 'line':
      return way.line
    case 'socket':
      return way.socket
  }
}
