// The bell's public names.
export { NotificationBell, type NotificationBellParts } from './notification-bell.tsx'
export type { BellItemState, BellState } from './context.ts'
export type { BellAlign, BellItemData, NotificationBellData } from './data-attributes.ts'
export type { BellItemProps } from './item.tsx'
export type { NotificationBellProps } from './root.tsx'
