// The button's public names.
export { ReconnectButton, type ReconnectButtonProps } from './reconnect-button.tsx'
export type { ReconnectButtonState } from './reconnect-button-view.tsx'
export type { DisabledReason, ReconnectButtonData } from './data-attributes.ts'
