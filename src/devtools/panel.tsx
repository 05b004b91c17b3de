// The open panel: how the connection stands, what to do about it, and one of four lists.
'use client'
import { type ReactElement, useContext, useMemo, useState, useSyncExternalStore } from 'react'
import type { ResilientSocket } from '../client/types.ts'
import { TickerContext, useSecond } from '../react/ticker-context.ts'
import { factsOf, phaseOf, toneOf } from './facts.ts'
import * as SHOWN from './limits.ts'
import { Lists } from './lists.tsx'
import type { Misfit } from './misfits.ts'
import { createReader, type Reading } from './reader.ts'
import { RecordActions } from './record-actions.tsx'

interface PanelProps {
  readonly id: string
  readonly socket: ResilientSocket
  readonly misfits: () => readonly Misfit[]
}

export function Panel({ id, socket, misfits }: PanelProps): ReactElement {
  const ticker = useContext(TickerContext)
  const [payloads, setPayloads] = useState(false)
  const [isPaused, setPaused] = useState(false)
  const reader = useMemo(() => createReader({ socket, ticker, payloads, misfits }), [socket, ticker, payloads, misfits])
  const reading = useSyncExternalStore(isPaused ? never : reader.subscribe, reader.reading, reader.reading)
  return (
    // English, numbers and JSON read from left to right on every page.
    <section id={id} className="panel" aria-label="Connection devtools" dir="ltr">
      <header>
        <h2>
          <i data-tone={toneOf(reading.status)} />
          {phaseOf(reading)}
        </h2>
        <button type="button" aria-pressed={isPaused} onClick={() => setPaused(!isPaused)}>
          Pause
        </button>
        <button type="button" onClick={() => socket.close()}>
          Close
        </button>
        <button type="button" onClick={() => socket.reconnect()}>
          Reconnect
        </button>
      </header>
      <Facts reading={reading} />
      <Lists reading={reading} payloads={payloads} />
      <RecordActions socket={socket} payloads={payloads} setPayloads={setPayloads} />
    </section>
  )
}

function Facts({ reading }: { readonly reading: Reading }): ReactElement {
  const now = useSecond(reading.status.retryAt !== null)
  return (
    <dl>
      {factsOf(reading, now).map(([term, value]) => (
        <div key={term} className={value.length > SHOWN.factChars ? 'wide' : undefined}>
          <dt>{term}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

const never = (): (() => void) => () => {}
