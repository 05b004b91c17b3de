// A server node without a network: real engine, real memory store, a clock moved by hand, and peers that speak over a transport in memory.
import { decodeServer, encode } from '../../src/protocol/codec.ts'
import type { ClientMessage, ServerMessage } from '../../src/protocol/frames.ts'
import { createAuthenticate } from '../../src/server/authentication.ts'
import { createExecutor } from '../../src/server/commands/execute.ts'
import type { Connection, Transport } from '../../src/server/engine/host.ts'
import { LIMITS } from '../../src/server/limits.ts'
import { memoryStore } from '../../src/server/memory/index.ts'
import { createNode, type Node } from '../../src/server/node.ts'
import type { Origins } from '../../src/server/origin.ts'
import type { Retention, Store } from '../../src/server/store.ts'
import type { Limits, LogEntry, ServerOptions } from '../../src/server/types.ts'
import { type ManualServerWorld, manualServerWorld, settle } from './manual-server-world.ts'

export interface BenchOptions {
  readonly authenticate?: ServerOptions['authenticate']
  readonly ops?: NonNullable<ServerOptions['ops']>
  readonly app?: NonNullable<ServerOptions['app']>
  readonly kinds?: readonly string[]
  readonly origins?: Origins
  readonly exclusive?: boolean
  readonly limits?: Partial<Limits>
  readonly retention?: Partial<Retention>
  /** Wraps the store, to make it slow or broken. */
  readonly through?: (store: Store) => Store
}

export interface Bench {
  readonly world: ManualServerWorld
  readonly store: Store
  readonly node: Node
  readonly entries: readonly LogEntry[]
  dial(options?: DialOptions): Peer
  /** Dials and says hello as this user; resolves when it was welcomed and all is quiet. */
  welcome(user: string, hello?: Partial<Extract<ClientMessage, { type: 'hello' }>>): Promise<Peer>
}

export interface DialOptions {
  readonly headers?: Readonly<Record<string, string>>
  readonly address?: string
  /** Delivers frames though it was told to pause, as a socket does with what it had taken already. */
  readonly ignoresPause?: boolean
}

/** The far end of one socket. */
export interface Peer {
  /** All that the server sent, decoded; a frame that is no frame of v1 throws. */
  readonly frames: readonly ServerMessage[]
  readonly texts: readonly string[]
  ended(): { readonly code: number; readonly reason: string } | null
  terminated(): boolean
  paused(): boolean
  say(...messages: readonly ClientMessage[]): void
  sayText(text: string): void
  sayBinary(): void
  /** What the transport claims to hold from now on. */
  buffer(bytes: number): void
  flush(): void
  /** The network is gone. */
  vanish(): void
  of<T extends ServerMessage['type']>(type: T): readonly Extract<ServerMessage, { type: T }>[]
}

/** The token is the user's name. */
const byName: ServerOptions['authenticate'] = ({ token }) => (token === null ? null : { user: token })

export function createBench(options: BenchOptions = {}): Bench {
  const world = manualServerWorld()
  const entries: LogEntry[] = []
  const log = (entry: LogEntry) => void entries.push(entry)
  const limits = { ...LIMITS, ...options.limits }
  const kept = memoryStore({ world, retention: options.retention })
  const store = options.through?.(kept) ?? kept
  const { authenticate = byName, ops = {}, app = {}, kinds, origins = 'same', exclusive = false } = options
  const execute = createExecutor({ store, world, limits, log, ops, app, kinds: kinds ? new Set(kinds) : null })
  const node = createNode({ store, world, limits, log, origins, exclusive, execute, authenticate: createAuthenticate(authenticate, log) })

  const dial = (how: DialOptions = {}): Peer => createPeer(node, how)
  return {
    world,
    store,
    node,
    entries,
    dial,
    async welcome(user, hello = {}) {
      const peer = dial()
      peer.say({ type: 'hello', v: 1, client: `page-of-${user}`, user, token: user, ...hello })
      await settle()
      return peer
    },
  }
}

function createPeer(node: Node, { headers = {}, address = '10.0.0.1', ignoresPause = false }: DialOptions): Peer {
  const texts: string[] = []
  const waiting: (() => void)[] = []
  let ended: ReturnType<Peer['ended']> = null
  let isTerminated = false
  let isPaused = false
  let buffered = 0

  const take = () => (isPaused && !ignoresPause ? undefined : waiting.shift())
  const deliver = (): void => {
    for (let next = take(); next !== undefined; next = take()) next()
  }
  const transport: Transport = {
    send: text => void texts.push(text),
    close(code, reason) {
      ended ??= { code, reason }
    },
    terminate() {
      isTerminated = true
    },
    bufferedBytes: () => buffered,
    pause() {
      isPaused = true
    },
    resume() {
      isPaused = false
      queueMicrotask(deliver)
    },
  }
  const request = new Request('http://app.test/rs', { headers })
  const connection: Connection = node.accept(transport, { request, address })
  const arrive = (what: () => void): void => {
    waiting.push(what)
    deliver()
  }
  const frames = (): readonly ServerMessage[] => texts.map(frameIn)

  return {
    get frames() {
      return frames()
    },
    texts,
    ended: () => ended,
    terminated: () => isTerminated,
    paused: () => isPaused,
    say: (...messages) => messages.forEach(message => arrive(() => connection.received(encode(message)))),
    sayText: text => arrive(() => connection.received(text)),
    sayBinary: () => arrive(() => connection.receivedBinary()),
    buffer(bytes) {
      buffered = bytes
    },
    flush() {
      buffered = 0
      connection.flushed()
    },
    vanish: () => connection.closed(),
    of: type => frames().filter((frame): frame is Extract<ServerMessage, { type: typeof type }> => frame.type === type),
  }
}

function frameIn(text: string): ServerMessage {
  const frame = decodeServer(text)
  if (frame.type === 'unknown' || frame.type === 'protocol-error') throw new Error(`not a frame of v1: ${JSON.stringify(frame)}`)
  return frame
}

export { settle }
