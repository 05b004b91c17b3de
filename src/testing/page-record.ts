// What one page was told and what it said, as seen from outside: the evidence for the invariants.
import type { ResilientSocket } from '../client/index.ts'
import type { Sent, Task, TaskNotification } from '../core/model.ts'
import type { Clock } from './clock.ts'
import { createEpochWatch, type EpochWatch } from './epoch-watch.ts'
import type { PageRecord, Place, SendRecord } from './evidence.ts'
import { commandIn, noticesIn, numberIn, resubmitted, resumedIn } from './frame-text.ts'
import { SIMULATED } from './limits.ts'
import { createWindow, type Window } from './window.ts'
import type { Tap } from './wire.ts'

export function createPageRecord(clock: Clock): PageRecord {
  return new RecordOfPage(clock)
}

class RecordOfPage implements PageRecord {
  readonly dials: number[] = []
  readonly sends = new Map<string, SendRecord>()
  readonly told = new Set<string>()
  readonly everTold = new Map<string, number>()
  readonly heard: string[] = []
  readonly shownIds = new Set<string>()
  readonly receipts = new Map<string, string>()
  readonly history = new Set<string>()
  readonly left = new Set<string>()
  readonly #clock: Clock
  #toldAgain: string | null = null
  readonly #commands = new Set<string>()
  #shown: Task[] = []
  #user: string | null = null
  #snapshot: Place | null = null
  #excused: Place | null = null
  #first: Place | null = null
  #place: Place | null = null
  readonly #epoch: EpochWatch
  #resets = 0
  #userSince = 0
  #switches = 0
  #disturbedAt = 0
  #troubledAt = 0
  #returnedAt = 0
  #calmMs = 0
  #busySince: number | null = null
  #window: Window = createWindow()
  #listen: (line: string) => void = () => {}
  #throttled = false
  #signedOut = false
  #resumed: Place | null = null
  #phase = { name: '', dials: 0, since: 0 }

  constructor(clock: Clock) {
    this.#clock = clock
    this.#epoch = createEpochWatch(() => clock.now())
  }

  aheadBytes = () => this.#window.bytes()
  follow = (listen: (line: string) => void): void => void (this.#listen = listen)

  takeShown = (): readonly Task[] => this.#shown.splice(0)
  toldAgain = () => this.#toldAgain
  user = () => this.#user
  excusedTo = () => this.#excused
  firstAt = () => this.#first
  switches = () => this.#switches
  userSince = () => this.#userSince
  epochSince = () => this.#epoch.since()
  place = () => this.#place
  inFlight = () => [...this.#commands].filter(id => this.sends.get(id)?.settlements !== 1).length
  resets = () => this.#resets
  disturbedAt = () => this.#disturbedAt
  troubledAt = () => this.#troubledAt
  returnedAt = () => this.#returnedAt
  isThrottled = () => this.#throttled
  isSignedOut = () => this.#signedOut

  throttled = (now: boolean): void => void (this.#throttled = now)

  phaseFor(name: string, now: number): number {
    const dials = this.dials.length
    if (this.#phase.name !== name || this.#phase.dials !== dials) this.#phase = { name, dials, since: now }
    return now - this.#phase.since
  }

  trouble(): void {
    this.#troubledAt = this.#clock.now()
  }

  returned(): void {
    // Amid a probe that an earlier hint began, the later one begins none.
    if (this.#calmMs > SIMULATED.noticeReturnMs) this.#returnedAt = this.#clock.now()
  }

  busySince(isBusy: boolean): number | null {
    this.#busySince = isBusy ? (this.#busySince ?? this.#clock.now()) : null
    return this.#busySince
  }

  disturb(): void {
    this.#calmMs = this.#clock.now() - this.#disturbedAt
    this.#disturbedAt = this.#clock.now()
  }

  dialed(pageNow: number): void {
    this.dials.push(pageNow)
    this.#commands.clear()
  }

  sent(made: Sent, { op, ttlMs }: { readonly op: string; readonly ttlMs: number }): void {
    const { id, settled } = made
    const sentAt = this.#clock.now()
    const user = this.#user
    const cancel = () => made.cancel()
    const send: SendRecord = { id, op, ttlMs, sentAt, user, cancel, outcome: null, settledAt: null, settlements: 0, cancelled: false }
    this.sends.set(id, send)
    this.receipts.delete(id)
    void this.#follow(send, settled)
  }

  async #follow(send: SendRecord, settled: Sent['settled']): Promise<void> {
    send.outcome = await settled
    send.settledAt = this.#clock.now()
    send.settlements += 1
  }

  cancelled(id: string): void {
    Object.assign(this.sends.get(id) ?? {}, { cancelled: true })
  }

  listen(socket: ResilientSocket): void {
    socket.on('task', task => {
      this.#shown.push(task)
      if (task.id !== null) this.shownIds.add(task.id)
    })
    socket.on('notification', notification => this.#tell(notification))
    socket.on('message', ({ data }) => {
      const id = typeof data === 'object' && data !== null && 'id' in data ? data.id : null
      if (typeof id === 'string') this.heard.push(id)
    })
    socket.on('reset', ({ reason }) => {
      // Nobody's, until the next welcome.
      if (reason === 'user') {
        this.#user = null
        this.#switches += 1
        this.shownIds.clear()
        this.told.clear()
        this.#toldAgain = null
      }
      this.#resets += 1
      this.#excused = this.#snapshot
    })
  }

  inherit(socket: ResilientSocket): void {
    socket.on('status', ({ reason }) => {
      this.#signedOut ||= reason === 'signed-out' || reason === 'revoked'
    })
    socket.store.subscribe(() => {
      for (const { id, op, data, state } of socket.store.outbox()) {
        if (this.sends.has(id) || (state !== 'queued' && state !== 'written')) continue
        // One id is one send: this hears how it ends, and sends nothing.
        if (op.startsWith('app.')) this.sent(socket.send(op, data, { id }), { op, ttlMs: 300_000 })
        else if (op === 'task.submit') this.sent(resubmitted(socket, id, data), { op, ttlMs: 300_000 })
      }
    })
  }

  closes(socket: ResilientSocket): void {
    const { status, outbox } = socket.store
    if (status().storage !== 'kept') return
    const unsettled = outbox().filter(({ state }) => state === 'queued' || state === 'written')
    for (const { id, op } of unsettled) if (op.startsWith('app.') || op === 'task.submit') this.left.add(id)
  }

  #tell({ id }: TaskNotification): void {
    if (this.told.has(id)) this.#toldAgain ??= id
    this.told.add(id)
    if (!this.everTold.has(id)) this.everTold.set(id, this.#clock.now())
  }

  tap(of: 'wire' | 'line'): Tap {
    const window = createWindow()
    if (of === 'wire') this.#window = window
    return {
      sent: (way, text) => {
        this.#listen(`${way === 'up' ? '→ sends' : '  server sends'} ${text}`)
        const id = way === 'up' ? commandIn(text) : null
        if (id !== null) this.#commands.add(id)
        if (way === 'up' && text.startsWith('{"type":"hello"')) this.#resumed = resumedIn(text)
        if (way === 'down') window.sent(text)
      },
      arrived: (way, text) => {
        this.#listen(`${way === 'down' ? '← hears' : '  server hears'} ${text}`)
        if (way === 'down') this.#arrived(text)
        else window.acked(text)
      },
      over: () => {
        this.#listen('× the socket is over')
        this.#commands.clear()
      },
    }
  }

  #arrived(text: string): void {
    const [type] = /^\{"type":"[\w-]+"/.exec(text) ?? []
    if (type === '{"type":"receipt"') this.#receiptCame(text)
    if (type === '{"type":"welcome"') this.#welcomed(text)
    if (type === '{"type":"events"') this.#place = { epoch: this.#epoch.name(), offset: numberIn(text, /"offset":(\d+)/) }
    if (type === '{"type":"snapshot"') this.#snapshotCame(text)
  }

  #receiptCame(text: string): void {
    const { id, ok, error }: { id: string; ok: boolean; error?: { code: string } } = JSON.parse(text)
    this.#commands.delete(id)
    if (this.sends.get(id)?.outcome === null && !this.receipts.has(id)) this.receipts.set(id, ok ? 'ok' : (error?.code ?? ''))
  }

  #welcomed(text: string): void {
    const user = /"user":"([^"]+)"/.exec(text)?.[1] ?? null
    this.#epoch.meet(text)
    this.#place = null
    if (user === this.#user) return
    this.#user = user
    this.#userSince = this.#clock.now()
    // A page that was loaded with a cursor goes on from there.
    this.#first = this.#resumed
    this.history.clear()
    this.#excused = null
  }

  #snapshotCame(text: string): void {
    if (this.#first === null) for (const id of noticesIn(text)) this.history.add(id)
    if (numberIn(text, /"part":(\d+)/) !== numberIn(text, /"parts":(\d+)/)) return
    const at = { epoch: this.#epoch.meet(text), offset: numberIn(text, /"offset":(\d+)/) }
    this.#snapshot = at
    this.#place = at
    this.#first ??= at
  }

  prune(before: number): void {
    for (const [id, send] of this.sends) {
      if (send.settledAt === null || send.settledAt >= before) continue
      this.sends.delete(id)
      this.receipts.delete(id)
    }
    for (const book of [this.told, this.everTold]) while (book.size > 5_000) book.delete(book.keys().next().value ?? '')
    if (this.heard.length > 10_000) this.heard.splice(0, 5_000)
    for (const id of this.shownIds) if (this.shownIds.size > 500) this.shownIds.delete(id)
    if (this.dials.length > 1_000) this.dials.splice(0, 500)
  }
}
