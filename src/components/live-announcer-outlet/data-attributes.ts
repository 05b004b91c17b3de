// The attributes of the regions that are read aloud: what a test or a style sheet may rely on.

/** On both regions, `[data-rs="announcer"]`: invisible, always mounted, empty while nothing is said. */
export interface AnnouncerRegionData {
  readonly role: 'status' | 'alert'
}
