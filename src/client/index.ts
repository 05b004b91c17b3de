// The entry `resilient-socket/client`: the client without React.
export { browserWorld } from './browser-world.ts'
export { createResilientSocket } from './create-socket.ts'
export { RequestError } from './request-error.ts'
export type * from './types.ts'
export type { Hint, SocketHandle, SocketListener, World } from './world.ts'
export type * from '../core/app.ts'
export { defineApp } from '../core/app.ts'
export type * from '../core/model.ts'
