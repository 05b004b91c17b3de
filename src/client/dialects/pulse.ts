// Life and doubt on a plain socket: pings are answered late by servers that work inline, and by some never; REST is asked before a socket is left.
import * as TIMES from '../../core/times.ts'
import * as PLAIN from './limits.ts'
import { mayBeBusy } from './pending.ts'
import { andNext, type Around, keep, type Machine, type Moment, onSocket, type Plain, type PlainStep, type Round } from './state.ts'

/** The machine's ping, written in the server's words. A server that answers none is asked over HTTP whether it lives. */
export function pinged(plain: Plain, id: number, { moment }: Around): PlainStep {
  const { socket, config, pongs } = plain
  if (socket === null) return keep(plain)
  const written: PlainStep = config.pings
    ? [onSocket(plain, { ping: { id, at: moment.now }, wroteAt: moment.now }), [{ type: 'write-ping', dial: socket.dial }]]
    : keep(plain)
  return pongs === 'never' ? andNext(written, proving) : written
}

/** Where HTTP cannot tell either, silence is no sign of anything. */
function proving(plain: Plain): PlainStep {
  const { socket, config } = plain
  return socket === null ? keep(plain) : [plain, [{ type: config.canProbe ? 'probe' : 'life', dial: socket.dial }]]
}

export function probed(
  plain: Plain,
  { dial, isAlive }: { readonly dial: number; readonly isAlive: boolean },
  { machine }: Around,
): PlainStep {
  if (plain.socket?.dial !== dial) return keep(plain)
  if (isAlive) return [plain, [{ type: 'life', dial }]]
  return doubtIn(machine) === null
    ? keep(plain)
    : [plain, [{ type: 'end', dial, code: 4001, reason: 'no answer, neither to a ping nor over HTTP' }]]
}

export function ponged(plain: Plain): PlainStep {
  const { socket } = plain
  if (socket === null) return keep(plain)
  const next: Plain = { ...onSocket(plain, { ping: null }), pongs: 'answered', silent: 0 }
  const { ping, dial } = socket
  return [next, [ping === null ? { type: 'life', dial } : { type: 'say', dial, message: { type: 'pong', id: ping.id } }]]
}

/** Since when a ping's deadline has passed with nothing under way that may still answer it; null: there is no doubt, or not yet a verdict. */
function doubtIn({ phase }: Machine): number | null {
  if (phase.name !== 'live') return null
  const { suspectAt, ping } = phase.link.pulse
  return ping?.by === null ? suspectAt : null
}

/** Whether this round was asked because of the doubt that still stands. */
export function isJudged({ judgedAt }: Plain, { startedAt }: Round, machine: Machine): boolean {
  const doubtAt = doubtIn(machine)
  return doubtAt !== null && judgedAt === doubtAt && startedAt >= doubtAt
}

/** The deadline passed. With a task pending REST is asked first; with none a new socket costs nothing. */
export function judged(plain: Plain, { machine, moment }: Around): PlainStep {
  const { socket, config } = plain
  const doubtAt = doubtIn(machine)
  if (socket === null || doubtAt === null || plain.judgedAt === doubtAt) return keep(plain)
  const next = silenced({ ...plain, judgedAt: doubtAt }, socket.ping !== null || !config.pings)
  if (next.pongs === 'never' && plain.pongs !== 'never')
    return andNext(
      [next, [{ type: 'log', level: 'warn', event: 'pings-unanswered', message: UNANSWERED[config.canProbe ? 'asked' : 'mute'] }]],
      proving,
    )
  if (!mayBeBusy(next, machine)) return [next, [{ type: 'end', dial: socket.dial, code: 4001, reason: 'no answer to a ping' }]]
  // Without REST the machine's own second patience decides.
  return config.canReconcile
    ? [{ ...next, round: null, roundAt: moment.now }, plain.round === null ? [] : [{ type: 'drop-round' }]]
    : keep(next)
}

const UNANSWERED = {
  asked:
    'This server answers no pings, so it is asked over HTTP whether it lives. Let it answer {type: "ping"} with {type: "pong"}, or say what its pong is with `isPong`.',
  mute: 'This server answers no pings, and there is no `reconcile` or `probe` to ask instead, so a dead link shows only when it closes. Let it answer {type: "ping"} with {type: "pong"}.',
}

/** One more socket that was silent to the end, from a server that was never heard to answer. */
function silenced(plain: Plain, wasAsked: boolean): Plain {
  if (plain.pongs !== 'unknown' || !wasAsked) return plain
  const silent = plain.silent + 1
  return { ...plain, silent, pongs: silent >= PLAIN.silentSockets || !plain.config.pings ? 'never' : 'unknown' }
}

/** REST told of an end that the socket never did: it is deaf, though it answers pings. */
export function deafened(plain: Plain, { moment }: Around): PlainStep {
  const { deaf, socket } = plain
  if (deaf === null) return keep(plain)
  if (deaf.dial !== socket?.dial) return keep({ ...plain, deaf: null })
  if (moment.now < deaf.at) return keep(plain)
  const next: Plain = { ...plain, deaf: null, deafSockets: (plain.deafSockets ?? 0) + 1 }
  return [next, [{ type: 'end', dial: deaf.dial, code: 4001, reason: 'the server does not tell this socket what it tells over HTTP' }]]
}

/** Something is written every so often, though a busy server gives the machine no reason to ask. */
export function keptAlive(plain: Plain, around: Around): PlainStep {
  const at = keepAliveAt(plain, around.machine)
  const { socket } = plain
  if (socket === null || at === null || around.moment.now < at) return keep(plain)
  return [onSocket(plain, { wroteAt: around.moment.now }), [{ type: 'write-ping', dial: socket.dial }]]
}

/** null: the machine will ping by then, or within a moment of it. */
export function keepAliveAt({ socket, config }: Plain, { phase }: Pick<Machine, 'phase'>): number | null {
  if (socket === null || socket.stage === 'opened' || !config.pings || phase.name !== 'live') return null
  const { heardAt, ping } = phase.link.pulse
  const at = socket.wroteAt + config.pingMs
  const machineAt = Math.max(heardAt, ping?.sentAt ?? 0) + config.pingMs
  return machineAt <= at + TIMES.pingFloorMs ? null : at
}

/** The next instant that a plain socket cares about. */
export function instantsOf(plain: Plain, machine: Machine): readonly (number | null)[] {
  const { socket, round, roundAt, deaf } = plain
  const loadBy = socket?.stage === 'loading' ? socket.loadBy : null
  return [round?.by ?? roundAt, loadBy, deaf?.at ?? null, keepAliveAt(plain, machine)]
}

/** Looked at again: whoever looks wants to know now. */
export function seen(plain: Plain, { machine, moment }: { readonly machine: Machine; readonly moment: Moment }): PlainStep {
  if (!machine.around.visible || plain.unseen === 0) return keep(plain)
  return keep({ ...plain, unseen: 0, roundAt: plain.roundAt === null ? null : moment.now })
}
