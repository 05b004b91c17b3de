// What a server has sent ahead of a page's acks on one socket, as the network sees it (SLOW1).

export interface Window {
  sent(text: string): void
  acked(text: string): void
  bytes(): number
}

interface Ahead {
  readonly offset: number
  readonly part: number | null
  readonly bytes: number
}

export function createWindow(): Window {
  let ahead: readonly Ahead[] = []
  return {
    sent(text) {
      const isSnapshot = text.startsWith('{"type":"snapshot"')
      if (!isSnapshot && !text.startsWith('{"type":"events"')) return
      ahead = [...ahead, { offset: numberIn(text, 'offset') ?? 0, part: isSnapshot ? numberIn(text, 'part') : null, bytes: text.length }]
    },
    acked(text) {
      if (!text.startsWith('{"type":"ack"')) return
      const [offset, part] = [numberIn(text, 'offset') ?? 0, numberIn(text, 'part')]
      const last =
        part === null
          ? ahead.findLastIndex(frame => frame.part === null && frame.offset <= offset)
          : ahead.findIndex(frame => frame.part === part && frame.offset === offset)
      ahead = ahead.slice(last + 1)
    },
    bytes: () => ahead.reduce((sum, { bytes }) => sum + bytes, 0),
  }
}

const numberIn = (text: string, name: string): number | null => {
  const found = new RegExp(`"${name}":(\\d+)`).exec(text)?.[1]
  return found === undefined ? null : Number(found)
}
