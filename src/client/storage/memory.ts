// Records in memory, for tests: sockets that share one are pages that share a disk.
import type { Locks, Records } from './records.ts'

export function memoryRecords(): Records {
  const texts = new Map<string, string>()
  return {
    read: async prefix => new Map([...texts].filter(([key]) => key.startsWith(prefix))),
    async update(keys, change) {
      const found = new Map([...texts].filter(([key]) => keys.includes(key)))
      for (const [key, text] of change(found)) {
        if (text === null) texts.delete(key)
        else texts.set(key, text)
      }
    },
    locks: memoryLocks(),
  }
}

function memoryLocks(): Locks {
  const lines = new Map<string, (() => void)[]>()
  const next = (name: string): void => {
    const line = lines.get(name) ?? []
    line.shift()
    if (line.length === 0) lines.delete(name)
    line[0]?.()
  }
  return {
    hold: (name, signal) =>
      new Promise((resolve, reject) => {
        const line = lines.get(name) ?? []
        // Once granted, an abort is nothing to it; a second release is nothing to the next.
        let isGranted = false
        const release = () => {
          if (lines.get(name)?.[0] === grant) next(name)
        }
        const grant = () => {
          isGranted = true
          resolve(release)
        }
        lines.set(name, [...line, grant])
        if (line.length === 0) return grant()
        signal.addEventListener('abort', () => {
          if (isGranted) return
          lines.set(
            name,
            (lines.get(name) ?? []).filter(each => each !== grant),
          )
          reject(signal.reason)
        })
      }),
    held: async () => new Set(lines.keys()),
  }
}
