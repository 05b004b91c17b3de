// Every bound of the protocol and of the queues on both sides, by name. A bound without a name here is a bug.

/** Bounds of the wire (LAWS: frames, AUTH2, SEND7, SLOW1, STORE3). Bytes are UTF-8 bytes of the JSON text. */
export const WIRE: {
  readonly upBytes: number
  readonly downTargetBytes: number
  readonly downBytes: number
  readonly helloBytes: number
  readonly depth: number
  readonly idLength: number
  readonly nameLength: number
  readonly tokenLength: number
  readonly userLength: number
  readonly inFlight: number
  readonly taskBytes: number
  readonly eventBytes: number
  readonly maxInteger: number
} = {
  upBytes: 64 * 1024,
  downTargetBytes: 64 * 1024,
  downBytes: 1024 * 1024,
  helloBytes: 16 * 1024,
  depth: 32,
  idLength: 64,
  nameLength: 128,
  tokenLength: 8 * 1024,
  userLength: 256,
  inFlight: 32,
  taskBytes: 1024 * 1024,
  eventBytes: 256 * 1024,
  maxInteger: Number.MAX_SAFE_INTEGER,
}
