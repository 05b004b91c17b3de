// The entry `resilient-socket/protocol`: what crosses the wire, for servers and clients written elsewhere.
export { type CloseAction, CLOSE_CODES, type CloseRule, closeRuleOf, type HaltReason } from './close-codes.ts'
export {
  byteLength,
  type Call,
  decodeAnswer,
  decodeCall,
  decodeClient,
  decodeServer,
  encode,
  faultOf,
  Refusal,
  type RefusalCode,
  toJson,
} from './codec.ts'
export type * from './frames.ts'
export { PROTOCOL_VERSION, SUBPROTOCOL } from './frames.ts'
export * as WIRE from './limits.ts'
export { isSettled, noticeOf } from './notice.ts'
export type * from './values.ts'
