// Joins a part's own props with the user's: the user's handler runs first, and ours only if it did not prevent the default.
import type { AllHTMLAttributes, Ref, SyntheticEvent } from 'react'

/** The props every element takes. */
export type ElementProps = AllHTMLAttributes<HTMLElement> & { ref?: Ref<HTMLElement> | undefined }

type Handler = (event: SyntheticEvent) => void

/** `theirs` wins, except that handlers are chained, and class and style are joined. */
export function mergeProps(own: ElementProps, theirs: ElementProps): ElementProps {
  const merged: Record<string, unknown> = { ...own }
  for (const [name, value] of Object.entries(theirs)) if (value !== undefined) merged[name] = joined(name, merged[name], value)
  return merged
}

function joined(name: string, mine: unknown, theirs: unknown): unknown {
  if (isHandler(mine) && isHandler(theirs)) return chain(theirs, mine)
  if (name === 'style') return Object.assign({}, mine, theirs)
  return name === 'className' && typeof mine === 'string' && typeof theirs === 'string' ? `${mine} ${theirs}` : theirs
}

// A ref may be a function too, but `Part` joins those itself.
function isHandler(value: unknown): value is Handler {
  return typeof value === 'function'
}

function chain(theirs: Handler, ours: Handler): Handler {
  return event => {
    theirs(event)
    if (!event.defaultPrevented) ours(event)
  }
}
