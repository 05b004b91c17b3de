// Four lists to choose from: transitions, sends, tasks and what did not fit.
'use client'
import { type ReactElement, useId, useState } from 'react'
import { Misfits } from './misfit-list.tsx'
import type { Reading } from './reader.ts'
import { Sends } from './send-list.tsx'
import { Tasks } from './task-list.tsx'
import { Transitions } from './transition-list.tsx'
import { countWords } from './words.ts'

const LISTS = ['Transitions', 'Sends', 'Tasks', 'Invalid'] as const
type List = (typeof LISTS)[number]

interface ListsProps {
  readonly reading: Reading
  readonly payloads: boolean
}

export function Lists({ reading, payloads }: ListsProps): ReactElement {
  const [chosen, setChosen] = useState<List>('Transitions')
  const group = useId()
  return (
    <>
      <fieldset>
        <legend>List</legend>
        {LISTS.map(list => (
          // The browser's own keys and words for one of several.
          <label key={list} data-bad={list === 'Invalid' && countOf(list, reading) > 0}>
            <input type="radio" name={group} checked={list === chosen} onChange={() => setChosen(list)} />
            {list} <small>{countWords(countOf(list, reading))}</small>
          </label>
        ))}
      </fieldset>
      {/* Reached by Tab, so that a long list can be scrolled with the keyboard. */}
      <div className="list" role="log" aria-live="off" aria-label={chosen} tabIndex={0}>
        <Chosen list={chosen} reading={reading} payloads={payloads} />
      </div>
    </>
  )
}

function Chosen({ list, reading, payloads }: ListsProps & { readonly list: List }): ReactElement {
  switch (list) {
    case 'Transitions':
      return <Transitions rows={reading.rows} />
    case 'Sends':
      return <Sends entries={reading.outbox} payloads={payloads} />
    case 'Tasks':
      return <Tasks tasks={reading.tasks} />
    case 'Invalid':
      return <Misfits invalid={reading.invalid} latest={reading.misfits} />
  }
}

function countOf(list: List, { rows, outbox, tasks, invalid }: Reading): number {
  switch (list) {
    case 'Transitions':
      return rows.length
    case 'Sends':
      return outbox.length
    case 'Tasks':
      return tasks.length
    case 'Invalid':
      return Object.values(invalid).reduce((sum, count) => sum + count, 0)
  }
}
