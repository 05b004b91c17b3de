// The indicator's public names.
export { ConnectionIndicator, type ConnectionIndicatorParts, type ConnectionIndicatorProps } from './connection-indicator.tsx'
export type { IndicatorState } from './context.ts'
export type { ConnectionIndicatorData, IndicatorStatus } from './data-attributes.ts'
