// The indicator's public names.
export { ConnectionIndicator, type ConnectionIndicatorParts } from './connection-indicator.tsx'
export type { IndicatorState } from './context.ts'
export type { ConnectionIndicatorData, IndicatorStatus } from './data-attributes.ts'
export type { ConnectionIndicatorProps } from './root.tsx'
