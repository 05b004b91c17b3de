// Where a key press in the list of messages leads.

export type Move = { readonly to: 'row'; readonly index: number } | { readonly to: 'input' } | { readonly to: 'latest' } | null

export interface ListKey {
  readonly key: string
  readonly altKey: boolean
  readonly ctrlKey: boolean
  readonly metaKey: boolean
}

/** `index` is the row that has or last had the focus; null before the first move, which starts from the newest. */
export function moveOf({ key, altKey, ctrlKey, metaKey }: ListKey, index: number | null, count: number): Move {
  if (key === 'Escape') return { to: 'input' }
  if (key === 'End' && altKey) return { to: 'latest' }
  if (altKey || ctrlKey || metaKey || count === 0) return null
  const last = count - 1
  switch (key) {
    case 'ArrowUp':
      return { to: 'row', index: index === null ? last : Math.max(0, index - 1) }
    case 'ArrowDown':
      return { to: 'row', index: index === null ? last : Math.min(last, index + 1) }
    case 'Home':
      return { to: 'row', index: 0 }
    case 'End':
      return { to: 'row', index: last }
    default:
      return null
  }
}
