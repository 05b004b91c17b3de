// The parts of one client and how they are wired: driver, sockets, keyring, mailbox, listeners and what readers see.
import { inspectorOf } from '../core/app.ts'
import type { Effect } from '../core/effects.ts'
import type { MachineEvent } from '../core/events.ts'
import type { Inspector } from '../core/inspector.ts'
import type { MachineState } from '../core/state.ts'
import { isBehind, taskOf } from '../core/view.ts'
import { createAlarms, type Alarms } from './alarms.ts'
import { createProber } from './classify.ts'
import { consoleLog } from './console-log.ts'
import { lineOf } from './dialect.ts'
import { createDriver, type Driver } from './driver.ts'
import { createEmitter, type Emitter } from './emitter.ts'
import { createFlightRecorder, type FlightRecorder } from './flight-recorder.ts'
import { KEEPS_NOTHING, type KeptPage } from './keeper.ts'
import { createKeyring } from './keyring.ts'
import { createMailbox, type Mailbox } from './mailbox.ts'
import { type Tabs, tabsOf } from './sharing.ts'
import { createShelf, type Shelf, type Showing } from './shelf.ts'
import { createSockets } from './sockets.ts'
import type { Log, LogEntry, SocketOptions } from './types.ts'
import type { Hint, World } from './world.ts'

export interface Engine {
  readonly world: World
  readonly options: { current: SocketOptions }
  readonly driver: Driver
  readonly emitter: Emitter
  readonly mailbox: Mailbox
  readonly shelf: Shelf
  readonly alarms: Alarms
  readonly recorder: FlightRecorder
  readonly inspector: Inspector
  readonly tabs: Pick<Tabs, 'role'>
  readonly log: Log
  /** Aborted by `dispose`: nothing will come any more. */
  readonly ended: AbortSignal
  readonly dispose: () => void
}

export function engineOf(given: SocketOptions, world: World, initial: MachineState): Engine {
  const options = { current: given }
  const log = guardedLog(() => options.current.log ?? consoleLog)
  const emitter = createEmitter(error => log({ level: 'error', event: 'unhandled-error', message: error.message }))
  const inspector = inspectorOf(given.app, ({ type, issues, count }) => {
    if (count === 1) log({ level: 'warn', event: 'invalid-payload', type })
    emitter.emit('invalid', { type, issues })
  })
  const { report } = emitter
  const mailbox = createMailbox()
  const shelf = createShelf(initial, { world, report, inspector })
  const alarms = createAlarms()
  const recorder = createFlightRecorder(initial)
  const url = String(given.url)
  const show = (state: MachineState, when: Showing) => shelf.show(tabs.shown(keeper.shown(state)), when)
  const page = pageOf({ world, url, alarms, log, settle: mailbox.settle, driver: () => driver, show })
  const keeper = given.storage?.attach(page) ?? KEEPS_NOTHING
  const line = lineOf(given.dialect, { ...page, report, isFollowing: () => tabs.role() === 'following' })
  const tokens = createKeyring(() => options.current.getToken, report)
  const tabs = tabsOf({ page: { ...page, world: line.world }, options, keyring: tokens, report })
  const { keyring } = tabs
  const prober = createProber({ world, url, probeUrl: () => (tabs.role() === 'following' ? null : options.current.probeUrl) })
  const sockets = createSockets({ world: tabs.world, url, shouldReconnect: policyOf(options, emitter), report })
  let status = initial.status
  const driver: Driver = createDriver(initial, {
    world,
    sockets,
    keyring,
    prober,
    keeper,
    alarms,
    recorder,
    settle: mailbox.settle,
    emit: effect => {
      // Who is told of a notification may look: what it speaks of must be there. A burst of them is still one render a frame.
      if (effect.emission.type === 'notification') show(driver.state(), 'for-a-look')
      announce(effect, { emitter, inspector }, driver.state())
    },
    log: ({ level, event, fields }) => log({ ...fields, level, event }),
    moved: (before, after, event) => {
      keeper.moved(before, after, event)
      tabs.moved(before, after, event)
      line.moved(event)
      const told = status
      status = tabs.shown(after).status
      show(after, told !== status || isUrgent(before, after, event) ? 'now' : 'before-paint')
      if (told !== status) emitter.emit('status', status)
      hearing.follow(after)
    },
  })
  const hearing = hearer(world, hint => driver.dispatch({ type: 'hint', hint }))
  const ended = new AbortController()
  const dispose = () => {
    ended.abort()
    keyring.forget()
    driver.dispatch({ type: 'dispose' })
    emitter.clear()
  }
  return { world, options, driver, emitter, mailbox, shelf, alarms, recorder, inspector, tabs, log, ended: ended.signal, dispose }
}

interface PageParts extends Pick<KeptPage, 'world' | 'url' | 'alarms' | 'log' | 'settle'> {
  readonly driver: () => Driver
  readonly show: (state: MachineState, when: 'now') => void
}

/** The page as storage, dialect and tabs see it; its driver is made after them. */
const pageOf = ({ driver, show, ...page }: PageParts): KeptPage & Pick<Driver, 'whenStill'> => ({
  ...page,
  state: () => driver().state(),
  dispatch: event => driver().dispatch(event),
  rearm: () => driver().rearm(),
  whenStill: act => driver().whenStill(act),
  show: () => show(driver().state(), 'now'),
})

// A log that throws must not wedge what it logs.
const guardedLog =
  (log: () => Log) =>
  (entry: LogEntry): void => {
    try {
      log()(entry)
    } catch (error) {
      consoleLog({ level: 'error', event: 'log-threw', message: String(error) })
    }
  }

/** A policy that throws is reported, and does not end the connection. */
const policyOf = (options: { readonly current: SocketOptions }, emitter: Emitter) => (close: { code: number; reason: string }) => {
  try {
    return options.current.shouldReconnect?.(close) ?? true
  } catch (error) {
    emitter.report(error)
    return true
  }
}

type Announcing = Pick<Engine, 'emitter' | 'inspector'>

function announce({ emission }: Extract<Effect, { type: 'emit' }>, { emitter, inspector }: Announcing, state: MachineState): void {
  switch (emission.type) {
    case 'task':
      inspector.look(emission.record)
      return emitter.isHeard('task') ? emitter.emit('task', taskOf(emission.record, isBehind(state), inspector.payloads)) : undefined
    case 'notification':
      return emitter.emit('notification', emission.notification)
    case 'message': {
      const fit = inspector.event(emission.name, emission.data)
      if (fit === null) return undefined
      emitter.emit('message', { type: emission.name, data: fit.value })
      return emitter.emit(emission.name, fit.value)
    }
    case 'reset':
      return emitter.emit('reset', { reason: emission.reason })
  }
}

/** A change of status, of the outbox, or by the user is seen at once; the rest once a frame. */
function isUrgent(before: MachineState, after: MachineState, event: MachineEvent): boolean {
  if (event.type === 'hint' && event.hint === 'hidden') return true
  if (event.type === 'dismiss' || event.type === 'see' || event.type === 'dispose') return true
  return after.status !== before.status || after.outbox !== before.outbox
}

/** Listens to the world exactly while a hint can matter: not while idle, but for a page that may be shown again. */
function hearer(world: World, tell: (hint: Hint) => void): { readonly follow: (state: MachineState) => void } {
  let stop: (() => void) | null = null
  return {
    follow({ phase, around }) {
      const isDeaf = phase.name === 'idle' && phase.why !== 'page-hidden'
      if (isDeaf) {
        stop?.()
        stop = null
      }
      if (isDeaf || stop !== null) return
      stop = world.hints(tell)
      const { online, visible } = world.surroundings()
      if (online !== around.online) tell(online ? 'online' : 'offline')
      if (visible !== around.visible) tell(visible ? 'visible' : 'hidden')
    },
  }
}
