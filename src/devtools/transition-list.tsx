// The last transitions, newest first: searched, narrowed to changes of phase, each opening to all that was recorded of it.
'use client'
import { memo, type NamedExoticComponent, type ReactElement, useState } from 'react'
import * as SHOWN from './limits.ts'
import { Line } from './line.tsx'
import { matching, type TransitionRow } from './transition-rows.ts'
import { countWords } from './words.ts'

export function Transitions({ rows }: { readonly rows: readonly TransitionRow[] }): ReactElement {
  const [search, setSearch] = useState('')
  const [movesOnly, setMovesOnly] = useState(false)
  const found = matching(rows, search, movesOnly)
  return (
    <>
      <form role="search" aria-label="Transitions" onSubmit={event => event.preventDefault()}>
        <input
          type="search"
          aria-label="Search transitions"
          placeholder="Search, such as closed 1006"
          value={search}
          onChange={event => setSearch(event.target.value)}
        />
        <label>
          <input type="checkbox" checked={movesOnly} onChange={event => setMovesOnly(event.target.checked)} />
          Changes of phase
        </label>
      </form>
      {found.length === 0 && <p>{rows.length === 0 ? 'Nothing has happened yet.' : 'No transition matches.'}</p>}
      <ol>
        {found.slice(0, SHOWN.transitions).map(row => (
          <Row key={row.key} row={row} />
        ))}
      </ol>
      {found.length > SHOWN.transitions && (
        <p>
          The newest {SHOWN.transitions} of {countWords(found.length)}. Search for the others, or copy them all.
        </p>
      )}
    </>
  )
}

const Row: NamedExoticComponent<{ readonly row: TransitionRow }> = memo(({ row }) => {
  const { name, detail, moves, entry } = row
  const [isOpen, setOpen] = useState(false)
  return (
    <li>
      <details onToggle={event => setOpen(event.currentTarget.open)}>
        <summary>
          <Line at={entry.at} name={name} detail={detail} stand={moves ? `${entry.before} → ${entry.after}` : undefined} />
        </summary>
        {isOpen && <pre>{JSON.stringify(entry, null, 2)}</pre>}
      </details>
    </li>
  )
})
Row.displayName = 'TransitionRow'
