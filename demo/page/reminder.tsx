// A notification that is due in five seconds of server time: enough to break the link first.
import type { ReactElement } from 'react'
import { useResilientSocket, useTasks } from '../../src/index.ts'

export function Reminder(): ReactElement {
  const { submit } = useResilientSocket()
  const waiting = useTasks(
    tasks => tasks.filter(({ kind, status }) => kind === 'reminder' && (status === 'queued' || status === 'running')).length,
  )
  return (
    <section className="card reminder" aria-label="A notification">
      <p className="quiet">Ask, then break the link: it is there when you are back, once.</p>
      <button type="button" className="plain-button" onClick={() => void submit('reminder', {})}>
        Notify me in 5 s{waiting > 0 && ` (${waiting})`}
      </button>
    </section>
  )
}
