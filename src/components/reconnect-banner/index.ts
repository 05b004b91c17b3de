// The banner's public names.
export { ReconnectBanner, type ReconnectBannerParts, type ReconnectBannerProps } from './reconnect-banner.tsx'
export type { BannerStatus } from './banner-machine.ts'
export type { BannerState } from './context.ts'
export type { BannerCountdownData, BannerPosition, BannerRootData } from './data-attributes.ts'
