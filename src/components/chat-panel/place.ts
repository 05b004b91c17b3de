// Where the reader is in the list, and how high its rows are: what one way of showing the rows tells the next, so that nothing jumps.

/** A row and how far its top stands below the top of the view. */
export interface Place {
  readonly id: string
  readonly top: number
}

export interface Handover {
  readonly place: Place | null
  /** Of the rows that stood in the page, by message id, px. */
  readonly sizes: ReadonlyMap<string, number>
  /** From the top of what scrolls to the first row, px. */
  readonly margin: number
  readonly viewHeight: number
}

export function rowsIn(viewport: HTMLElement): readonly HTMLDivElement[] {
  return [...viewport.querySelectorAll<HTMLDivElement>('[data-rs="chat-row"]')]
}

export function rowAt(viewport: HTMLElement | null, index: number): HTMLElement | null {
  return viewport?.querySelector<HTMLElement>(`[data-rs="chat-row"][data-index="${index}"]`) ?? null
}

export function indexOf(row: Element): number {
  return Number(row.getAttribute('data-index'))
}

export function handoverOf(viewport: HTMLElement, list: HTMLElement, ids: readonly string[]): Handover {
  const view = viewport.getBoundingClientRect()
  const boxes = rowsIn(viewport).flatMap(row => {
    const id = ids[indexOf(row)]
    return id === undefined ? [] : [{ id, box: row.getBoundingClientRect() }]
  })
  const first = boxes.find(({ box }) => box.bottom > view.top)
  return {
    place: first === undefined ? null : { id: first.id, top: first.box.top - view.top },
    sizes: new Map(boxes.map(({ id, box }) => [id, box.height])),
    margin: list.getBoundingClientRect().top - view.top + viewport.scrollTop,
    viewHeight: viewport.clientHeight,
  }
}

/** Scrolls so that the row of the place stands where it stood. */
export function restore(viewport: HTMLElement, { id, top }: Place, ids: readonly string[]): void {
  const row = rowAt(viewport, ids.indexOf(id))
  if (row !== null) viewport.scrollTop += row.getBoundingClientRect().top - viewport.getBoundingClientRect().top - top
}

/** For a button that is about to vanish: its row stays. */
export function focusRow(button: Element): void {
  button.closest<HTMLElement>('[data-rs~="chat-message"]')?.focus()
}
