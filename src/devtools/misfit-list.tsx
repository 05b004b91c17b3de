// What arrived and did not fit the application's schemas: how many of each type, and why the latest did not.
'use client'
import type { ReactElement } from 'react'
import { Line } from './line.tsx'
import type { Misfit } from './misfits.ts'
import { countWords } from './words.ts'

interface MisfitsProps {
  readonly invalid: Readonly<Record<string, number>>
  readonly latest: readonly Misfit[]
}

export function Misfits({ invalid, latest }: MisfitsProps): ReactElement {
  const counted = Object.entries(invalid)
  if (counted.length === 0) return <p>Every payload fits the schemas that the application declares.</p>
  return (
    <>
      <p>Set aside: {counted.map(([type, count]) => `${countWords(count)} ${type}`).join(', ')}. Nothing waits for them.</p>
      <ol>
        {latest.map(({ id, at, type, reasons }) => (
          <li key={id}>
            <Line at={at} name={type} detail={null} />
            {reasons.map((reason, place) => (
              <em key={place} className="reason">
                {reason}
              </em>
            ))}
          </li>
        ))}
      </ol>
      {latest.length === 0 && <p>Why is not known: these tools were not there yet.</p>}
    </>
  )
}
