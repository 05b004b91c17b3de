// Which history a page was told of last, and since when.

export interface EpochWatch {
  /** What a welcome or a snapshot names. */
  meet(text: string): string
  name(): string
  /** True time. */
  since(): number
}

export function createEpochWatch(now: () => number): EpochWatch {
  let name = ''
  let since = 0
  return {
    meet(text) {
      const met = /"epoch":"([^"]+)"/.exec(text)?.[1] ?? ''
      if (met !== name) since = now()
      return (name = met)
    },
    name: () => name,
    since: () => since,
  }
}
