// A browser driven by hand: tabs of one origin, each with a manual world of its own, over locks and channels that work as Chromium's do;
// and a server that all of them may dial, in which each command runs once.
import { createResilientSocket, type ResilientSocket, type SocketOptions } from '../../src/client/index.ts'
import type { Claim, TabsWorld } from '../../src/client/tabs/tabs-world.ts'
import type { World } from '../../src/client/world.ts'
import type { ManualSocket } from './manual-world.ts'
import { createManualWorld, type ManualWorld } from './manual-world.ts'
import { createTinyServer, type TinyServer } from './tiny-server.ts'

export interface Tab {
  readonly name: string
  readonly manual: ManualWorld
  readonly socket: ResilientSocket
  /** How often this tab's `getToken` was asked. */
  readonly tokensAsked: () => number
  /** Sockets this tab holds now. */
  readonly open: () => readonly ManualSocket[]
  /** Its timers and messages stand still until `thaw`. */
  freeze(): void
  thaw(): void
  /** Its timers stand still until `thaw`, and so does its socket; it is told what others say. Chromium freezes pages so. */
  doze(): void
  /** It is gone, and said nothing. */
  crash(): void
}

export interface ManualBrowser {
  readonly server: TinyServer
  readonly tabs: readonly Tab[]
  /** `tabs`: what its platform has of locks and channels. */
  tab(options?: Partial<SocketOptions>, tabs?: 'shared' | 'refused' | null, change?: (world: World) => World): Promise<Tab>
  /** From now on what is said on these channels is lost. */
  mute(isMuted: (channel: string) => boolean): void
  /** Moves every tab's time together, in small steps, delivering what is said between them. */
  advance(ms: number): Promise<void>
  /** Every message on any channel, with its channel's name. */
  readonly said: readonly { readonly channel: string; readonly message: unknown }[]
  /** Says something to all tabs on a channel, as a script of the same origin could. */
  inject(channel: string, message: unknown): void
  readonly channels: () => readonly string[]
}

const STEP_MS = 20

interface Process {
  state: 'running' | 'frozen' | 'dozing' | 'gone'
  readonly inbox: (() => void)[]
}

export function createManualBrowser(): ManualBrowser {
  const server = createTinyServer()
  const tabs: (Tab & { readonly process: Process; lagMs: number })[] = []
  const locks = createLocks()
  const channels = new Set<{ readonly name: string; readonly process: Process; readonly heard: (message: unknown) => void }>()
  const said: { channel: string; message: unknown }[] = []

  let isMuted: (channel: string) => boolean = () => false

  const worldOf = (process: Process, kind: 'shared' | 'refused'): TabsWorld => ({
    claim(name, how, claim) {
      if (kind === 'shared') return locks.claim(name, how, { process, ...claim })
      process.inbox.push(() => claim.lost())
      return () => {}
    },
    channel(name, heard) {
      const own = { name, process, heard }
      channels.add(own)
      return {
        post(message) {
          if (isMuted(name) || process.state === 'gone') return
          said.push({ channel: name, message })
          const copy: unknown = structuredClone(message)
          for (const other of channels) if (other.name === name && other !== own) tell(other, copy)
        },
        close: () => void channels.delete(own),
      }
    },
  })
  const tell = (to: { readonly process: Process; readonly heard: (message: unknown) => void }, message: unknown) =>
    to.process.inbox.push(() => [...channels].some(each => each === to) && to.heard(message))

  const step = async (ms: number): Promise<void> => {
    for (const tab of tabs) {
      if (tab.process.state === 'frozen' || tab.process.state === 'dozing') tab.lagMs += ms
      if (tab.process.state === 'running') tab.manual.advance(ms)
      if (tab.process.state === 'frozen' || tab.process.state === 'gone') continue
      for (let act = tab.process.inbox.shift(); act !== undefined; act = tab.process.inbox.shift()) act()
      if (tab.process.state === 'running') server.serve(tab.manual)
    }
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve()
  }

  return {
    server,
    tabs,
    said,
    channels: () => [...new Set([...channels].map(({ name }) => name))],
    inject(channel, message) {
      for (const other of channels) if (other.name === channel) tell(other, message)
    },
    mute(next) {
      isMuted = next
    },
    async tab(options = {}, kind = 'shared', change = world => world) {
      const manual = createManualWorld()
      manual.advance((tabs[0]?.manual.now() ?? manual.now()) + (tabs[0]?.lagMs ?? 0) - manual.now())
      const process: Process = { state: 'running', inbox: [] }
      let asked = 0
      const name = `tab-${tabs.length + 1}`
      let ids = 0
      const now = () => manual.now() + tab.lagMs
      const world = change({
        ...manual.world,
        now,
        id: () => `${name}-${String((ids += 1)).padStart(12, '0')}`,
        tabs: kind && worldOf(process, kind),
      })
      const getToken = () => `token-${(asked += 1)}`
      const socket = createResilientSocket({ url: '/rs', identity: 'ana', tabs: 'share', getToken, log: () => {}, world, ...options })
      const tab = {
        name,
        manual,
        socket,
        process,
        lagMs: 0,
        tokensAsked: () => asked,
        open: () => (process.state === 'gone' ? [] : manual.sockets.filter(each => each.abandoned() === null && !server.hasClosed(each))),
        freeze() {
          process.state = 'frozen'
        },
        doze() {
          process.state = 'dozing'
        },
        thaw() {
          process.state = 'running'
          const { lagMs } = tab
          tab.lagMs = 0
          manual.sleep(lagMs)
        },
        crash() {
          process.state = 'gone'
          for (const channel of channels) if (channel.process === process) channels.delete(channel)
          locks.gone(process)
        },
      }
      tabs.push(tab)
      socket.connect()
      // The room is loaded when it is first needed.
      await import('../../src/client/tabs/share.ts')
      await step(0)
      return tab
    },
    async advance(ms) {
      for (let left = ms; left > 0; left -= STEP_MS) await step(Math.min(STEP_MS, left))
    },
  }
}

interface Waiting extends Claim {
  readonly process: Process
}

function createLocks() {
  const held = new Map<string, Waiting>()
  const queues = new Map<string, Waiting[]>()
  const queueOf = (name: string): Waiting[] => {
    const queue = queues.get(name) ?? []
    queues.set(name, queue)
    return queue
  }
  const grant = (name: string, waiting: Waiting | undefined): void => {
    if (waiting === undefined) return void held.delete(name)
    held.set(name, waiting)
    waiting.process.inbox.push(() => held.get(name) === waiting && waiting.granted())
  }
  const free = (name: string, waiting: Waiting): void => {
    queues.set(
      name,
      queueOf(name).filter(each => each !== waiting),
    )
    if (held.get(name) === waiting) grant(name, queueOf(name).shift())
  }
  return {
    claim(name: string, how: 'in-turn' | 'steal', waiting: Waiting): () => void {
      let isFreed = false
      const own: Waiting = {
        ...waiting,
        lost: () => (isFreed ? undefined : waiting.lost()),
        granted: () => (isFreed ? undefined : waiting.granted()),
      }
      const holder = held.get(name)
      if (how === 'steal' || holder === undefined) grant(name, own)
      else queueOf(name).push(own)
      if (how === 'steal' && holder !== undefined) holder.process.inbox.push(() => holder.lost())
      return () => {
        isFreed = true
        free(name, own)
      }
    },
    gone(process: Process): void {
      for (const [name, queue] of queues)
        queues.set(
          name,
          queue.filter(each => each.process !== process),
        )
      for (const [name, holder] of held) if (holder.process === process) free(name, holder)
    },
  }
}
