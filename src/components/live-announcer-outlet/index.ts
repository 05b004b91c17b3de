// The outlet's public names.
export type { AnnouncerRegionData } from './data-attributes.ts'
export { LiveAnnouncerOutlet } from './live-announcer-outlet.tsx'
