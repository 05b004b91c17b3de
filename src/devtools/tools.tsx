// The button in the corner, and the panel while it is open. Closed, it reads nothing of the socket; it only keeps why payloads were refused.
'use client'
import { type KeyboardEvent, type ReactElement, useContext, useId, useRef, useState } from 'react'
import type { ResilientSocket } from '../client/types.ts'
import { TickerContext } from '../react/ticker-context.ts'
import { useListener } from '../react/use-socket-event.ts'
import { Corner, type DevtoolsPosition } from './corner.tsx'
import { ringOf } from './misfits.ts'
import { Panel } from './panel.tsx'

export interface ToolsProps {
  readonly socket: ResilientSocket
  /** Default `bottom-end`. */
  readonly position?: DevtoolsPosition | undefined
  readonly open?: boolean | undefined
  readonly defaultOpen?: boolean | undefined
  readonly onOpenChange?: ((isOpen: boolean) => void) | undefined
}

export function Tools({ socket, position, open, defaultOpen = false, onOpenChange }: ToolsProps): ReactElement {
  const { now } = useContext(TickerContext)
  const ring = ringOf(socket)
  useListener(socket, 'invalid', misfit => ring.note(misfit, now()))
  const [ownOpen, setOwnOpen] = useState(defaultOpen)
  const isOpen = open ?? ownOpen
  const panelId = useId()
  const button = useRef<HTMLButtonElement>(null)
  const setOpen = (next: boolean): void => {
    setOwnOpen(next)
    onOpenChange?.(next)
  }
  const closeByKey = (event: KeyboardEvent): void => {
    if (!isOpen || event.key !== 'Escape') return
    event.stopPropagation()
    button.current?.focus()
    setOpen(false)
  }
  return (
    <Corner position={position} onKeyDown={closeByKey}>
      <button
        ref={button}
        type="button"
        className="opener"
        aria-label="Connection devtools"
        aria-expanded={isOpen}
        aria-controls={isOpen ? panelId : undefined}
        onClick={() => setOpen(!isOpen)}
      >
        <svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">
          <path d={isOpen ? 'M5.5 5.5l9 9m0-9l-9 9' : 'M2 10.5h3.5l2.5-6 4 11 2.5-6.5 1 1.5H18'} />
        </svg>
      </button>
      {isOpen && <Panel id={panelId} socket={socket} misfits={ring.latest} />}
    </Corner>
  )
}
