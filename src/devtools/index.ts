// The entry `resilient-socket/devtools`: a panel for whoever builds the page, never for who uses it.
export { ResilientSocketDevtools, type ResilientSocketDevtoolsProps } from './devtools.tsx'
export type { DevtoolsPosition } from './corner.tsx'
