// The icons: one 20-unit grid, one stroke, the colour of the text beside them. Never the only carrier of a meaning.
// One constant each, so that an application ships those it shows.
import type { ReactElement } from 'react'

export interface IconShape {
  readonly path: string
  readonly isFilled?: boolean
}

export const offlineIcon: IconShape = {
  path: 'M3 3l14 14M10 15.5h.01M7.2 12.4a4 4 0 0 1 3.3-1.1M4.5 9.3a8 8 0 0 1 2.9-1.8M10.6 6.6a8 8 0 0 1 4.9 2.7',
}
export const tryingIcon: IconShape = { path: 'M10 3a7 7 0 1 1-6.6 4.7' }
export const waitingIcon: IconShape = { path: 'M10 6v4l2.5 2M17 10a7 7 0 1 1-14 0 7 7 0 0 1 14 0Z' }
export const alertIcon: IconShape = { path: 'M10 6.5v4.2M10 13.5h.01M17 10a7 7 0 1 1-14 0 7 7 0 0 1 14 0Z' }
export const lockIcon: IconShape = {
  path: 'M6.5 9V6.8a3.5 3.5 0 0 1 7 0V9M5.5 9h9a1 1 0 0 1 1 1v5.5a1 1 0 0 1-1 1h-9a1 1 0 0 1-1-1V10a1 1 0 0 1 1-1Z',
}
export const windowIcon: IconShape = {
  path: 'M7 6V4.5a1 1 0 0 1 1-1h7.5a1 1 0 0 1 1 1V12a1 1 0 0 1-1 1H14M4.5 7H12a1 1 0 0 1 1 1v7.5a1 1 0 0 1-1 1H4.5a1 1 0 0 1-1-1V8a1 1 0 0 1 1-1Z',
}
export const checkIcon: IconShape = { path: 'M6.7 10.3l2.2 2.2 4.4-4.7M17 10a7 7 0 1 1-14 0 7 7 0 0 1 14 0Z' }
export const closeIcon: IconShape = { path: 'M5.5 5.5l9 9M14.5 5.5l-9 9' }
export const sendIcon: IconShape = { path: 'M10 16V4.5M5 9.3l5-5 5 5' }
export const stopIcon: IconShape = {
  path: 'M7.5 6h5A1.5 1.5 0 0 1 14 7.5v5a1.5 1.5 0 0 1-1.5 1.5h-5A1.5 1.5 0 0 1 6 12.5v-5A1.5 1.5 0 0 1 7.5 6Z',
  isFilled: true,
}
export const downIcon: IconShape = { path: 'M10 4.5V15.5M5 10.7l5 5 5-5' }
export const copyIcon: IconShape = {
  path: 'M7 6.5V4.8a1 1 0 0 1 1-1h7.2a1 1 0 0 1 1 1V12a1 1 0 0 1-1 1h-1.7M4.8 7H12a1 1 0 0 1 1 1v7.2a1 1 0 0 1-1 1H4.8a1 1 0 0 1-1-1V8a1 1 0 0 1 1-1Z',
}
export const againIcon: IconShape = { path: 'M4.5 4.2v3.6h3.6M4.8 7.6A6 6 0 1 1 4 10.6' }
export const clockIcon: IconShape = { path: 'M10 6.2V10l2.4 1.6M16.5 10a6.5 6.5 0 1 1-13 0 6.5 6.5 0 0 1 13 0Z' }
export const questionIcon: IconShape = {
  path: 'M8.2 8a1.9 1.9 0 1 1 2.6 1.8c-.6.2-.8.6-.8 1.2M10 13.5h.01M17 10a7 7 0 1 1-14 0 7 7 0 0 1 14 0Z',
}
export const chatIcon: IconShape = {
  path: 'M4.5 4.5h11a1.5 1.5 0 0 1 1.5 1.5v6.5a1.5 1.5 0 0 1-1.5 1.5H10l-3.5 3v-3h-2A1.5 1.5 0 0 1 3 12.5V6a1.5 1.5 0 0 1 1.5-1.5Z',
}
export const bellIcon: IconShape = {
  path: 'M4.5 14h11l-1.3-2.2V8.7a4.2 4.2 0 0 0-8.4 0v3.1L4.5 14ZM8.3 16.4a2 2 0 0 0 3.4 0',
}

export function Icon({ shape }: { readonly shape: IconShape }): ReactElement {
  return (
    <svg data-rs="icon" viewBox="0 0 20 20" width="20" height="20" fill="none" stroke="currentColor" aria-hidden="true" focusable="false">
      <path
        d={shape.path}
        strokeWidth="1.5"
        strokeLinecap="round"
        strokeLinejoin="round"
        {...(shape.isFilled === true && { fill: 'currentColor' })}
      />
    </svg>
  )
}
