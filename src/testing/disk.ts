// A disk that pages of one browser share: steps take time and may fail, a page may end in the middle of one, and locks end with their page.
import type { Changes, Locks, Records } from '../client/storage/records.ts'
import type { Chance } from './chance.ts'
import type { Clock } from './clock.ts'
import type { Host } from './host.ts'

export interface Disk {
  /** What a page of this host may do. */
  readonly records: (host: Host) => Records
  readonly keys: () => readonly string[]
}

export interface DiskOptions {
  readonly clock: Clock
  readonly chance: Chance
  /** Some steps fail, some hang. */
  readonly isBad: boolean
}

/** How often a page in line looks whether the one before it has ended. */
const LINE_MS = 500

export function createDisk({ clock, chance, isBad }: DiskOptions): Disk {
  const texts = new Map<string, string>()
  const locks = createLocks(clock)
  let busyUntil = 0

  /** One after the other, in the order of the calls. */
  const inTurn = <T>(host: Host, work: () => T): Promise<T> =>
    new Promise((resolve, reject) => {
      const fate = isBad ? chance.pick(FATES) : 'fine'
      busyUntil = Math.max(busyUntil, clock.now()) + (fate === 'hangs' ? chance.between(500, 5_000) : chance.between(1, 20))
      host.at(busyUntil, () => {
        if (fate === 'fails') return reject(new Error('simulated: the disk failed'))
        const done = work()
        // It is written, and its page may end before it hears so.
        host.at(clock.now() + chance.between(0, 10), () => resolve(done))
      })
    })

  return {
    keys: () => [...texts.keys()],
    records: host => ({
      read: prefix => inTurn(host, () => new Map([...texts].filter(([key]) => key.startsWith(prefix)))),
      update: (keys, change) => inTurn(host, () => apply(texts, change(new Map([...texts].filter(([key]) => keys.includes(key)))))),
      locks: locks(host),
    }),
  }
}

const FATES = [...Array.from({ length: 60 }, () => 'fine' as const), 'fails', 'hangs'] as const

function apply(texts: Map<string, string>, changes: Changes): void {
  for (const [key, text] of changes) {
    if (text === null) texts.delete(key)
    else texts.set(key, text)
  }
}

interface Hold {
  readonly host: Host
  isOver: boolean
}

function createLocks(clock: Clock): (host: Host) => Locks {
  const lines = new Map<string, Hold[]>()
  const living = (name: string): Hold[] => {
    const line = (lines.get(name) ?? []).filter(({ host, isOver }) => !isOver && host.state() !== 'dead')
    lines.set(name, line)
    return line
  }
  return host => ({
    hold: (name, signal) =>
      new Promise(resolve => {
        const own: Hold = { host, isOver: false }
        lines.set(name, [...living(name), own])
        const release = () => {
          own.isOver = true
        }
        signal.addEventListener('abort', release, { once: true })
        const look = (): void => {
          if (own.isOver) return
          if (living(name)[0] === own) return resolve(release)
          host.at(clock.now() + LINE_MS, look)
        }
        look()
      }),
    held: async () => new Set([...lines.keys()].filter(name => living(name).length > 0)),
  })
}
