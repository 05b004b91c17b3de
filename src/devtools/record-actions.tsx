// The flight record to take along: copied or saved as JSON, without what anybody said unless that is asked for.
'use client'
import { type ReactElement, useState } from 'react'
import type { ResilientSocket } from '../client/types.ts'
import { copyText, saveText } from './page-world.ts'

interface RecordActionsProps {
  readonly socket: ResilientSocket
  readonly payloads: boolean
  readonly setPayloads: (payloads: boolean) => void
}

export function RecordActions({ socket, payloads, setPayloads }: RecordActionsProps): ReactElement {
  const [said, setSaid] = useState('')
  const json = (): string => JSON.stringify(socket.flightRecorder({ payloads }), null, 2)
  const copy = async (): Promise<void> => {
    setSaid((await copyText(json())) ? 'Copied.' : 'The browser refuses to copy. Download it.')
  }
  const save = (): void => {
    saveText('flight.json', json())
    setSaid('Saved as flight.json.')
  }
  return (
    <footer>
      <label>
        <input type="checkbox" checked={payloads} onChange={event => setPayloads(event.target.checked)} />
        Payloads
      </label>
      <span role="status">{said}</span>
      <button type="button" onClick={() => void copy()}>
        Copy as JSON
      </button>
      <button type="button" onClick={save}>
        Download
      </button>
    </footer>
  )
}
