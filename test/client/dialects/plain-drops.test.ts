// The seed's server, as naive as it was, under seeded drops: one socket a user in a dict, `finally: pop`, and a push that is lost with its socket. REST knows.
import { expect, test } from 'vitest'
import { createManualWorld, type ManualSocket, type ManualWorld } from '../../support/manual-world.ts'
import { createPlainHarness, type PlainHarness } from '../../support/plain-harness.ts'

const TASKS = 15
const SEEDS = 20

/** A small generator: the same seed is the same story. */
function dice(seed: number): () => number {
  let state = seed * 2_654_435_761
  return () => {
    state = (Math.imul(state ^ (state >>> 15), 2_246_822_519) + 0x9e3779b9) | 0
    return (state >>> 0) / 2 ** 32
  }
}

interface NaiveServer {
  readonly serve: () => void
  readonly push: (message: object) => void
  /** `silent`: nothing crosses any more, and nobody is told. `deaf`: the handler returned without a close. */
  readonly break: (how: 'close' | 'silent' | 'deaf') => void
}

function naiveServer(manual: ManualWorld): NaiveServer {
  const read = new Map<ManualSocket, number>()
  const broken = new Map<ManualSocket, 'over' | 'silent' | 'deaf'>()
  let registered: ManualSocket | null = null
  const pop = () => {
    // It evicts whoever is there, though that may be the new socket.
    registered = null
  }
  return {
    serve() {
      for (const socket of manual.sockets) {
        if (broken.get(socket) === 'over') continue
        if (socket.abandoned() !== null) {
          broken.set(socket, 'over')
          pop()
          continue
        }
        if (!read.has(socket)) {
          read.set(socket, 0)
          socket.open()
          registered = socket
        }
        for (let at = read.get(socket) ?? 0; at < socket.sent.length; at += 1) {
          read.set(socket, at + 1)
          if (broken.get(socket) === undefined && socket.sent[at]?.['type'] === 'ping') socket.receive({ type: 'pong' })
        }
      }
    },
    push(message) {
      if (registered !== null && broken.get(registered) === undefined) registered.receive(message)
    },
    break(how) {
      const socket = manual.sockets.at(-1)
      if (socket === undefined || broken.has(socket) || socket.abandoned() !== null) return
      broken.set(socket, how === 'close' ? 'over' : how)
      if (how === 'close') {
        pop()
        socket.close(1006)
      }
    },
  }
}

interface Story {
  readonly page: PlainHarness
  readonly told: readonly string[]
}

async function play(seed: number): Promise<Story> {
  const roll = dice(seed)
  const manual = createManualWorld()
  const page = createPlainHarness({ manual, preset: 'taskNotifications' })
  const server = naiveServer(manual)
  const told: string[] = []
  page.socket.on('notification', ({ taskId }) => told.push(String(taskId)))
  page.socket.connect()
  server.serve()
  await page.pass(1_000)
  for (let n = 0; n < TASKS; n += 1) {
    page.rest.tasks.set(`t${n}`, { id: `t${n}`, status: 'running' })
    server.push({ type: 'task_notification', task_id: `t${n}`, status: 'processing' })
  }
  const endsAt = Array.from({ length: TASKS }, () => 2 + Math.floor(roll() * 120))
  for (let second = 0; second < 125; second += 1) {
    if (roll() < 0.06) server.break(roll() < 0.5 ? 'close' : roll() < 0.5 ? 'silent' : 'deaf')
    for (const [n, at] of endsAt.entries()) {
      if (at !== second) continue
      page.rest.tasks.set(`t${n}`, { id: `t${n}`, status: 'done', result: n })
      server.push({ type: 'task_notification', task_id: `t${n}`, status: 'completed', result: n })
    }
    page.rest.mode = roll() < 0.1 ? 'down' : 'up'
    await page.pass(1_000)
    server.serve()
  }
  page.rest.mode = 'up'
  for (let second = 0; second < 90; second += 1) {
    await page.pass(1_000)
    server.serve()
  }
  return { page, told }
}

test(
  `[PLAIN1] of ${SEEDS * TASKS} tasks under drops, silence and deaf sockets none goes untold, and none is told twice`,
  { timeout: 60_000 },
  async () => {
    const wrong: string[] = []
    for (let seed = 1; seed <= SEEDS; seed += 1) {
      const { page, told } = await play(seed)
      page.manual.paint()
      const expected = Array.from({ length: TASKS }, (_, n) => `t${n}`)
      const isWhole = JSON.stringify(told.toSorted()) === JSON.stringify(expected.toSorted())
      const shown = expected.filter(id => page.socket.store.task(id)?.status === 'succeeded').length
      // The translator's own frames fit: neither a gap nor a frame that the machine cannot read ever ended a socket.
      const codes = page.manual.sockets.map(socket => socket.abandoned()?.code ?? 0)
      const isSound = codes.every(code => [0, 1000, 4001].includes(code)) && !page.log.some(({ level }) => level === 'error')
      if (!isWhole || shown !== TASKS || !isSound) wrong.push(`seed ${seed}: told ${told.length}, shown ${shown}`)
    }
    expect(wrong).toEqual([])
  },
)
