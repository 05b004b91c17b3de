import { createResilientSocket, type ResilientSocket, type SocketOptions } from '../../src/client/index.ts'
// What a bare page of the browser tests runs, in a window or a worker: the client without React, and a log of what it said and showed.
import { type Stall, totalMs, watchStalls } from '../support/stalls.ts'

export interface Shown {
  readonly at: number
  /** `Live`, or what the status says instead. */
  readonly word: string
  readonly reason: string | null
  /** Characters of the first task's text. */
  readonly length: number
}

export interface StandPage {
  open(socketUrl: string, tokenUrl: string, more?: Pick<SocketOptions, 'heartbeat' | 'identity'>): void
  readonly socket: () => ResilientSocket
  readonly shown: readonly Shown[]
  readonly notices: readonly (string | null)[]
  /** Of each note, in order of sending; null while unsettled. */
  readonly outcomes: readonly (string | null)[]
  readonly text: () => string
  /** When the last pong came, by the page's clock; 0: never. */
  readonly pongAt: () => number
  /** A ping is out that is not answered yet. */
  readonly isPinging: () => boolean
  /** Names the socket that is welcomed, as the server did. */
  readonly connection: () => string | null
  /** From now on, until `stalledMs` is asked. */
  watchStalls(): void
  readonly stalledMs: () => number
  sendNote(): void
  /** Sends numbered notes, one each `everyMs`, until the returned stop. */
  startNotes(everyMs: number): void
  stopNotes(): void
}

declare global {
  var stand: StandPage
}

/** In a worker nobody can call: it opens what it is told to, sends a note once live, and tells what it shows. */
export type WorkerOrder = Readonly<Record<'socketUrl' | 'tokenUrl', string>>

let socket: ResilientSocket | null = null
let stalls = (): readonly Stall[] => []
let timer: ReturnType<typeof setInterval> | undefined
const shown: Shown[] = []
const notices: (string | null)[] = []
const outcomes: (string | null)[] = []

/** Exported for the page that is more than this one. */
export const barePage: StandPage = {
  shown,
  notices,
  outcomes,
  text,
  connection,
  pongAt,
  isPinging,
  socket: current,
  sendNote,
  stalledMs: () => totalMs(stalls()),
  watchStalls() {
    stalls = watchStalls()
  },
  open(socketUrl, tokenUrl, more = {}) {
    const getToken = async ({ refused }: { readonly refused: boolean }) => (await fetch(refused ? `${tokenUrl}?refused` : tokenUrl)).text()
    socket = createResilientSocket({ url: socketUrl, identity: 'ada', getToken, log: () => {}, ...more })
    socket.store.subscribe(note)
    socket.on('notification', ({ title }) => notices.push(title))
    socket.connect()
  },
  startNotes(everyMs) {
    timer = setInterval(sendNote, everyMs)
  },
  stopNotes: () => clearInterval(timer),
}
globalThis.stand = barePage

const isWorker = typeof window === 'undefined'

if (isWorker) {
  addEventListener('message', ({ data }: MessageEvent<WorkerOrder>) => {
    globalThis.stand.open(data.socketUrl, data.tokenUrl)
    current().store.subscribe(() => postMessage({ word: shown.at(-1)?.word, notices, outcomes }))
    void current().ready().then(sendNote)
  })
}

function current(): ResilientSocket {
  if (socket === null) throw new Error('stand.open was not called yet, so there is no socket.')
  return socket
}

function note(): void {
  const { state, freshness, reason } = current().store.status()
  const word = state !== 'connected' ? state : freshness === 'live' ? 'Live' : freshness
  const { length } = text()
  const last = shown.at(-1)
  if (last?.word !== word || last.length !== length || last.reason !== reason) shown.push({ at: Date.now(), word, reason, length })
}

function sendNote(): void {
  const index = outcomes.push(null) - 1
  void current()
    .send('note', index)
    .settled.then(({ outcome }) => (outcomes[index] = outcome))
}

function text(): string {
  const stream = current().store.tasks()[0]?.streams['text']
  return stream?.kind === 'text' ? stream.value : ''
}

function pongAt(): number {
  const { entries } = current().flightRecorder()
  return entries.findLast(({ event }) => event.type === 'frame' && event.message.type === 'pong')?.at ?? 0
}

/** An idle page sends nothing else of its own accord. */
function isPinging(): boolean {
  const { entries } = current().flightRecorder()
  const sent = entries.findLastIndex(({ event, effects }) => event.type === 'tick' && effects.includes('send'))
  return sent > entries.findLastIndex(({ event }) => event.type === 'frame')
}

function connection(): string | null {
  const { start, entries } = current().flightRecorder()
  const first = start.phase.name === 'live' ? start.phase.link.welcome.connection : null
  const welcomes = entries.flatMap(({ event }) =>
    event.type === 'frame' && event.message.type === 'welcome' ? [event.message.connection] : [],
  )
  return welcomes.at(-1) ?? first
}
