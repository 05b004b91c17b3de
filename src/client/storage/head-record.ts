// The small record beside the state: in which term it was written, and whose it is, so that neither needs the state to be read.
import { type Decoder, int, nullable, object, Refusal, text } from '../../protocol/check.ts'
import { decode } from '../../protocol/codec-text.ts'
import * as WIRE from '../../protocol/limits.ts'

export interface Head {
  /** Grows with each page that becomes the writer. */
  readonly term: number
  readonly user: string | null
}

export const textOfHead = (head: Head): string => JSON.stringify(head)

const head: Decoder<Head> = object<Head>({ term: int, user: nullable(text(WIRE.userLength, 1)) })

/** One that cannot be read is as good as none: a term begins anew. */
export function headIn(found: unknown): Head {
  const read = typeof found === 'string' ? decode(found, { bytes: WIRE.helloBytes, depth: 1 }, head) : new Refusal('is no text')
  return read instanceof Refusal || 'type' in read ? { term: 0, user: null } : read
}
