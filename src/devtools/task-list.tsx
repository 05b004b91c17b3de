// The tasks this page holds, newest first: how each stands and how far its streams have grown, never what they say.
'use client'
import type { ReactElement } from 'react'
import type { StreamValue, Task } from '../core/model.ts'
import type { Tone } from './facts.ts'
import * as SHOWN from './limits.ts'
import { Line } from './line.tsx'
import { countWords } from './words.ts'

export function Tasks({ tasks }: { readonly tasks: readonly Task[] }): ReactElement {
  if (tasks.length === 0) return <p>No task is held here.</p>
  const shown = tasks.slice(-SHOWN.tasks).toReversed()
  return (
    <>
      <ol>
        {shown.map(task => (
          <li key={task.key}>
            <Line at={task.createdAt} name={task.kind} detail={detailOf(task)} stand={standOf(task)} tone={toneOf(task)} />
          </li>
        ))}
      </ol>
      {tasks.length > SHOWN.tasks && (
        <p>
          The newest {SHOWN.tasks} of {countWords(tasks.length)}.
        </p>
      )}
    </>
  )
}

function detailOf({ id, key, rev, attempt, streams, progress }: Task): string {
  const grown = Object.entries<StreamValue>(streams).map(([name, { value }]) => `${name} ${countWords(value.length)}`)
  const done = progress === null ? [] : [`${countWords(progress.value)}/${progress.total ?? '?'}`]
  return [`rev ${rev}`, `attempt ${attempt}`, ...done, ...grown, id ?? key].join(' · ')
}

const standOf = ({ status, sync }: Task): string => (sync === 'synced' ? status : `${status}, ${sync}`)

function toneOf({ status }: Task): Tone {
  if (status === 'succeeded') return 'good'
  return status === 'failed' || status === 'cancelled' ? 'bad' : 'busy'
}
