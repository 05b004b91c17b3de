// Servers whose commands, tasks, streams, flow or HTTP API are broken.
import { IMPATIENT } from '../our-server.ts'
import type { Fault, Loose } from './proxy.ts'

/** Every head in a frame, wherever it stands. */
function withHeads(frame: Loose, change: (head: Loose) => Loose): Loose {
  if (frame.type === 'receipt' && frame.data?.task) return { ...frame, data: { ...frame.data, task: change(frame.data.task) } }
  if (frame.type === 'snapshot') return { ...frame, tasks: frame.tasks.map(change) }
  if (frame.type !== 'events') return frame
  const changed = (item: Loose): Loose => (item.event.task ? { ...item, event: { ...item.event, task: change(item.event.task) } } : item)
  return { ...frame, list: frame.list.map(changed) }
}

/** Commands of one op that came before run again, as others. */
const again = (isMeant: (frame: Loose) => boolean) => () => {
  const first = new Map<string, string>()
  return () => {
    const renamed = new Map<string, string>()
    return {
      up(frame: Loose) {
        if (frame.type !== 'command' || !isMeant(frame)) return [frame]
        const text = JSON.stringify(frame.data)
        if (first.get(frame.id) !== text) {
          first.set(frame.id, text)
          return [frame]
        }
        const id = `a-${frame.id}`
        renamed.set(id, frame.id)
        return [{ ...frame, id }]
      },
      down: (frame: Loose) => [frame.type === 'receipt' ? { ...frame, id: renamed.get(frame.id) ?? frame.id } : frame],
    }
  }
}

export const TASK_FAULTS: readonly Fault[] = [
  { title: 'runs a submit that is sent again', breaks: 'TASK5.same-key', layer: again(frame => frame.op === 'task.submit') },
  {
    title: 'runs an op of the application that is sent again',
    breaks: 'SEND5.app-again',
    layer: again(frame => frame.op.startsWith('app.')),
  },
  {
    title: 'answers each command twice',
    breaks: 'SEND5.one-receipt',
    layer: () => () => ({ down: frame => (frame.type === 'receipt' ? [frame, frame] : [frame]) }),
  },
  {
    title: 'begins commands in any order',
    breaks: 'SEND5.order',
    layer: () => link => {
      let held: Loose[] = []
      const flush = (): void => {
        for (const frame of held.toReversed()) link.toServer(frame)
        held = []
      }
      return {
        up(frame) {
          if (frame.op !== 'notifications.seen') return [frame]
          if (held.length === 0) setTimeout(flush, 20)
          held.push(frame)
          return []
        },
      }
    },
  },
  {
    title: 'does not look at the epoch of a command',
    breaks: 'SEND6.epoch-changed',
    layer: () => () => ({
      up(frame) {
        if (frame.type !== 'command') return [frame]
        const { epoch: _, ...rest } = frame
        return [rest]
      },
    }),
  },
  {
    title: 'closes with 1011 on a frame that is too large',
    breaks: 'SEND7.too-large',
    layer: () => () => {
      let isWelcomed = false
      return {
        down(frame) {
          isWelcomed ||= frame.type === 'welcome'
          return [frame]
        },
        closing: code => (code === 1009 && isWelcomed ? 1011 : code),
      }
    },
  },
  {
    title: 'forgets a cancel that came before its submit',
    breaks: 'TASK5.born-cancelled',
    layer: () => () => ({
      down: frame => [
        frame.type === 'receipt'
          ? withHeads(frame, head => (head.rev === 2 && head.status === 'cancelled' ? { ...head, status: 'queued' } : head))
          : frame,
      ],
    }),
  },
  {
    title: 'changes a payload on its way through',
    breaks: 'STORE1.payload',
    layer: () => () => ({
      down: frame => [
        frame.data?.task?.input?.padding?.big === undefined
          ? frame
          : withHeads(frame, head => ({ ...head, input: withoutNulls(head.input) })),
      ],
    }),
  },
  {
    title: 'settles without lengths',
    breaks: 'STR2.lengths',
    layer: () => () => ({
      down(frame) {
        if (frame.type !== 'events') return [frame]
        const bare = (item: Loose): Loose =>
          item.event.type === 'task.settled' ? { ...item, event: { ...item.event, task: { ...item.event.task, lengths: {} } } } : item
        return [{ ...frame, list: frame.list.map(bare) }]
      },
    }),
  },
  {
    title: 'loses a chunk',
    breaks: 'STR1.chain',
    layer: () => () => ({
      down(frame) {
        if (frame.type !== 'events') return [frame]
        return [{ ...frame, list: frame.list.filter((item: Loose) => !(item.event.type === 'task.stream' && item.event.at === 8)) }]
      },
    }),
  },
  {
    title: 'cuts characters in two',
    breaks: 'STR3.whole-characters',
    layer: () => () => {
      const held = new Map<string, string>()
      return { down: frame => [frame.type === 'events' ? { ...frame, list: frame.list.map((item: Loose) => cut(item, held)) } : frame] }
    },
  },
  {
    title: 'counts chunks as changes of the head',
    breaks: 'TASK1.step',
    layer: () => () => ({
      down: frame => [withHeads(frame, head => (head.status === 'succeeded' ? { ...head, rev: head.rev + 5 } : head))],
    }),
  },
  {
    title: 'answers no ping',
    breaks: 'LIFE1.pong',
    layer: () => () => ({ down: frame => (frame.type === 'pong' ? [] : [frame]) }),
  },
  {
    title: 'never asks who is silent',
    breaks: 'LIFE1.server-asks',
    options: { limits: IMPATIENT },
    layer: () => () => ({ down: frame => (frame.type === 'ping' ? [] : [frame]) }),
  },
  { title: 'pushes whatever the acks say', breaks: 'SLOW1.window', options: { limits: { unackedBytes: 16 * 1024 * 1024 } } },
  {
    title: 'has another status at the path of the socket',
    breaks: 'BACK6.upgrade-required',
    http: () => ({ status: (status, path) => (path === '/rs' ? 404 : status) }),
  },
  {
    title: 'lets a cache keep what is a user’s',
    breaks: 'HTTP.no-store',
    http: () => ({ headers: headers => void delete headers['cache-control'] }),
  },
]

const withoutNulls = (value: Loose): Loose => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, each]) => each !== null)
      .map(([name, each]) => [name, withoutNulls(each)]),
  )
}

/** A chunk that is one character ends in its middle; the next one begins there. */
function cut(item: Loose, held: Map<string, string>): Loose {
  const { event } = item
  if (event.type !== 'task.stream') return item
  const rest = held.get(event.id) ?? ''
  const [at, chunk] = [event.at - rest.length, rest + event.chunk]
  const isCut = /^\uD83C\uDF0A ?$/.test(chunk)
  held.set(event.id, isCut ? chunk.slice(1) : '')
  return { ...item, event: { ...event, at, chunk: isCut ? chunk.slice(0, 1) : chunk } }
}
