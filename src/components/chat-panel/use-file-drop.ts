// Files dragged over the panel: whether they hover, and what was let go.
'use client'
import { type DragEvent, useState } from 'react'
import type { ElementProps } from '../shared/merge-props.ts'
import type { ChatFrame } from './context.ts'

export function useFileDrop(isWanted: boolean, onFiles: ChatFrame['onFiles']): readonly [boolean, ElementProps] {
  const [isDragging, setDragging] = useState(false)
  if (!isWanted) return [false, {}]
  const accept = (event: DragEvent): boolean => {
    if (!event.dataTransfer.types.includes('Files')) return false
    // Without it the browser opens the file in place of the page.
    event.preventDefault()
    return true
  }
  return [
    isDragging,
    {
      onDragEnter: event => setDragging(accept(event)),
      onDragOver: event => setDragging(accept(event)),
      onDragLeave: event => {
        if (!(event.relatedTarget instanceof Node && event.currentTarget.contains(event.relatedTarget))) setDragging(false)
      },
      onDrop: event => {
        setDragging(false)
        if (accept(event)) onFiles([...event.dataTransfer.files], 'drop')
      },
    },
  ]
}
