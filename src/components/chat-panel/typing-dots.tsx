// Three dots that move while something is on its way.
import type { ReactElement } from 'react'

export function TypingDots(): ReactElement {
  return (
    <span data-rs="chat-dots" aria-hidden="true">
      <i />
      <i />
      <i />
    </span>
  )
}
