// How far a task has got: a bar with words, never a bar alone.
'use client'
import { type ReactElement, useEffect, useRef } from 'react'
import { Part, type PartProps } from '../shared/part.tsx'
import { ratioOf, stateWords } from '../shared/task-words.ts'
import { useFrame } from './context.ts'
import type { TaskProgressData } from './data-attributes.ts'
import type { TaskView } from './types.ts'

export type TaskProgressProps = PartProps<'div', TaskView> & { readonly task: TaskView }

export function TaskProgress({ task, ...given }: TaskProgressProps): ReactElement {
  const { language, isLive } = useFrame()
  const { text, words } = language
  const ratio = ratioOf(task)
  const isActive = task.status === 'queued' || task.status === 'running'
  const label = task.progress?.message ?? text.taskLabel
  const data: TaskProgressData = {
    'data-state': task.status,
    'data-indeterminate': isActive && ratio === null,
    'data-stale': isActive && !isLive,
  }
  const state = stateWords(task.status, text)
  useSaid(task.status, `${label}: ${state}`)
  return (
    <Part as="div" name="chat-task" state={task} data={{ ...data }} given={given}>
      <span data-rs="chat-task-label" dir="auto">
        {label}
      </span>
      <span data-rs="chat-task-state">{isActive && ratio !== null ? words.percent(ratio) : state}</span>
      {isActive && (
        <progress
          data-rs="chat-task-bar"
          {...(ratio === null ? {} : { value: ratio, max: 1 })}
          aria-label={label}
          aria-valuetext={ratio === null ? state : text.taskProgress(label, ratio, words)}
        />
      )}
    </Part>
  )
}

/** Told when it begins and when it ends while it is in the page, and never how far it has got. */
function useSaid(status: TaskView['status'], words: string): void {
  const { say } = useFrame()
  const last = useRef(status)
  useEffect(() => {
    if (last.current === status) return
    last.current = status
    say(words)
  }, [status, words, say])
}
