// Every bound of the wire, by name (LAWS: frames, AUTH2, SEND7, SLOW1, STORE3). The bounds of each half's own queues stand in its own limits.ts.
// Bytes are UTF-8 bytes of the JSON text; lengths are UTF-16 units.

export const upBytes: number = 64 * 1024
export const downTargetBytes: number = 64 * 1024
export const downBytes: number = 1024 * 1024
export const helloBytes: number = 16 * 1024
/** How many objects and lists deep a payload may nest. */
export const depth = 32
/** A command's data is a payload, one level down. */
export const upDepth = 33
/** A payload comes down at most five levels deep in a frame, so whatever went up can come down. */
export const downDepth = 40
export const idLength = 64
export const nameLength = 128
export const tokenLength: number = 8 * 1024
export const userLength = 256
/** What a WebSocket close frame has room for. */
export const reasonBytes = 123
export const inFlight = 32
export const taskBytes: number = 1024 * 1024
export const eventBytes: number = 256 * 1024
