// What one rule may do: open sockets, become a live page, call ops, ask over HTTP. All its sockets are hung up when it is done.
import type { Command, Receipt, Welcome } from '../protocol/frames.ts'
import type { Cursor, Json } from '../protocol/values.ts'
import { BOUNDS, TIMES } from './limits.ts'
import { createLine, type Line } from './line.ts'
import type { Facts, Options } from './options.ts'
import { cursorOf, isLive, welcomeOf } from './reader.ts'
import { closingOf, heardOf, type Transcript, type Who } from './transcript.ts'
import { Blocked, must, shown } from './verdict.ts'
import type { Answer, World } from './world.ts'

export interface Dial {
  readonly who?: Who
  readonly client?: string
  /** `true`: the user the kit knows; a text: that one. */
  readonly user?: string
  readonly cursor?: Cursor
  /** What its upgrade names as Origin; by default that of the run. */
  readonly origin?: string
  readonly pongs?: 'each' | 'never'
  /** Judged by its rule alone: the observed rules leave it out, so that one fault is told once. */
  readonly apart?: true
}

/** A socket that was welcomed. */
export interface Page {
  readonly line: Line
  readonly welcome: Welcome
  readonly client: string
}

export interface Call {
  readonly op: string
  readonly data: Json
  readonly id?: string
  readonly epoch?: string
}

export interface HttpCall {
  readonly method: string
  readonly path: string
  readonly who?: Who
  readonly key?: string
  readonly type?: string
  readonly body?: Json
}

export interface Visit {
  readonly options: Options
  readonly facts: Facts
  id(): string
  now(): number
  wait(ms: number): Promise<void>
  /** An open socket on which nothing was said yet. */
  dial(settings?: Dial): Promise<Line>
  /** The hello that such a page says. */
  hello(line: Line, settings?: Dial): string
  /** Dialed, greeted and welcomed. */
  greet(settings?: Dial): Promise<Page>
  /** And caught up. */
  live(settings?: Dial): Promise<Page>
  /** Waits for the receipt of one command. */
  call(page: Page, call: Call): Promise<Receipt>
  /** Waits until the page has heard the log up to `cursor`. */
  reach(page: Page, cursor: Cursor): Promise<boolean>
  /** An HTTP request to the API. */
  http(call: HttpCall): Promise<Answer>
  leave(): Promise<void>
}

/** What all visits of one run share. */
export interface Run {
  readonly world: World
  readonly options: Options
  /** Every socket of the run, as it was heard. */
  readonly transcripts: Transcript[]
  /** How many were opened, this one included. */
  sockets(): number
  /** How long a step of many rules is waited for: not for long where it did not come twice in a row. */
  patienceMs(step: Step): number
  noted(step: Step, came: boolean): void
}

export type Step = 'welcome' | 'live' | 'receipt'

export function createVisit(run: Run, facts: Facts): Visit {
  const { world, options } = run
  const door = createDoor(run)
  return {
    ...door,
    options,
    facts,
    id: () => world.id(),
    now: () => world.now(),
    wait: ms => new Promise(resolve => void world.after(ms, resolve)),
    async call({ line }, call) {
      const command = commandOf(call, world)
      const before = receiptsOf(line.transcript, command.id).length
      line.say(command)
      const receipt = await line.when(transcript => receiptsOf(transcript, command.id)[before] ?? null, run.patienceMs('receipt'))
      run.noted('receipt', receipt !== null)
      if (receipt === null) throw new Blocked(`no receipt for ${call.op} came: ${endOf(line.transcript)}`)
      return receipt
    },
    async reach({ line }, { epoch, offset }) {
      const at = await line.when(transcript => reached(transcript, epoch, offset), options.timeoutMs)
      return at !== null
    },
    async http(call) {
      const answer = await world.ask(askOf(options, call))
      if (answer === null) throw new Blocked(`no HTTP answer came for ${call.method} ${call.path}`)
      return answer
    },
  }
}

type Door = Pick<Visit, 'dial' | 'hello' | 'greet' | 'live' | 'leave'>

/** The sockets of one visit. */
function createDoor(run: Run): Door {
  const { world, options } = run
  const lines: Line[] = []

  async function dial({ who = 'first', pongs = 'each', origin = options.origin, apart }: Dial = {}): Promise<Line> {
    if (run.sockets() > BOUNDS.sockets) throw new Blocked(`this run has opened ${BOUNDS.sockets} sockets, which is its bound`)
    const line = createLine({ world, url: options.url, origin, who, pongs })
    lines.push(line)
    if (apart !== true) run.transcripts.push(line.transcript)
    const opened = await line.when(({ entries }) => entries.find(entry => entry.kind === 'opened') ?? null, options.timeoutMs)
    if (opened === null) throw new Blocked(`no socket opened: ${endOf(line.transcript)}`)
    return line
  }

  function hello(line: Line, { who = 'first', client = world.id(), user, cursor }: Dial = {}): string {
    const token = tokenOf(options, who)
    const stated = { ...(user !== undefined && { user }), ...(token !== null && { token }), ...(cursor !== undefined && { cursor }) }
    line.say({ type: 'hello', v: 1, client, ...stated })
    return client
  }

  async function greet(settings: Dial = {}): Promise<Page> {
    const line = await dial(settings)
    const client = hello(line, settings)
    const welcome = await line.when(welcomeOf, run.patienceMs('welcome'))
    run.noted('welcome', welcome !== null)
    if (welcome === null) throw new Blocked(`no welcome came: ${endOf(line.transcript)}`)
    return { line, welcome, client }
  }

  async function live(settings: Dial = {}): Promise<Page> {
    const page = await greet(settings)
    const caughtUp = await page.line.when(transcript => (isLive(transcript) ? true : null), run.patienceMs('live'))
    run.noted('live', caughtUp !== null)
    if (caughtUp === null) throw new Blocked(`the socket did not catch up: ${endOf(page.line.transcript)}`)
    return page
  }

  return { dial, hello, greet, live, leave: async () => void (await Promise.all(lines.map(line => line.hangUp()))) }
}

function reached(transcript: Transcript, epoch: string, offset: number): true | null {
  const at = cursorOf(transcript)
  return at !== null && at.epoch === epoch && at.offset >= offset ? true : null
}

const receiptsOf = (transcript: Transcript, id: string): readonly Receipt[] =>
  heardOf(transcript, 'receipt').filter(receipt => receipt.id === id)

/** The first answer to `id`. */
export const receiptOf = (transcript: Transcript, id: string): Receipt | null => receiptsOf(transcript, id)[0] ?? null

export function commandOf({ op, data, id, epoch }: Call, world: { id(): string }): Command {
  return { type: 'command', id: id ?? world.id(), op, data, ttlMs: 60_000, ...(epoch !== undefined && { epoch }) }
}

export function tokenOf({ token, secondToken }: Options, who: Who): string | null {
  if (who === 'nobody') return null
  return who === 'first' ? token : secondToken
}

function askOf(options: Options, { method, path, who = 'first', key, type, body }: HttpCall): Parameters<World['ask']>[0] {
  const token = tokenOf(options, who)
  const headers = {
    ...(token !== null && { Authorization: `Bearer ${token}` }),
    ...(key !== undefined && { 'Idempotency-Key': key }),
    ...((type !== undefined || body !== undefined) && { 'Content-Type': type ?? 'application/json' }),
  }
  const text = body === undefined ? null : JSON.stringify(body)
  return { url: `${options.http?.base ?? ''}${path}`, method, headers, body: text, timeoutMs: options.timeoutMs + TIMES.slackMs }
}

/** What became of a socket that did not bring what was awaited. */
export function endOf(transcript: Transcript): string {
  const closing = closingOf(transcript)
  if (closing !== null) return `closed with ${closing.code}${closing.why === '' ? '' : ` (${closing.why})`}`
  const last = transcript.entries.findLast(entry => entry.kind === 'heard')
  return last?.kind === 'heard' ? `the last frame was ${shown(last.frame)}` : 'nothing came'
}

/** The socket ends with this code. */
export async function closes(visit: Visit, line: Line, code: number): Promise<void> {
  const closing = await line.when(closingOf, visit.options.timeoutMs)
  must(closing !== null, `a close with ${code}`, endOf(line.transcript))
  must(closing.code === code, `a close with ${code}`, `a close with ${closing.code}`)
}

/** The server is there, and reads: it answers a ping, or a command. */
export async function isAlive(visit: Visit, { line }: { readonly line: Line }): Promise<boolean> {
  const command = commandOf({ op: 'task.get', data: { key: visit.id() } }, visit)
  const before = heardOf(line.transcript, 'pong').length
  line.say({ type: 'ping', id: before + 1 }, command)
  const answered = (transcript: Transcript): true | null =>
    heardOf(transcript, 'pong').length > before || receiptOf(transcript, command.id) !== null ? true : null
  return (await line.when(answered, visit.options.timeoutMs)) === true
}
