// The list by arrow keys: from one notification to the next, and to the ends.

/** Moves the focus; false where there is nothing to move to, and the key is the browser's. */
export function walk(list: Element, key: string): boolean {
  const stops = [...list.children].flatMap(item => item.querySelector('button') ?? [])
  const at = stops.findIndex(stop => stop.closest('li')?.contains(stop.ownerDocument.activeElement) === true)
  const target = stops.at(indexFor(key, at, stops.length))
  if (target === undefined || !KEYS.has(key)) return false
  target.focus()
  return true
}

const KEYS = new Set(['ArrowDown', 'ArrowUp', 'Home', 'End'])

/** `at`: -1 while none has the focus. */
function indexFor(key: string, at: number, count: number): number {
  if (key === 'ArrowDown') return Math.min(at + 1, count - 1)
  if (key === 'ArrowUp') return Math.max(at - 1, 0)
  return key === 'End' ? -1 : 0
}
