// A memory of one value, so that readers keep its identity while it says the same.
import { shallowEqual } from '../core/shallow-equal.ts'

/** Answers with the value before while the next is shallowly equal to it. */
export function createKeeper<T>(): (next: T) => T {
  let kept: { readonly value: T } | null = null
  return next => {
    if (kept === null || !shallowEqual(kept.value, next)) kept = { value: next }
    return kept.value
  }
}
