// The one door between text and messages: everything behind it is checked and typed, everything before it is `unknown`.
export { Refusal, type RefusalCode } from './check.ts'
export { decodeAnswer } from './codec-answers.ts'
export { type Call, decodeCall } from './codec-calls.ts'
export { decodeClient } from './codec-client.ts'
export { decodeServer } from './codec-server.ts'
export { byteLength, encode, faultOf, mendOf, toJson } from './codec-text.ts'
