// What waits in the outbox and what ended there without success: op, size, and where it stands. What it carries only if asked.
'use client'
import type { ReactElement } from 'react'
import type { OutboxEntry } from '../core/model.ts'
import { byteLength } from '../protocol/codec.ts'
import { Line } from './line.tsx'
import { byteWords, countWords } from './words.ts'

interface SendsProps {
  readonly entries: readonly OutboxEntry[]
  readonly payloads: boolean
}

export function Sends({ entries, payloads }: SendsProps): ReactElement {
  if (entries.length === 0) return <p>The outbox is empty: every send is settled.</p>
  const bytes = entries.reduce((sum, entry) => sum + bytesOf(entry), 0)
  return (
    <>
      <p>
        {countWords(entries.length)} with {byteWords(bytes)} of data, the oldest first.
      </p>
      <ol>
        {entries.map(entry => (
          <li key={entry.id}>
            <Line
              at={entry.sentAt}
              name={entry.op}
              detail={`${byteWords(bytesOf(entry))} · ${entry.id}`}
              stand={entry.error === null ? entry.state : `${entry.state}: ${entry.error.code}`}
              tone={entry.state === 'written' ? 'good' : entry.state === 'queued' ? 'busy' : 'bad'}
            />
            {payloads && <pre>{JSON.stringify(entry.data, null, 2)}</pre>}
          </li>
        ))}
      </ol>
    </>
  )
}

const sizes = new WeakMap<OutboxEntry, number>()

/** An entry may be large, and is the same object as long as it stands. */
function bytesOf(entry: OutboxEntry): number {
  const bytes = sizes.get(entry) ?? byteLength(JSON.stringify(entry.data))
  sizes.set(entry, bytes)
  return bytes
}
