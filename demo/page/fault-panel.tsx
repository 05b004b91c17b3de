// Buttons that break the link for real, and what the link and the server are like now.
import { useState, type ReactElement } from 'react'
import { useDemoState, type DemoControl } from './demo-store.ts'
import { FAULT_BUTTONS, linkWords, serverWords, type FaultButton } from './faults.ts'

export function FaultPanel({ control }: { readonly control: DemoControl }): ReactElement {
  const state = useDemoState(control)
  const [problem, setProblem] = useState('')
  const run = (action: () => Promise<unknown>): void => {
    setProblem('')
    action().catch((error: unknown) => setProblem(error instanceof Error ? error.message : 'That did not work.'))
  }
  const server = serverWords(state)
  return (
    <section className="card faults" aria-labelledby="faults-title">
      <h2 id="faults-title">Break the link</h2>
      <p className="quiet">Between this page and the server stands a proxy that does to the connection what you choose.</p>
      <Diagram control={control} />
      <div className="fault-grid" role="group" aria-label="Faults of the link">
        {FAULT_BUTTONS.map(button => (
          <Fault
            key={button.label}
            button={button}
            isOn={state?.link.mode === button.fault.mode}
            onPress={() => run(() => control.breakLink(button.fault))}
          />
        ))}
        <button type="button" className="fault" data-kind="heal" onClick={() => run(() => control.breakLink({ mode: 'pass' }))}>
          <b>Heal</b>
          <span>all gets through</span>
        </button>
      </div>
      <div className="fault-grid" role="group" aria-label="The server's process">
        <button type="button" className="fault" data-kind="kill" onClick={() => run(control.killServer)}>
          <b>Kill the server</b>
          <span>kill -9</span>
        </button>
        <button type="button" className="fault" onClick={() => run(control.restartServer)}>
          <b>{server.isUp ? 'Restart' : 'Start'}</b>
          <span>{server.isUp ? 'stops it politely' : 'brings it back'}</span>
        </button>
      </div>
      <p className="problem" role="alert">
        {problem}
      </p>
    </section>
  )
}

interface FaultProps {
  readonly button: FaultButton
  readonly isOn: boolean
  readonly onPress: () => void
}

/** A fault that happens once is a button; one that lasts shows whether it does. */
function Fault({ button: { label, detail, fault }, isOn, onPress }: FaultProps): ReactElement {
  const lasts = fault.mode !== 'cut' && fault.mode !== 'reset'
  return (
    <button type="button" className="fault" aria-pressed={lasts ? isOn : undefined} onClick={onPress}>
      <b>{label}</b>
      <span>{detail}</span>
    </button>
  )
}

function Diagram({ control }: { readonly control: DemoControl }): ReactElement {
  const state = useDemoState(control)
  const link = linkWords(state)
  const server = serverWords(state)
  return (
    <dl className="diagram" data-link={link.look} data-server={server.isUp ? 'up' : 'down'}>
      <div className="diagram-link">
        <dt>Link</dt>
        <dd>{link.words}</dd>
      </div>
      <div className="diagram-server">
        <dt>Server</dt>
        <dd>{server.words}</dd>
      </div>
    </dl>
  )
}
