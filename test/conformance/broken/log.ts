// Servers whose log, replay or snapshots are broken.
import type { Fault, Loose } from './proxy.ts'

/** Every offset in a frame, by `change`. */
function shifted(value: Loose, change: (offset: number) => number): Loose {
  if (Array.isArray(value)) return value.map(each => shifted(each, change))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [
      name,
      OFFSETS.has(name) && typeof each === 'number' ? change(each) : PAYLOADS.has(name) ? each : shifted(each, change),
    ]),
  )
}

const OFFSETS = new Set(['offset', 'prev', 'head', 'seen'])
const PAYLOADS = new Set(['input', 'result'])

export const LOG_FAULTS: readonly Fault[] = [
  {
    title: 'skips every second offset',
    breaks: 'LOG1.plus-one',
    layer: () => () => ({
      down: frame => [shifted(frame, offset => 2 * offset)],
      up: frame => [shifted(frame, offset => Math.floor(offset / 2))],
    }),
  },
  {
    title: 'gives an entry another mark on each socket',
    breaks: 'LOG1.marks',
    layer: () => link => {
      const marked = (value: Loose): Loose => ({ ...value, mark: `${value.mark}-${link.number}` })
      return {
        down(frame) {
          if (frame.type === 'events') return [marked(frame)]
          if (frame.type === 'snapshot' || (frame.type === 'receipt' && frame.cursor !== undefined))
            return [{ ...frame, cursor: marked(frame.cursor) }]
          return [frame]
        },
        up(frame) {
          if (frame.cursor === undefined) return [frame]
          return [{ ...frame, cursor: { ...frame.cursor, mark: frame.cursor.mark.replace(/-\d+$/, '') } }]
        },
      }
    },
  },
  {
    title: 'does not look at the mark of a cursor',
    breaks: 'LOG2.mark',
    layer: () => {
      const marks = new Map<string, string>()
      return () => ({
        down(frame) {
          if (frame.type === 'snapshot') marks.set(`${frame.cursor.epoch} ${frame.cursor.offset}`, frame.cursor.mark)
          if (frame.type === 'receipt' && frame.cursor) marks.set(`${frame.cursor.epoch} ${frame.cursor.offset}`, frame.cursor.mark)
          return [frame]
        },
        up(frame) {
          const mark = marks.get(`${frame.cursor?.epoch} ${frame.cursor?.offset}`)
          return [mark === undefined ? frame : { ...frame, cursor: { ...frame.cursor, mark } }]
        },
      })
    },
  },
  {
    title: 'believes a cursor of another epoch',
    breaks: 'LOG2.epoch',
    layer: () => {
      let epoch: string | null = null
      return () => ({
        down(frame) {
          if (frame.type === 'welcome') epoch = frame.epoch
          return [frame]
        },
        up: frame => [frame.cursor === undefined ? frame : { ...frame, cursor: { ...frame.cursor, epoch } }],
      })
    },
  },
  {
    title: 'believes a cursor beyond its log',
    breaks: 'LOG2.beyond',
    layer: () => {
      let known: Loose = null
      return () => ({
        down(frame) {
          if (frame.type === 'receipt' && frame.cursor) known = frame.cursor
          return [frame]
        },
        up: frame => [frame.cursor?.offset > known?.offset ? { ...frame, cursor: known } : frame],
      })
    },
  },
  {
    title: 'replays the rest of what it has trimmed as if it were whole',
    breaks: 'LOG3.old',
    layer: () => () => {
      let isFirst = true
      let from = Infinity
      return {
        up(frame) {
          from = frame.cursor?.offset ?? from
          return [frame]
        },
        down(frame) {
          if (frame.type !== 'events' || !isFirst) return [frame]
          isFirst = false
          return [frame.offset - from > 40 ? { ...frame, list: frame.list.slice(-3) } : frame]
        },
      }
    },
  },
  {
    title: 'loses a frame on the way',
    breaks: 'GAP1.chain',
    layer: () => link => {
      let births = 0
      const isBirth = ({ list = [] }: Loose): boolean =>
        list[0]?.event.type === 'task.created' && list.at(-1)?.event.task?.status === 'cancelled'
      return { down: frame => (link.number === 1 && isBirth(frame) && ++births === 3 ? [] : [frame]) }
    },
  },
  {
    title: 'gives an item the offset before its frame',
    breaks: 'GAP1.items',
    layer: () => link => {
      let isDone = false
      return {
        down(frame) {
          const [item] = frame.list ?? []
          if (link.number !== 1 || isDone || frame.list?.length !== 1 || item.event.type !== 'notifications.seen') return [frame]
          isDone = true
          return [{ ...frame, list: [{ ...item, offset: frame.prev }] }]
        },
      }
    },
  },
  {
    title: 'tells each page something else',
    breaks: 'LOG1.one-log',
    layer: () => link => {
      const other = (item: Loose): Loose =>
        item.event.type === 'notifications.seen' ? { ...item, event: { ...item.event, offset: link.number } } : item
      return { down: frame => [frame.type === 'events' ? { ...frame, list: frame.list.map(other) } : frame] }
    },
  },
  {
    title: 'says live before it has caught up',
    breaks: 'GAP3.not-early',
    layer: () => () => ({ down: frame => [frame.type === 'events' ? { ...frame, live: true } : frame] }),
  },
  {
    title: 'never says live',
    breaks: 'GAP3.live',
    layer: () => () => ({
      down(frame) {
        if (frame.type !== 'events') return [frame]
        const { live: _, ...rest } = frame
        return [rest]
      },
    }),
  },
  {
    title: 'leaves the cursor of a write out of its receipt',
    breaks: 'GAP4.cursor',
    layer: () => () => ({
      down(frame) {
        if (frame.type !== 'receipt' || frame.data?.offset === undefined) return [frame]
        const { cursor: _, ...rest } = frame
        return [rest]
      },
    }),
  },
  {
    title: 'tells an event before the snapshot',
    breaks: 'SNAP2.first',
    layer: () => () => {
      let epoch = ''
      return {
        down(frame) {
          if (frame.type === 'welcome') epoch = frame.epoch
          const isSnapshot = frame.type === 'snapshot' && frame.part === 1 && frame.cursor.epoch === epoch
          return isSnapshot ? [{ type: 'events', prev: 0, offset: 0, mark: epoch, list: [] }, frame] : [frame]
        },
      }
    },
  },
  {
    title: 'announces a part of a snapshot as the whole',
    breaks: 'SNAP1.settled',
    layer: () => () => ({
      down(frame) {
        if (frame.type !== 'snapshot' || frame.parts < 3) return [frame]
        return frame.part === frame.parts ? [] : [{ ...frame, parts: frame.parts - 1 }]
      },
    }),
  },
  {
    title: 'leaves out a part of a snapshot',
    breaks: 'SNAP2.parts',
    layer: () => () => ({ down: frame => (frame.type === 'snapshot' && frame.parts > 2 && frame.part === 2 ? [] : [frame]) }),
  },
  {
    title: 'gives no snapshot to who has no cursor a reason',
    breaks: 'SNAP4.new',
    layer: () => () => ({
      down(frame) {
        if (frame.reason !== 'new') return [frame]
        const { reason: _, ...rest } = frame
        return [rest]
      },
    }),
  },
]
