// Servers whose handshake, strictness or isolation is broken.
import type { Fault, Loose } from './proxy.ts'

const early = {
  type: 'welcome',
  connection: 'c0',
  user: 'ada',
  epoch: 'e0',
  head: 0,
  outcome: 'snapshot',
  reason: 'new',
  heartbeat: { intervalMs: 15_000, activeIntervalMs: 4000, timeoutMs: 5000 },
  limits: { upBytes: 65_536, inFlight: 32, ackBytes: 65_536, hedge: true },
  reconnectSpreadMs: 50,
}

export const HANDSHAKE_FAULTS: readonly Fault[] = [
  {
    title: 'welcomes before it authenticates',
    breaks: 'AUTH2.nobody',
    layer: () => link => ({
      up(frame) {
        if (frame.type === 'hello' && frame.token === undefined) link.toClient(early)
        return [frame]
      },
    }),
  },
  {
    title: 'welcomes a socket that said nothing',
    breaks: 'AUTH2.hello-first',
    layer: () => link => {
      let spoke = false
      return {
        dialed: () => void setTimeout(() => !spoke && link.toClient(early), 1200),
        up(frame) {
          spoke = true
          return [frame]
        },
      }
    },
  },
  {
    title: 'refuses nobody with an abnormal close instead of 4500',
    breaks: 'AUTH2.nobody',
    layer: () => () => ({ closing: code => (code === 4500 ? 1006 : code) }),
  },
  { title: 'waits a minute for a hello', breaks: 'AUTH2.late-hello', options: { limits: { helloMs: 60_000 } } },
  { title: 'takes pages of every origin', breaks: 'AUTH4.origin', options: { origins: () => true } },
  {
    title: 'takes a hello of any size',
    breaks: 'AUTH2.large-hello',
    layer: () => () => ({
      up({ padding, ...frame }) {
        return [frame.type === 'hello' ? frame : { ...frame, ...(padding !== undefined && { padding }) }]
      },
    }),
  },
  {
    title: 'keeps the older socket of a client',
    breaks: 'HEDGE1.superseded',
    layer: () => link => ({ up: frame => [frame.client === undefined ? frame : { ...frame, client: `c${link.number}` }] }),
  },
  {
    title: 'speaks binary',
    breaks: 'P1.text',
    layer: () => () => ({ form: 'binary' }),
  },
  {
    title: 'refuses a field that it does not know',
    breaks: 'P3.unknown-field',
    layer: () => link => ({
      up(frame) {
        if (frame.type === 'pong' && 'future' in frame) link.close(4503)
        return [frame]
      },
    }),
  },
  {
    title: 'refuses a frame of unknown type',
    breaks: 'P3.unknown-frame',
    layer: () => link => ({
      up(frame) {
        if (frame.type === 'from-the-future' && 'list' in frame) link.close(4503)
        return [frame]
      },
    }),
  },
  {
    title: 'punishes an unknown op with a close',
    breaks: 'SEND1.unknown-op',
    layer: () => link => ({
      up(frame) {
        if (frame.op === 'no.such-op') link.close(4503)
        return [frame]
      },
    }),
  },
  {
    title: 'ignores whom the hello states',
    breaks: 'AUTH1.mismatch',
    layer: () => () => ({
      up(frame) {
        const { user: _, ...rest } = frame
        return [rest]
      },
    }),
  },
  {
    title: 'runs what rode along with a hello of another user, and then says 4508',
    breaks: 'AUTH1.nothing-ran',
    layer: () => link => {
      let stated: string | undefined
      return {
        up({ user, ...frame }) {
          stated ??= user
          return [frame]
        },
        down(frame) {
          if (stated === undefined || stated === 'ada' || stated === 'bob') return [frame]
          setTimeout(() => link.close(4508), 100)
          return []
        },
      }
    },
  },
  {
    title: 'tells others’ tasks in snapshots',
    breaks: 'AUTH1.own-snapshot',
    layer: () => {
      const tasks: Loose[] = []
      return () => {
        let user = ''
        return {
          down(frame) {
            if (frame.type === 'welcome') user = frame.user
            if (frame.type === 'receipt' && user === 'ada' && frame.data?.task?.status === 'cancelled') tasks.push(frame.data.task)
            if (frame.type !== 'snapshot' || user !== 'bob') return [frame]
            const leaked = tasks.slice(-1).map(task => ({ ...task, input: null, lengths: {} }))
            return [{ ...frame, tasks: [...frame.tasks, ...leaked] }]
          },
        }
      }
    },
  },
  {
    title: 'answers task.get for the tasks of others',
    breaks: 'AUTH4.get',
    layer: () => {
      const tasks = new Map<string, Loose>()
      return () => {
        const asked = new Map<string, string>()
        return {
          up(frame) {
            if (frame.op === 'task.get') asked.set(frame.id, frame.data?.id ?? frame.data?.key)
            return [frame]
          },
          down(frame) {
            if (frame.type !== 'receipt') return [frame]
            const task = frame.data?.task
            if (task !== undefined) tasks.set(task.id, task)
            const leaked = tasks.get(asked.get(frame.id) ?? '')
            if (frame.ok || leaked === undefined) return [frame]
            return [{ type: 'receipt', id: frame.id, ok: true, data: { task: { ...leaked, input: null, lengths: {} }, pieces: [] } }]
          },
        }
      }
    },
  },
]
