// The entry `resilient-socket/dialects`: for servers that do not speak `resilient-socket.v1`.
export type { Dialect } from '../dialect.ts'
export type { PlainCommand, PlainMessage, PlainOptions, PlainReceipt, PlainTask } from './options.ts'
export { plain } from './plain.ts'
