// What happens to processes, the store and its logs; and what the server says of its own accord.
import type { Act, Stage } from './acts.ts'

const fault = (weight: number, ms: number, play: Act['play']): Act => ({ weight, ms, strikes: 'server', play })
const act = (weight: number, ms: number, play: Act['play']): Act => ({ weight, ms, strikes: 'none', play })
const userOf = ({ page }: Stage): string => page.session.user
const quietly = (work: Promise<unknown>): void => void work.catch(() => undefined)

export const serverFaults: Readonly<Record<string, Act>> = {
  notify: act(5, 0, stage => {
    const { simulation, action } = stage
    const id = `notice-${action.at}-${action.size}`
    quietly(simulation.outside.writer.notify(userOf(stage), { kind: 'news', title: id, key: id }))
  }),
  'server-event': act(4, 0, stage => {
    const { simulation, action } = stage
    for (let index = 0; index < action.size; index += 1) {
      const id = `event-${action.at}-${action.page}-${action.size}-${index}`
      quietly(simulation.kept.store.append(userOf(stage), [{ type: 'app.noted', data: { id } }]))
    }
  }),
  /** A process without workers of ours runs a task, and may be paused in its midst: a second writer within one attempt (TASK3). */
  'outside-task': act(4, 45_000, stage => quietly(outsideTask(stage))),
  /** Tasks settle at once, and now and then more than a snapshot carries (SNAP3). */
  'many-tasks': act(1, 0, stage => quietly(manyTasks(stage))),
  kill: fault(4, 20_000, ({ simulation: { fleet }, action, later }) => {
    fleet.kill(action.size)
    later(() => fleet.start(action.size))
  }),
  /** Sockets and work of one process wait; its lease may run out meanwhile. */
  pause: fault(4, 45_000, ({ simulation, action }) => {
    const ms = action.roll < 0.4 ? action.ms / 8 : PAST_LEASE_MS + action.ms / 4
    trouble(simulation, ms)
    simulation.fleet.process(action.size).host.sleep(ms)
  }),
  /** What processes say to the store stands in the line until their leases are over: a second writer within one attempt, who knows nothing of it (TASK3). */
  'late-writes': fault(4, 45_000, stage => {
    const { simulation, action } = stage
    const { clock } = simulation
    quietly(outsideTask(stage))
    clock.at(clock.now() + action.size * 100, () => stall(stage, PAST_LEASE_MS + action.ms / 4))
  }),
  'pause-outside': fault(3, 45_000, ({ simulation, action }) => simulation.outside.host.sleep(PAST_LEASE_MS + action.ms / 4)),
  drain: fault(2, 15_000, ({ simulation: { fleet, clock }, action }) => {
    const graceMs = 3_000
    const leaving = fleet.process(action.size)
    fleet.drain(action.size, graceMs)
    clock.at(clock.now() + graceMs + 5_000, () => {
      if (fleet.process(action.size) !== leaving) return
      fleet.kill(action.size)
      fleet.start(action.size)
    })
  }),
  'store-fails': fault(2, 15_000, ({ simulation, action, later }) => {
    simulation.fleet.weather.failing = 0.05 + action.roll * 0.5
    trouble(simulation, action.ms)
    later(() => {
      simulation.fleet.weather.failing = 0
    })
  }),
  'store-slow': fault(2, 20_000, ({ simulation, action, later }) => {
    simulation.fleet.weather.latencyMs = action.size * 150
    trouble(simulation, action.ms)
    later(() => {
      simulation.fleet.weather.latencyMs = 3
    })
  }),
  /** A frame of events goes missing, and the next ones tell (GAP1). */
  'drop-frame': fault(3, 0, stage => {
    const { line } = stage.page.network
    line.dropping += 1
    stage.simulation.clock.at(stage.simulation.clock.now() + 3_000, () => {
      line.dropping = 0
    })
    for (const ms of [1_000, 2_000, 4_500]) stage.simulation.clock.at(stage.simulation.clock.now() + ms, () => appendAgain(stage, ms))
  }),
  'hints-lost': fault(3, 30_000, ({ simulation, action, later }) => {
    simulation.fleet.weather.deaf = 0.3 + action.roll * 0.7
    later(() => {
      simulation.fleet.weather.deaf = 0
    })
  }),
  'auth-fails': fault(1, 15_000, ({ simulation, action, later }) => {
    simulation.fleet.auth.failing = action.roll
    simulation.fleet.auth.delayMs = action.size * 300
    later(() => {
      simulation.fleet.auth.failing = 0
      simulation.fleet.auth.delayMs = 10
    })
  }),
  /** The last steps are gone and the store knows: it was restored (LOG2). */
  restore: fault(2, 0, stage => rewind(stage, true)),
  /** The last steps are gone and nobody knows; `size` more are written before anyone resumes. */
  'silent-loss': fault(1, 0, stage => {
    rewind(stage, false)
    if (stage.action.roll < 0.7) for (let index = 0; index <= stage.action.size; index += 1) appendAgain(stage, index)
  }),
  wipe: fault(1, 0, stage => {
    const { kept } = stage.simulation
    rewind({ ...stage, action: { ...stage.action, size: kept.steps() } }, true)
  }),
  /** A receipt of the new history may come before any other word of it. */
  stamp: fault(1, 0, ({ simulation }) => {
    trouble(simulation, 0)
    simulation.kept.stamp()
  }),
  trim: fault(4, 0, stage => stage.simulation.kept.trim(userOf(stage), stage.action.size > 6 ? stage.action.size : stage.action.size >> 1)),
}

const PAST_LEASE_MS = 31_000

/** One process, or all: then nobody notices that a lease has run out before what is late arrives. */
function stall({ simulation, action }: Stage, ms: number): void {
  const { fleet, outside, clock } = simulation
  const all = [outside.host, ...Array.from({ length: fleet.size() }, (_, index) => fleet.process(index).host)]
  const one = all[action.size % all.length]
  for (const host of all) if (action.roll < 0.5 || host === one) fleet.weather.stalled.set(host, clock.now() + ms)
  trouble(simulation, ms)
}

type Trouble = Stage['simulation']

function trouble(simulation: Trouble, ms: number): void {
  simulation.troubledAt = Math.max(simulation.troubledAt, simulation.clock.now() + ms)
}

function rewind({ simulation, action }: Stage, stamped: boolean): void {
  const { kept, truth, rewound } = simulation
  trouble(simulation, 0)
  truth.lost(kept.rewind(action.size, stamped), stamped)
  if (stamped) rewound.stamped += 1
  else rewound.silently += 1
}

function appendAgain(stage: Stage, index: number): void {
  const { at, kind, page } = stage.action
  const id = `${kind}-${at}-${page}-${index}`
  quietly(stage.simulation.kept.store.append(userOf(stage), [{ type: 'app.noted', data: { id } }]))
}

/** The share of them that is more than a snapshot carries: such stories take long to play. */
const A_FLOOD = 0.3
const PAD = 'heavy '.repeat(200)

async function outsideTask(stage: Stage): Promise<void> {
  const { simulation, action } = stage
  const { outside, truth, clock } = simulation
  const key = `outside-${action.at}-${action.size}`
  const task = await outside.writer.tasks.open(userOf(stage), { kind: 'talk', input: {}, key })
  const { text } = truth.begins(task)
  const wait = (ms: number) => new Promise<void>(resolve => void outside.host.at(clock.now() + ms, resolve))
  for (let at = 0; at < text.length; at += 40) {
    task.append(text.slice(at, at + 40))
    await wait(action.ms / 40)
  }
  await task.succeed({ length: text.length })
}

async function manyTasks(stage: Stage): Promise<void> {
  const { simulation, action } = stage
  for (let index = 0; index < (action.roll < A_FLOOD ? 60 + action.size * 8 : action.size); index += 1) {
    const key = `many-${action.at}-${index}`
    // Heavy enough that a snapshot of them has several parts (SNAP3).
    const task = await simulation.outside.writer.tasks.open(userOf(stage), { kind: 'brief', input: { pad: PAD }, key })
    await task.succeed()
  }
}
