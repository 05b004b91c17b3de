// One socket in the hands of a rule: says frames, keeps the transcript, and waits for what is to come.
import { decodeServer, encode } from '../protocol/codec.ts'
import type { ClientMessage } from '../protocol/frames.ts'
import { TIMES } from './limits.ts'
import { createRecord } from './record.ts'
import { closingOf, type Frame, type Transcript, type Who } from './transcript.ts'
import type { Wire, World } from './world.ts'

export interface Line {
  readonly transcript: Transcript
  say(...messages: readonly ClientMessage[]): void
  /** What is deliberately no frame of v1. */
  sayRaw(data: string | Uint8Array<ArrayBuffer>): void
  /** What `pick` finds in the transcript, now or within `ms`; null when it does not. A socket that is closed brings nothing more. */
  when<T>(pick: (transcript: Transcript) => T | null, ms: number): Promise<T | null>
  /** A good reader acks whatever comes; from here on this one does not. */
  stopAcking(): void
  hangUp(code?: number): Promise<void>
}

export interface LineOptions {
  readonly world: World
  readonly url: string
  readonly who: Who
  readonly origin: string
  readonly pongs: 'each' | 'never'
}

export function createLine({ world, url, origin, who, pongs }: LineOptions): Line {
  const record = createRecord(world, who)
  const { transcript } = record
  let acks: 'each' | 'never' = 'each'

  const wire: Wire = world.open(
    { url, origin },
    {
      opened: protocol => record.note({ kind: 'opened', at: world.now(), protocol }),
      heard({ text, bytes, form }) {
        if (record.isFull()) return wire.close(1000)
        const frame = decodeServer(text)
        record.note({ kind: 'heard', at: world.now(), frame, bytes, form })
        const answer = answerTo(frame)
        if (answer !== null) say(answer)
      },
      closed: (code, why) => record.note({ kind: 'closed', at: world.now(), code, why }),
    },
  )

  function answerTo(frame: Frame): ClientMessage | null {
    if (frame.type === 'ping') return pongs === 'each' ? { type: 'pong', id: frame.id } : null
    return acks === 'each' ? ackOf(frame) : null
  }

  function say(...messages: readonly ClientMessage[]): void {
    for (const message of messages) {
      record.note({ kind: 'sent', at: world.now(), message })
      wire.send(encode(message))
    }
  }

  return {
    transcript,
    say,
    sayRaw(data) {
      record.note({ kind: 'sent', at: world.now(), message: null })
      wire.send(data)
    },
    when: (pick, ms) => record.when(pick, ms),
    stopAcking: () => void (acks = 'never'),
    async hangUp(code = 1000) {
      wire.close(code)
      await record.when(closingOf, closingOf(transcript) === null ? TIMES.hangUpMs : 0)
    },
  }
}

/** What a reader owes for `frame`, who has applied it at once. */
export function ackOf(frame: Frame): ClientMessage | null {
  if (frame.type === 'events') return { type: 'ack', offset: frame.offset }
  return frame.type === 'snapshot' ? { type: 'ack', offset: frame.cursor.offset, part: frame.part } : null
}
