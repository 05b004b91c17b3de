// The outlets mounted in dialogs. The newest one speaks for everybody, because a modal makes the rest of the page silent.

export interface Announcement {
  readonly text: string
  readonly isUrgent: boolean
  /** Makes the same words news again: a second failure is a second announcement. */
  readonly occasion?: number
}

type Outlet = (announcement: Announcement) => void

const outlets: Outlet[] = []

export function addOutlet(outlet: Outlet): () => void {
  outlets.push(outlet)
  return () => {
    outlets.splice(outlets.indexOf(outlet), 1)
  }
}

/** True when an outlet took it, so that the page must not say it as well. */
export function offerToOutlet(announcement: Announcement): boolean {
  const newest = outlets.at(-1)
  newest?.(announcement)
  return newest !== undefined
}
