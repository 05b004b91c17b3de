// What the machine wants done. The driver runs these and decides nothing.
import type { ClientMessage, Hello } from '../protocol/frames.ts'
import type { Outcome, TaskNotification } from './model.ts'
import type { TaskRecord } from './tasks.ts'

export type Effect =
  /** `fresh`: not the cached one. `refused`: the server refused the last one. Answered by `token`, unless one for the same use came after it. */
  | {
      readonly type: 'get-token'
      readonly use: 'hello' | 'auth'
      readonly dial: number
      readonly fresh: boolean
      readonly refused: boolean
    }
  | { readonly type: 'dial'; readonly dial: number }
  /** The driver adds the token: the machine never holds one. */
  | { readonly type: 'hello'; readonly dial: number; readonly hello: Hello }
  | { readonly type: 'send'; readonly dial: number; readonly message: ClientMessage }
  | { readonly type: 'send-token'; readonly dial: number }
  /** Drops the handlers, then closes; never waits. */
  | { readonly type: 'hang-up'; readonly dial: number; readonly code: number; readonly reason: string }
  /** Asks over HTTP how the server is; answered by `probed` (BACK6). The driver adds the token. */
  | { readonly type: 'probe'; readonly probe: number }
  | { readonly type: 'drop-probe' }
  | { readonly type: 'settle'; readonly id: string; readonly outcome: Outcome }
  | { readonly type: 'emit'; readonly emission: Emission }
  | { readonly type: 'log'; readonly level: 'debug' | 'info' | 'warn' | 'error'; readonly event: string; readonly fields: LogFields }

export type LogFields = Readonly<Record<string, string | number | boolean | null>>

export type Emission =
  | { readonly type: 'task'; readonly record: TaskRecord }
  | { readonly type: 'notification'; readonly notification: TaskNotification }
  | { readonly type: 'message'; readonly name: string; readonly data: unknown }
  | { readonly type: 'reset'; readonly reason: string }

export const log = (level: 'debug' | 'info' | 'warn' | 'error', event: string, fields: LogFields = {}): Effect => ({
  type: 'log',
  level,
  event,
  fields,
})
