// Joins a part's own props with the user's: the user's handler runs first, and ours only if it did not prevent the default.
import type { AllHTMLAttributes, CSSProperties, Ref, SyntheticEvent } from 'react'

/** The props every element takes. */
export type ElementProps = AllHTMLAttributes<HTMLElement> & { ref?: Ref<HTMLElement> | undefined }

type Handler = (event: SyntheticEvent) => void

const isHandler = (value: unknown): value is Handler => typeof value === 'function'
const isHandlerName = (name: string): boolean => /^on[A-Z]/.test(name)

/** `theirs` wins, except that handlers are chained and class, style and ref are joined. */
export function mergeProps(own: ElementProps, theirs: ElementProps): ElementProps {
  const chained: Record<string, unknown> = {}
  const ours: Record<string, unknown> = { ...own }
  for (const [name, handler] of Object.entries(theirs)) {
    const mine = ours[name]
    if (isHandlerName(name)) chained[name] = isHandler(handler) && isHandler(mine) ? chain(handler, mine) : (handler ?? mine)
  }
  const className = [own.className, theirs.className].filter(Boolean).join(' ')
  const style: CSSProperties | undefined = own.style && theirs.style ? { ...own.style, ...theirs.style } : (theirs.style ?? own.style)
  return Object.assign({}, own, defined(theirs), chained, className === '' ? {} : { className }, style ? { style } : {})
}

function chain(theirs: Handler, ours: Handler): Handler {
  return event => {
    theirs(event)
    if (!event.defaultPrevented) ours(event)
  }
}

function defined(props: ElementProps): ElementProps {
  return Object.fromEntries(Object.entries(props).filter(([, value]) => value !== undefined))
}
