// The components' public names.
export * from './reconnect-banner/index.ts'
export * from './reconnect-button/index.ts'
