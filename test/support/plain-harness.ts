import { plain, type PlainOptions } from '../../src/client/dialects/index.ts'
// A page that speaks the plain dialect over the manual world, and a plain server by hand: a socket that says what the test says, and REST that knows what the test told it.
import { createResilientSocket, type ResilientSocket, type SocketOptions } from '../../src/client/index.ts'
import type { LogEntry } from '../../src/client/types.ts'
import { microtasks } from './client-harness.ts'
import { createManualWorld, type ManualSocket, type ManualWorld } from './manual-world.ts'

type Message = Readonly<Record<string, unknown>>

export interface Rest {
  /** What it knows, by id. */
  readonly tasks: Map<string, Message>
  /** The ids of each question so far. */
  readonly asked: (readonly string[])[]
  /** `down`: it throws. `hangs`: it never answers. `held`: it answers when `release` says so. */
  mode: 'up' | 'down' | 'hangs' | 'held'
  readonly signals: AbortSignal[]
  release(): Promise<void>
}

export interface PlainHarness {
  readonly manual: ManualWorld
  readonly socket: ResilientSocket
  readonly rest: Rest
  readonly log: readonly LogEntry[]
  /** Opens the newest socket, and lets REST answer. */
  readonly open: () => Promise<ManualSocket>
  readonly say: (message: unknown) => void
  /** Time passes in small steps, and whoever waits is heard in between. */
  readonly pass: (ms: number) => Promise<void>
  /** What the page wrote to a socket, by type. */
  readonly written: (type: string, socket?: ManualSocket) => readonly Message[]
}

export interface PlainSetting {
  /** false: without `reconcile`. */
  readonly rest?: boolean
  readonly dialect?: PlainOptions
  readonly options?: Partial<SocketOptions>
  readonly manual?: ManualWorld
  readonly preset?: 'taskNotifications'
}

export function createPlainHarness({
  rest: hasRest = true,
  dialect = {},
  options = {},
  manual = createManualWorld(),
  preset,
}: PlainSetting = {}): PlainHarness {
  const rest = createRest()
  const log: LogEntry[] = []
  const made = preset === undefined ? plain : plain[preset]
  const socket = createResilientSocket({
    url: '/ws',
    world: manual.world,
    log: entry => void log.push(entry),
    dialect: made({ ...(hasRest && { reconcile: rest.reconcile }), ...dialect }),
    ...options,
  })
  return {
    manual,
    socket,
    rest,
    log,
    async open() {
      // A storage is read before the dial.
      for (let turn = 0; turn < 5; turn += 1) await microtasks()
      const opened = manual.latest()
      opened.open()
      await microtasks()
      return opened
    },
    say: message => manual.latest().receive(message),
    async pass(ms) {
      for (let left = ms; left > 0; left -= STEP_MS) {
        manual.advance(Math.min(left, STEP_MS))
        await microtasks()
      }
    },
    written: (type, of = manual.latest()) => of.sent.filter(message => message['type'] === type),
  }
}

const STEP_MS = 500

function createRest(): Rest & { readonly reconcile: NonNullable<PlainOptions['reconcile']> } {
  const held: (() => void)[] = []
  const answer = (ids: readonly string[]): readonly unknown[] => ids.flatMap(id => rest.tasks.get(id) ?? [])
  const rest: Rest & { readonly reconcile: NonNullable<PlainOptions['reconcile']> } = {
    tasks: new Map(),
    asked: [],
    signals: [],
    mode: 'up',
    async release() {
      for (const go of held.splice(0)) go()
      await microtasks()
    },
    reconcile: async (ids, { signal }) => {
      rest.asked.push(ids)
      rest.signals.push(signal)
      switch (rest.mode) {
        case 'up':
          return answer(ids)
        case 'down':
          throw new Error('REST is down')
        case 'hangs':
          return new Promise(() => {})
        case 'held': {
          const before = answer(ids)
          await new Promise<void>(resolve => held.push(resolve))
          return before
        }
      }
    },
  }
  return rest
}
