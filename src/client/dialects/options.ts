// What an application says of its plain server: how to keep it alive, how to read it, how to speak to it, and where to ask for the truth.
import type { SocketOptions } from '../types.ts'

/** One task as the server tells it. Other names are understood too, as `task_id`, `state`, `response`. */
export interface PlainTask {
  /** 1 to 64 of A-Z a-z 0-9 _ -, or a number. */
  readonly id: string | number
  /** Any usual word: `queued`, `running`, `processing`, `done`, `success`, `error`, `cancelled` … Left out, nothing is said of it. */
  readonly status?: string | undefined
  /** The `Sent.id` of the `submit` that began it, where the server tells it: then the two are one task. */
  readonly key?: string | undefined
  readonly kind?: string | undefined
  readonly conversation?: string | undefined
  readonly input?: unknown
  /** 0 to 1, or 0 to 100. */
  readonly progress?: number | { readonly value: number; readonly total?: number | null; readonly message?: string | null } | undefined
  /** What stands beside the progress; the error of a failed task that names none. */
  readonly message?: string | undefined
  /** All of its text so far, shown as the stream `text`. A result that is text is that too. */
  readonly text?: string | undefined
  readonly result?: unknown
  readonly error?: unknown
  /** What a task asks of its user, with `status: 'input-required'`. */
  readonly prompt?: unknown
}

/** What a message of the server says. */
export type PlainMessage =
  | { readonly type: 'task'; readonly task: PlainTask }
  /**
   * More of a task's text. `at`: its length before; without it the chunk goes on where the last one ended, and after a lost link
   * no more are taken until the whole text is known.
   */
  | {
      readonly type: 'text'
      readonly id: string | number
      readonly chunk: string
      readonly at?: number | undefined
      readonly stream?: string | undefined
      readonly done?: boolean | undefined
    }
  /** Told once per `id`; without one, each time. */
  | {
      readonly type: 'notification'
      readonly id?: string | number | undefined
      readonly kind?: string | undefined
      readonly title?: string | undefined
      readonly body?: string | undefined
      readonly data?: unknown
    }
  /** For `socket.on('app.<name>')` and `useSocketEvent`. One that comes while the link is down is lost with it. */
  | { readonly type: 'event'; readonly name: string; readonly data: unknown }

/** What the application asks of the server. `id`: of the send; of a `submit` the key of its task. */
export type PlainCommand =
  | { readonly type: 'send'; readonly id: string; readonly name: string; readonly data: unknown }
  | {
      readonly type: 'submit'
      readonly id: string
      readonly kind: string
      readonly input: unknown
      readonly conversation: string | null
      readonly retryOf: string | null
    }
  /** `taskId`: as the server names it, or, where it has not yet, the key. */
  | { readonly type: 'cancel'; readonly id: string; readonly taskId: string }
  | { readonly type: 'answer'; readonly id: string; readonly taskId: string; readonly data: unknown }

/** The server's word on a send. `taskId`: the task that a `submit` began. */
export interface PlainReceipt {
  readonly id: string
  readonly ok?: boolean | undefined
  readonly taskId?: string | number | undefined
  readonly data?: unknown
  readonly error?: unknown
}

export interface PlainOptions {
  /**
   * What is written every `everyMs` (30,000, at least 1,000) of silence, and at least that often: `message`, or what it returns; by default
   * `{ type: 'ping', timestamp }`. `withinMs`: how long the answer may take, 10,000 by default, for a server that runs a task inline
   * answers late. null: nothing is ever written, and only HTTP tells whether a silent server lives.
   */
  readonly ping?:
    | {
        readonly message?: unknown
        readonly everyMs?: number | undefined
        readonly withinMs?: number | undefined
      }
    | null
    | undefined
  /** Whether this is the answer to a ping: by default `{ type: 'pong' }` and the text `pong`. Whatever comes is a sign of life. */
  readonly isPong?: ((message: unknown) => boolean) | undefined
  /** What a ping of the server's is answered with; `{ type: 'pong', timestamp }` by default, with its own timestamp. */
  readonly pong?: ((ping: unknown) => unknown) | undefined
  /**
   * What a message says: one thing, several, or null for nothing. `message` is what its JSON holds, or its text where it is none. `usual`: how it is read
   * without this option. By default a message that names a task (`task_notification`, or any with a `task_id`) tells of it, one of type
   * `notification` notifies, and any other type is an event of the application, `app.<type>`, with the whole message.
   */
  readonly decode?:
    | ((message: unknown, usual: (message: unknown) => readonly PlainMessage[]) => PlainMessage | readonly PlainMessage[] | null)
    | undefined
  /**
   * What a command is written as; an array is several messages. null: this server has no such command, and the send is `rejected`. By default
   * `{ type: <name or kind>, id, ...data }`, `{ type: 'cancel', id, task_id }` and `{ type: 'answer', id, task_id, data }`.
   */
  readonly encode?: ((command: PlainCommand) => unknown) | undefined
  /**
   * The receipt in a message, or null. Without this option a send ends `unconfirmed` as soon as it is written, and is never written twice. With it a send waits
   * for its receipt, and is written again, under the same id, to the next socket: the server must know an id it has seen.
   */
  readonly isReceipt?: ((message: unknown) => PlainReceipt | null) | undefined
  /**
   * Asks over HTTP how these tasks stand. Asked after each open (also with no ids: return what else the page should know: the user's running tasks and those that ended lately, not all there ever were), every
   * `pollMs` while tasks are pending, be the link up or down, before a silent socket is given up while tasks are pending, and for `useTask(id)`.
   * Among the ids may be the key of a submit of which nothing was heard: a server may name the task so. Return tasks in the names that messages use; one that is missing twice is shown as lost. It has 10 s, at most 100 ids at once, and is tried again when it throws.
   * Without it a task is only as fresh as the last message about it.
   */
  readonly reconcile?:
    | ((activeTaskIds: readonly string[], context: { readonly signal: AbortSignal }) => Promise<readonly unknown[]>)
    | undefined
  /** 15,000 by default, give or take a fifth; while the page is hidden twice as long each time, up to 5 minutes. */
  readonly pollMs?: number | undefined
  /** Whether the server lives, asked over HTTP where it answers no pings; by default `reconcile` of no tasks. A throw says no. */
  readonly probe?: ((context: { readonly signal: AbortSignal }) => Promise<unknown>) | undefined
  /**
   * The first message on each socket, for a server that reads the token from it. Asked with what `getToken` gave. A token never goes into the URL: where the
   * server reads it from there, sign in by cookie or a ticket in your own `url`.
   */
  readonly authenticate?: ((token: string) => unknown) | undefined
  /**
   * What the server's close codes mean, as codes of `docs/PROTOCOL.md`. By default 4401 is 4500 (signed out: a fresh token once, then it halts) and 4403 is
   * 4504 (forbidden: it halts). Any other code from 4000 up only means another try, as do 1000 and 1005: a crash looks the same.
   */
  readonly closeCodes?: Readonly<Record<number, number>> | undefined
  /** Of the outbox, where the page's own options say nothing. */
  readonly outbox?: SocketOptions['outbox']
}
