// Says inside a modal dialog what the components say: under a modal the rest of the page is silent for a screen reader.
'use client'
import { type ReactElement, useEffect } from 'react'
import { addOutlet } from '../shared/announcer-outlets.ts'
import { Regions, speech } from '../shared/announcer.tsx'
import { useMachine } from '../shared/machine.ts'

/** Mount it inside the dialog: while it is there, announcements are made in it and nowhere else. */
export function LiveAnnouncerOutlet(): ReactElement {
  const [{ spoken }, say] = useMachine(speech)
  useEffect(() => addOutlet(say), [say])
  return <Regions spoken={spoken} />
}
