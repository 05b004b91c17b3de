// The translator: what to do about an event, given what it remembers, the machine's state and the moment. Pure.
import { answered } from './answers.ts'
import { commanded, receipted } from './commands.ts'
import * as PLAIN from './limits.ts'
import { deafened, instantsOf, judged, keptAlive, pinged, ponged, probed, seen } from './pulse.ts'
import { asked, failed } from './rounds.ts'
import { closed, greeted, hastened, left, opened } from './sockets.ts'
import {
  andNext,
  type Around,
  type Heard,
  keep,
  type Machine,
  onSocket,
  type Plain,
  type PlainEffect,
  type PlainEvent,
  type PlainStep,
} from './state.ts'
import { baseOf, tell } from './telling.ts'

export function step(plain: Plain, event: PlainEvent, around: Around): PlainStep {
  return [seen, hastened, judged, deafened, keptAlive, asked].reduce<PlainStep>(
    (so, next) => andNext(so, after => next(after, around)),
    stepOf(plain, event, around),
  )
}

/** The one instant it next cares about, or null. */
export function deadlineOf(plain: Plain, machine: Machine): number | null {
  const instants = instantsOf(plain, machine).filter(instant => instant !== null)
  return instants.length === 0 ? null : Math.min(...instants)
}

function stepOf(plain: Plain, event: PlainEvent, around: Around): PlainStep {
  switch (event.type) {
    case 'opened':
      return opened(plain, event.dial, around)
    case 'heard':
      return plain.socket?.dial === event.dial ? heard(plain, event.heard, around) : keep(plain)
    case 'closed':
      return closed(plain, event)
    case 'left':
      return keep(left(plain, event.dial))
    case 'hello':
      return plain.socket?.dial === event.dial ? greeted(plain, event, around) : keep(plain)
    case 'ping':
      return plain.socket?.dial === event.dial ? pinged(plain, event.id, around) : keep(plain)
    case 'command':
      return plain.socket?.dial === event.dial ? commanded(plain, event, around) : keep(plain)
    case 'answered':
      return answered(plain, event, around)
    case 'failed':
      return failed(plain, event, around)
    case 'probed':
      return probed(plain, event, around)
    case 'look':
      return keep(plain)
  }
}

/** Whatever it was, the server lives: the machine is told so, unless what it is told says it already (LIFE1). */
function heard(plain: Plain, what: Heard, around: Around): PlainStep {
  const [next, effects] = taken(plain, what, around)
  const { socket } = next
  const passed = effects.map((effect): PlainEffect => (effect.type === 'say' ? { ...effect, type: 'pass' } : effect))
  if (socket === null || socket.stage === 'opened' || passed.some(isSign)) return [next, passed]
  return [next, [{ type: 'life', dial: socket.dial }, ...passed]]
}

const isSign = ({ type }: PlainEffect): boolean => type === 'pass' || type === 'life'

function taken(plain: Plain, what: Heard, around: Around): PlainStep {
  const { socket } = plain
  if (socket === null) return keep(plain)
  switch (what.type) {
    case 'ping':
      return [onSocket(plain, { wroteAt: around.moment.now }), [{ type: 'write', dial: socket.dial, texts: what.pong }]]
    case 'pong':
      return ponged(plain)
    case 'receipt':
      return receipted(plain, what.receipt, around)
    case 'told':
      if (socket.stage !== 'opened' && socket.stage !== 'loading') return tell(plain, what.list, { around, base: baseOf(around.machine) })
      return keep(onSocket(plain, { held: [...socket.held, ...what.list].slice(-PLAIN.held) }))
  }
}
