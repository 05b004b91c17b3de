// The outbox under load: a hundred thousand sends through two hundred cuts of every kind, on virtual time, by seeded dice.
import { expect, test } from 'vitest'
import { createHarness, microtasks } from '../support/client-harness.ts'
import { dice } from '../support/walk.ts'

const SENDS = 100_000
const CUTS = 200
/** Below the outbox's bound of 100, so that nothing is refused. */
const BURST = 50

type Harness = ReturnType<typeof createHarness>

/** A server that runs a command once, by its id, reads in order, and whose receipts may be lost with the socket. */
function createServer({ manual, greet }: Harness) {
  const executed: string[] = []
  const known = new Set<string>()
  let read = 0
  /** Reads the next `count` commands, or all; tells what became of them, or is cut before it can. */
  const run = (count: number, tells: boolean): void => {
    const { sent } = manual.latest()
    for (let left = count; left > 0 && read < sent.length; read += 1) {
      const { type, id } = sent[read] ?? {}
      if (type === 'ping' && tells) manual.latest().receive({ type: 'pong', id })
      if (type !== 'command') continue
      left -= 1
      if (!known.has(String(id))) executed.push(String(id))
      known.add(String(id))
      if (tells) manual.latest().receive({ type: 'receipt', id, ok: true })
    }
  }
  const back = (): void => {
    read = 0
    greet({ outcome: 'replayed', reason: undefined })
  }
  const untilDialed = (): void => {
    const before = manual.sockets.length
    for (let second = 0; second < 120 && manual.sockets.length === before; second += 1) manual.advance(1_000)
  }
  return { executed, run, back, untilDialed }
}

type Server = ReturnType<typeof createServer>

/** Ways a link dies, each with its own half-truth about what ran. */
const CUTS_OF_EACH_KIND: readonly ((harness: Harness, server: Server, roll: number) => void)[] = [
  // Closed: some of what was written ran, and nobody hears of it.
  ({ manual }, server, roll) => {
    server.run(Math.floor(roll * 32), false)
    manual.latest().close(1006)
    server.untilDialed()
    server.back()
  },
  // Half-open: the server hears everything, the client nothing, and must notice by itself.
  (_, server) => {
    server.run(BURST, false)
    server.untilDialed()
    server.back()
  },
  // Closed again in the middle of the handshake, once opened and once not.
  ({ manual }, server, roll) => {
    manual.latest().close(1001)
    server.untilDialed()
    if (roll < 0.5) manual.latest().open()
    manual.latest().close(1006)
    server.untilDialed()
    server.back()
  },
]

test(
  '[SEND1] a hundred thousand sends through two hundred cuts settle once each, accepted, and run once each, in order',
  { timeout: 60_000 },
  async () => {
    const seed = Math.floor(Math.random() * 2 ** 31)
    const roll = dice(seed)
    const harness = createHarness({ identity: 'ana' })
    const server = createServer(harness)
    harness.socket.connect()
    harness.greet()
    const outcomes: string[] = []
    const send = (index: number) =>
      void harness.socket.send('note', index, { id: `s${index}` }).settled.then(({ outcome }) => outcomes.push(outcome))
    for (let cut = 0; cut < CUTS; cut += 1) {
      const from = (cut * SENDS) / CUTS
      for (let index = from; index < from + SENDS / CUTS; index += BURST) {
        server.run(Infinity, true)
        for (let next = index; next < index + BURST; next += 1) send(next)
      }
      CUTS_OF_EACH_KIND[cut % CUTS_OF_EACH_KIND.length]?.(harness, server, roll())
      server.run(Infinity, true)
      // Stable lives between the cuts, so that attempts and the brake are those of a bad day and not of a storm.
      harness.manual.advance(5_000)
    }
    await microtasks()
    const ids = Array.from({ length: SENDS }, (_, index) => `s${index}`)
    expect([outcomes.length, [...new Set(outcomes)]], `seed ${seed}`).toEqual([SENDS, ['accepted']])
    expect(harness.manual.sockets.length, `seed ${seed}`).toBeGreaterThan(CUTS)
    expect(server.executed.length, `seed ${seed}`).toBe(SENDS)
    expect(
      server.executed.findIndex((id, index) => id !== ids[index]),
      `seed ${seed}`,
    ).toBe(-1)
    expect(harness.socket.store.outbox()).toEqual([])
  },
)

test.each(['reject-new', 'drop-oldest'] as const)(
  '[SEND4] while the link is dead but open, the outbox keeps its bound under %s: what is unreceipted counts, and every send settles',
  async whenFull => {
    const harness = createHarness({ identity: 'ana', outbox: { maxCount: 40, whenFull } })
    harness.socket.connect()
    harness.greet()
    const counts: Record<string, number> = {}
    const note = (outcome: string) => {
      counts[outcome] = (counts[outcome] ?? 0) + 1
    }
    for (let index = 0; index < 1_000; index += 1) {
      void harness.socket.send('note', index, { ttlMs: 1_000 }).settled.then(({ outcome }) => note(outcome))
      expect(harness.socket.store.status().queued).toBeLessThanOrEqual(40)
    }
    harness.manual.advance(2_000)
    await microtasks()
    // 32 are in flight, so eight places are left for what waits.
    const over = whenFull === 'reject-new' ? { rejected: 960 } : { cancelled: 960 }
    expect(counts).toEqual({ unconfirmed: 32, expired: 8, ...over })
  },
)

test('[SEND7] the bytes of what is unreceipted count too, and a receipt makes room', async () => {
  const harness = createHarness({ identity: 'ana', outbox: { maxBytes: 10_000 } })
  harness.socket.connect()
  harness.greet()
  const first = harness.socket.send('note', 'x'.repeat(6_000), { id: 'first' })
  const refused = await harness.socket.send('note', 'x'.repeat(6_000)).settled
  expect(refused).toMatchObject({ outcome: 'rejected', error: { code: 'outbox-full' } })
  harness.manual.latest().receive({ type: 'receipt', id: 'first', ok: true })
  expect(await first.settled).toMatchObject({ outcome: 'accepted' })
  harness.socket.send('note', 'x'.repeat(6_000))
  expect(harness.socket.store.status().queued).toBe(1)
})

test('[AUTH1] what was sent to one URL never reaches another: dispose settles it, by whether it may have run', async () => {
  const here = createHarness({ url: '/here', identity: 'ana' })
  here.socket.connect()
  here.greet()
  const written = here.socket.send('note', 1)
  here.manual.latest().close(1006)
  const queued = here.socket.send('note', 2)
  here.socket.dispose()
  expect([await written.settled, await queued.settled]).toEqual([{ outcome: 'unconfirmed' }, { outcome: 'cancelled' }])
  const there = createHarness({ url: '/there', identity: 'ana', world: here.manual.world })
  there.socket.connect()
  const socket = here.manual.latest()
  socket.open()
  expect([socket.url, socket.sent.map(({ type }) => type)]).toEqual(['ws://page.test/there', ['hello']])
  here.manual.advance(600_000)
  expect(here.manual.sockets.filter(({ url }) => url.endsWith('/here'))).toHaveLength(1)
})

test('[SEND4] a request that is aborted after it was written rejects at once, says it may have run, and hears no receipt', async () => {
  const { manual, socket, greet } = createHarness({ identity: 'ana' })
  socket.connect()
  greet()
  const abort = new AbortController()
  const asked = socket.request('sum', [1, 2], { id: 'r', signal: abort.signal })
  abort.abort()
  await expect(asked).rejects.toMatchObject({ outcome: 'aborted', code: 'aborted', message: expect.stringContaining('may have run') })
  manual.latest().receive({ type: 'receipt', id: 'r', ok: true, data: 3 })
  await expect(asked).rejects.toMatchObject({ outcome: 'aborted' })
  expect(socket.store.outbox()).toEqual([])
})
