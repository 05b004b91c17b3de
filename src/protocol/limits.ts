// Every bound of the wire, by name (LAWS: frames, AUTH2, SEND7, SLOW1, STORE3). The bounds of each half's own queues stand in its own limits.ts.

/** Bytes are UTF-8 bytes of the JSON text; lengths are UTF-16 units. */
export const WIRE: {
  readonly upBytes: number
  readonly downTargetBytes: number
  readonly downBytes: number
  readonly helloBytes: number
  /** How many objects and lists deep a payload may nest. */
  readonly depth: number
  /** A command's data is a payload, one level down. */
  readonly upDepth: number
  /** A payload comes down at most five levels deep in a frame, so whatever went up can come down. */
  readonly downDepth: number
  readonly idLength: number
  readonly nameLength: number
  readonly tokenLength: number
  readonly userLength: number
  /** What a WebSocket close frame has room for. */
  readonly reasonBytes: number
  readonly inFlight: number
  readonly taskBytes: number
  readonly eventBytes: number
} = {
  upBytes: 64 * 1024,
  downTargetBytes: 64 * 1024,
  downBytes: 1024 * 1024,
  helloBytes: 16 * 1024,
  depth: 32,
  upDepth: 33,
  downDepth: 40,
  idLength: 64,
  nameLength: 128,
  tokenLength: 8 * 1024,
  userLength: 256,
  reasonBytes: 123,
  inFlight: 32,
  taskBytes: 1024 * 1024,
  eventBytes: 256 * 1024,
}
